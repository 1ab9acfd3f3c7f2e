import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties } from '../../engine/description/properties';
import { run } from '../../engine/run';
import { <%= vendor %> } from './api';
import { resources } from './operations';

export class <%= folder %> implements INodeType {
	description: INodeTypeDescription = {
		displayName: '<%= title %>',
		name: '<%= vendor %>',
		icon: { light: 'file:../../icons/<%= vendor %>.svg', dark: 'file:../../icons/<%= vendor %>.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send whole lists to <%= title %>', // TODO: what it is for.
		defaults: { name: '<%= title %>' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: '<%= credential %>', required: true }],
		properties: nodeProperties(resources, { defaultResource: '<%= resource %>', requestsPerSecond: true }),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, <%= vendor %>, resources);
	}
}
