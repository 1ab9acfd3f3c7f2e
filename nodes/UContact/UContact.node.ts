import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties } from '../../engine/description/properties';
import { run } from '../../engine/run';
import { uContact } from './api';
import { resources } from './operations';

export class UContact implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'uContact',
		name: 'uContact',
		icon: { light: 'file:../../icons/ucontact.svg', dark: 'file:../../icons/ucontact.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Upload lists and leads to uContact, make dialer files, and share a Wavy number with it',
		defaults: { name: 'uContact' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'uContactApi', required: true }],
		properties: nodeProperties(resources, { defaultResource: 'dialer' }),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, uContact, resources);
	}
}
