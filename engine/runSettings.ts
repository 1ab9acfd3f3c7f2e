import type { IExecuteFunctions } from 'n8n-workflow';

import type { Policy } from './delivery/dispatcher';
import type { Batching } from './operation';

/** The `options` collection; see `description/runOptions.ts`. */
interface Options {
	batchSize?: number;
	maxConcurrency?: number;
	maxRetries?: number;
	timeout?: number;
	resendUnknown?: boolean;
	requestsPerSecond?: number;
	processes?: number;
	includeInputFields?: boolean;
	output?: 'items' | 'summary';
}

const DEFAULT_CONCURRENCY = 4;
const DEFAULT_RETRIES = 5;
const DEFAULT_TIMEOUT_S = 60;

/** How a run is to be made, by the node's options. */
export interface RunSettings {
	policy: Policy;
	/** Entries a request. */
	batchSize: number;
	/** Of a request, in milliseconds. */
	timeoutMs: number;
	/** This process's share; undefined where the user sets no limit. */
	requestsPerSecond?: number;
	/** Whether an accepted item keeps its own fields beside the result. */
	includeInputFields: boolean;
	/** Whether one item sums up the run, in place of one for each input item. */
	summaryOnly: boolean;
}

/**
 * Reads the options once for the run; what is out of range is brought into it.
 *
 * @param index of the input item that they are read for
 */
export function readRunSettings(
	context: IExecuteFunctions,
	batching: Batching,
	index = 0,
): RunSettings {
	const options = context.getNodeParameter('options', index, {}) as Options;
	const { maxEntries, defaultBatchSize = maxEntries } = batching;
	const { requestsPerSecond = 0 } = options;
	const processes = atLeast(1, options.processes, 1);
	return {
		policy: {
			maxConcurrency: atLeast(1, options.maxConcurrency, DEFAULT_CONCURRENCY),
			maxRetries: atLeast(0, options.maxRetries, DEFAULT_RETRIES),
			resendUnknown: options.resendUnknown === true,
			stopAtFailure: !context.continueOnFail(),
		},
		batchSize: Math.min(maxEntries, atLeast(1, options.batchSize, defaultBatchSize)),
		timeoutMs: atLeast(1, options.timeout, DEFAULT_TIMEOUT_S) * 1000,
		requestsPerSecond: requestsPerSecond > 0 ? requestsPerSecond / processes : undefined,
		// An agent has given the fields itself, and pays for every word that it reads.
		includeInputFields: options.includeInputFields ?? !context.getNode().type.endsWith('Tool'),
		summaryOnly: options.output === 'summary',
	};
}

function atLeast(min: number, value: number | undefined, fallback: number): number {
	return value === undefined || !Number.isFinite(value)
		? fallback
		: Math.max(min, Math.floor(value));
}
