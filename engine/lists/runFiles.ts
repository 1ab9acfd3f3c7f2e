import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Operation } from '../operation';
import { ItemError } from '../fields/itemError';
import { itemErrorAt } from '../files/itemErrorAt';
import { failureItemOf } from '../results/outputItems';
import type { Vendor } from '../vendor';
import { FileRun } from './fileRun';

/**
 * Sends the rows of the files that the input items carry, one file after the other.
 *
 * @returns one item for each file, which sums it up
 * @throws NodeApiError or NodeOperationError at the first failure where On Error is Stop
 */
export async function runFiles(
	context: IExecuteFunctions,
	vendor: Vendor,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const index of context.getInputData().keys())
		output.push(await runFile(context, vendor, operation, index));
	return keptFromRetry(context, output);
}

async function runFile(
	context: IExecuteFunctions,
	vendor: Vendor,
	operation: Operation,
	index: number,
): Promise<INodeExecutionData> {
	let prepared: FileRun;
	try {
		prepared = await FileRun.prepare(context, vendor, operation, index);
	} catch (error) {
		// The file itself is at fault, or how it is to be sent.
		const { message, hint } =
			error instanceof ItemError ? error : itemErrorAt('The file cannot be sent', error);
		if (!context.continueOnFail()) {
			throw new NodeOperationError(context.getNode(), message, {
				description: hint,
				itemIndex: index,
			});
		}
		return failureItemOf(context)(index, {
			kind: 'notSent',
			message,
			hint,
			retryable: true,
			attempts: 0,
		});
	}
	return await prepared.run();
}

/**
 * With Retry On Fail, n8n runs the whole node again when the first output item's json has an `error` (n8n 6.4). That
 * item alone carries its failure as an error object, which n8n does not take for a failed run.
 */
function keptFromRetry(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
): INodeExecutionData[] {
	const [first] = output;
	if (!first || typeof first.json.error !== 'string' || context.getNode().retryOnFail !== true)
		return output;
	const { error: message, message: description } = first.json as { error: string; message: string };
	first.error = new NodeOperationError(context.getNode(), message, { description, itemIndex: 0 });
	first.json = {};
	return output;
}
