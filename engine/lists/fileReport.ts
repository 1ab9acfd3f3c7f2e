import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { ItemError } from '../fields/itemError';
import type { RowOutcomes } from '../files/results/rowOutcomes';
import type { RowSource } from '../files/rowSource';
import { stopError } from '../results/stopError';
import { counted, figure, inWords, settledIn, type Totals } from '../results/totals';
import type { Vendor } from '../vendor';
import { tell } from './tell';

/** What came of a file. */
export interface FileReport {
	/** Of the input item. */
	index: number;
	/** The file's, empty where n8n knows none. */
	name: string;
	totals: Totals;
	source: RowSource;
	outcomes: RowOutcomes;
	/** Why the file could not be read to its end. */
	cutOff: ItemError | undefined;
	isCancelled: boolean;
	/** Whether rows may safely be sent twice. */
	mayRepeat: boolean;
	/** What the user should know beside it. */
	notes: string[];
	/** The files of rows with their outcomes. */
	binary: IBinaryKeyData;
}

/** The error of a run that stops at its first failure; undefined where there was none. */
export function stopOf(
	context: IExecuteFunctions,
	report: FileReport,
): NodeApiError | NodeOperationError | undefined {
	const { index: itemIndex, name, totals, outcomes, cutOff } = report;
	const { firstFailure } = outcomes;
	const advice =
		`To go on: ${resumption(report, Math.min(outcomes.firstFailed, outcomes.lastTouched + 1))}. ` +
		'Set On Error to Continue (using error output) to send all other rows, and get those that failed as a file.';
	if (firstFailure) {
		const { item: row, failure } = firstFailure;
		const where = `It is row ${figure(row)} of ${name || 'the file'}.`;
		return stopError(context, { failure, itemIndex, where, noun: 'row', advice }, totals);
	}
	if (!cutOff) return undefined;
	const { message, hint } = cutOff;
	const failure = { kind: 'notSent', message, hint, retryable: true, attempts: 0 } as const;
	return stopError(context, { failure, itemIndex, where: '', noun: 'row', advice }, totals);
}

/** Tells in n8n's log and beside the output how the run went; and of one that was cancelled, how to go on. */
export function tellOfFile(context: IExecuteFunctions, vendor: Vendor, report: FileReport): void {
	const { name, totals, outcomes, cutOff, isCancelled, notes } = report;
	const parts = [`${vendor.name}: ${name && `${name}: `}${inWords(totals, 'row')}`];
	if (cutOff) parts.push(cutOff.message);
	if (isCancelled) parts.push(`Cancelled. To go on, ${resumption(report, outcomes.firstToSend)}`);
	const message = parts.join('. ');
	context.logger.info(message, { node: context.getNode().name });
	tell(context, [message, ...notes]);
}

/** How to send the rest of a file, in words. @param from the first row that may need to be sent */
function resumption({ outcomes, mayRepeat }: FileReport, from: number): string {
	const next = outcomes.lastTouched + 1;
	if (mayRepeat || from >= next)
		return `set the option From Row to ${Math.min(from, next)}; rows before it have been dealt with`;
	return (
		`set the option From Row to ${next}, from which on the vendor has none. ` +
		`Of rows ${figure(from)} to ${figure(outcomes.lastTouched)} some have been accepted, so look at those first`
	);
}

/**
 * The one item that a file becomes.
 *
 * @param hasErrorOutput whether a file with failures is to leave by n8n's error output, which takes `error`, `message`
 * and `details` and no other key (n8n 6.4)
 */
export function fileSummary(report: FileReport, hasErrorOutput: boolean): INodeExecutionData {
	const { index, name, totals, outcomes, cutOff, binary } = report;
	const { accepted, rejected, unknown, notSent, requests, heldSeconds, seconds } = totals;
	const rows = settledIn(totals);
	const { firstFailure } = outcomes;
	const firstError =
		cutOff?.message ??
		(firstFailure ? `Row ${figure(firstFailure.item)}: ${firstFailure.failure.message}` : null);
	const json: IDataObject = {
		fileName: name,
		rows,
		accepted,
		rejected,
		unknown,
		notSent,
		requests,
		heldSeconds,
		seconds,
		firstError,
	};
	const pairedItem = { item: index };
	if (firstError === null || !hasErrorOutput) return { json, binary, pairedItem };
	const failed = `${figure(rows - accepted)} of ${counted(rows, 'row')} were not accepted`;
	const advice =
		cutOff?.hint ?? 'correct them in the file in the binary field "failures", and send it as it is';
	return {
		json: { error: firstError, message: `${failed}: ${advice}`, details: json },
		binary,
		pairedItem,
	};
}
