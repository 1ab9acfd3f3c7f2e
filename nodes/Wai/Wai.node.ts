import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { propertiesOf } from '../../engine/operation';
import { runOptions } from '../../engine/options';
import { run } from '../../engine/run';
import { MAX_BULK_ITEMS, wai } from './api';
import { searchCampaigns } from './campaigns';
import { resources } from './operations';

const options = runOptions({
	batchSize: { most: MAX_BULK_ITEMS, shown: { show: { '/resource': ['contact', 'event', 'metric'] } } },
	resendUnknown: { show: { '/resource': ['event', 'metric'] } },
});

export class Wai implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WAI',
		name: 'wai',
		icon: { light: 'file:../../icons/wai.svg', dark: 'file:../../icons/wai.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send whole lists of contacts, campaign members, events and metrics to WAI (Wiraya Activation Intelligence)',
		defaults: { name: 'WAI' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'waiApi', required: true }],
		properties: propertiesOf(resources, options),
	};

	methods = { listSearch: { searchCampaigns } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, wai, resources);
	}
}
