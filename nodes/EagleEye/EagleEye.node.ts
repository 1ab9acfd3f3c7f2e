import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { nodeProperties } from '../../engine/description/properties';
import { run } from '../../engine/run';
import { eagleEye } from './api';
import { resources } from './operations';

const connection: INodeProperties = {
	displayName: 'Connection',
	name: 'connection',
	type: 'options',
	noDataExpression: true,
	default: 'air',
	description: 'How requests reach Eagle Eye',
	options: [
		{ name: 'AIR', value: 'air', description: 'Directly, with the answer of what was done' },
		{
			name: 'EE Connect',
			value: 'connect',
			description: 'Through an inbound connector, which queues rewards',
		},
	],
};

export class EagleEye implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Eagle Eye',
		name: 'eagleEye',
		icon: { light: 'file:../../icons/eagleEye.svg', dark: 'file:../../icons/eagleEye.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Issue rewards, coupons and points to whole lists of customers through Eagle Eye AIR and EE Connect',
		defaults: { name: 'Eagle Eye' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'eagleEyeAirApi', required: true, displayOptions: { show: { connection: ['air'] } } },
			{
				name: 'eagleEyeConnectApi',
				required: true,
				displayOptions: { show: { connection: ['connect'] } },
			},
		],
		properties: [
			connection,
			...nodeProperties(resources, { defaultResource: 'reward', requestsPerSecond: true }),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, eagleEye, resources);
	}
}
