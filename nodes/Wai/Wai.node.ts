import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties } from '../../engine/description/properties';
import { run } from '../../engine/run';
import { wai } from './api';
import { searchCampaigns } from './campaigns';
import { resources } from './operations';

export class Wai implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAI',
		name: 'wai',
		icon: { light: 'file:../../icons/wai.svg', dark: 'file:../../icons/wai.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send whole lists of contacts, campaign members, events and metrics to WAI (Wiraya Activation Intelligence)',
		defaults: { name: 'WAI' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'waiApi', required: true }],
		properties: nodeProperties(resources, { defaultResource: 'contact' }),
	};

	methods = { listSearch: { searchCampaigns } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, wai, resources);
	}
}
