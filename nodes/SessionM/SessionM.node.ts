import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties } from '../../engine/description/properties';
import { run } from '../../engine/run';
import { sessionM } from './api';
import { resources } from './operations';

export class SessionM implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SessionM',
		name: 'sessionM',
		icon: { light: 'file:../../icons/sessionM.svg', dark: 'file:../../icons/sessionM.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send whole lists of customers, transactions, points and events to SessionM, and read campaigns and offers',
		defaults: { name: 'SessionM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sessionMApi', required: true }],
		properties: nodeProperties(resources, { defaultResource: 'customer', requestsPerSecond: true }),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, sessionM, resources);
	}
}
