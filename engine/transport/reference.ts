import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Names each item of this node run by a text for the vendor: the same when n8n tries the run again, so
 * that the vendor can tell a repeat, and different for every other item, run and execution.
 *
 * @param list of several lists of one run, which each have their own items, the one that they are of
 */
export function referenceOf(context: IExecuteFunctions, list?: number): (item: number) => string {
	let run: string | undefined;
	return (item) => {
		run ??= createHash('sha256')
			.update(
				[
					context.getExecutionId(),
					context.getNode().id,
					context.getWorkflowDataProxy(0).$runIndex,
				].join(':'),
			)
			.digest('hex')
			.slice(0, 24);
		return list === undefined ? `${run}-${item}` : `${run}-${list}-${item}`;
	};
}
