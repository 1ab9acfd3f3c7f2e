import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** What differs between vendors in the `options` collection. */
export interface RunOptions {
	/** Most entries a request, and when the option is shown; left out where requests hold one entry. */
	batchSize?: { most: number; usual?: number; shown?: IDisplayOptions };
	/** Whether the user may set the most requests a second. */
	requestsPerSecond?: boolean;
	/** When Resend When Outcome Is Unknown is shown: for what is not idempotent. */
	resendUnknown?: IDisplayOptions;
	/** Options of the vendor's own. */
	more?: INodeProperties[];
}

/** The `options` collection that all nodes of the pack share. */
export function runOptions({ batchSize, requestsPerSecond, resendUnknown, more = [] }: RunOptions): INodeProperties {
	const options: INodeProperties[] = [
		{
			displayName: 'Max Concurrency',
			name: 'maxConcurrency',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 4,
			description: 'How many requests may be under way at a time. Fewer are used while the vendor limits the rate.',
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 5,
			description: 'How often a request that did not get through is repeated, where repeating it is safe',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description: 'How long to wait for the answer to a request, in seconds',
		},
	];
	if (batchSize) {
		options.unshift({
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: batchSize.most },
			displayOptions: batchSize.shown,
			default: batchSize.usual ?? batchSize.most,
			description: `How many items may share a request. The most is ${batchSize.most}; requests are also kept within the vendor's size limit.`,
		});
	}
	if (requestsPerSecond) {
		options.push({
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'The most requests to send in a second. 0 sets no limit of its own.',
		});
	}
	if (resendUnknown) {
		options.push({
			displayName: 'Resend When Outcome Is Unknown',
			name: 'resendUnknown',
			type: 'boolean',
			displayOptions: resendUnknown,
			default: false,
			description:
				'Whether to send again what may have arrived already, such as after a lost connection. Off, such items are reported as unknown. On, they may be counted twice.',
		});
	}
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options, ...more].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
