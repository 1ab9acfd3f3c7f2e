import type { INodeProperties } from 'n8n-workflow';

import { fileOptionProperties, ofItems } from './fileProperties';
import { type Batching, isSending, type Operation, type Resource, takesFile } from '../operation';
import { visible } from './visibility';

/** What differs between vendors in the `options` collection. */
export interface RunOptions {
	/** Whether the user may set the number of requests a second. */
	requestsPerSecond?: boolean;
}

const common: INodeProperties[] = [
	{
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 4,
		description:
			'How many requests may be in flight at a time. Fewer are used while the vendor limits the rate.',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 5,
		description: 'How often to retry a request that did not get through, where that is safe',
	},
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long to wait for the response to a request, in seconds',
	},
];

const requestsPerSecond: INodeProperties = {
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'How many requests to send in a second at most, counted over all executions that use the ' +
		'same account at a time. 0 sets no limit of its own.',
};

const processes: INodeProperties = {
	displayName: 'Number of n8n Processes',
	name: 'processes',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description:
		'How many n8n processes run executions that use the same account, such as the workers in ' +
		'queue mode. Each keeps to its share of Requests per Second, which n8n processes cannot ' +
		'count together.',
};

const resendUnknown: INodeProperties = {
	displayName: 'Resend When Outcome Is Unknown',
	name: 'resendUnknown',
	type: 'boolean',
	default: false,
	description:
		'Whether to send again what may have arrived already, such as after a lost connection. ' +
		'When off, such items are reported as unknown. When on, they may be counted twice.',
};

const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: true,
	displayOptions: ofItems,
	description:
		'Whether an accepted item keeps its own fields beside the result, so that later nodes can ' +
		'use them. Off for AI agents unless turned on.',
};

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'items',
	displayOptions: ofItems,
	options: [
		{ name: 'One Item for Each', value: 'items', description: 'Every item with its own outcome' },
		{
			name: 'Summary Only',
			value: 'summary',
			description:
				'One item with the counts. If there is an error output, failed items still go there.',
		},
	],
	description: 'What the node outputs. A summary saves n8n half of what it stores for a long list.',
};

/** Operations whose result can stand beside the fields of the item. */
const keepsItem = ({ kind = 'send' }: Operation) => kind !== 'getMany' && kind !== 'createFile';

/** The `options` collection that all nodes of the pack share. */
export function runOptions(resources: Resource[], options: RunOptions): INodeProperties {
	const all = [
		...common,
		...batchSizes(resources),
		...visible(resources, resendUnknown, ({ idempotent }) => !idempotent),
		...visible(resources, includeInputFields, keepsItem),
		...visible(resources, output, isSending),
		...(options.requestsPerSecond ? [requestsPerSecond, processes] : []),
		...fileOptionProperties.flatMap((property) => visible(resources, property, takesFile)),
		...ownOptions(resources),
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: all.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** What operations add of their own, shown for those that do; by their definitions, which operations may share. */
function ownOptions(resources: Resource[]): INodeProperties[] {
	const all = new Set(
		resources.flatMap(({ operations }) => operations.flatMap(({ options = [] }) => options)),
	);
	return [...all].flatMap((option) =>
		visible(resources, option, ({ options = [] }) => options.includes(option)),
	);
}

/** Whether the user can say how many entries share a request: not where one holds one, or all of them. */
const hasBatchSize = ({ batching: { maxEntries } }: Operation) =>
	maxEntries > 1 && maxEntries < Number.MAX_SAFE_INTEGER;

/** Batch Size, once for each maximum and default of the node's operations. */
function batchSizes(resources: Resource[]): INodeProperties[] {
	const sizeOf = ({ maxEntries, defaultBatchSize = maxEntries }: Batching) =>
		`${maxEntries} ${defaultBatchSize}`;
	const operations = resources.flatMap((resource) => resource.operations).filter(hasBatchSize);
	const bySize = new Map(operations.map(({ batching }) => [sizeOf(batching), batching]));
	return [...bySize].flatMap(([size, { maxEntries, defaultBatchSize = maxEntries }]) => {
		const property: INodeProperties = {
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: maxEntries },
			default: defaultBatchSize,
			description:
				`How many items may share a request, up to ${maxEntries}. Requests are also kept within ` +
				`the vendor's size limit.`,
		};
		return visible(
			resources,
			property,
			(one) => hasBatchSize(one) && sizeOf(one.batching) === size,
		);
	});
}
