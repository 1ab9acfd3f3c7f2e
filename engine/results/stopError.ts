import { NodeApiError, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from './outcomes';
import { counted, figure, type Noun, settledIn, type Totals } from './totals';

/** The failure at which a run stops. */
export interface StopReason {
	failure: Failure;
	/** Index of the input item. */
	itemIndex: number;
	/** What failed, and where in the list it is, in a sentence. */
	where: string;
	noun: Noun;
	/** How to go on, in sentences. */
	advice: string;
}

/** The error of a run that stops at its first failure: what happened, where, how far it got, how to go on. */
export function stopError(
	context: IExecuteFunctions,
	{ failure, itemIndex, where, noun, advice }: StopReason,
	totals: Totals,
): NodeApiError | NodeOperationError {
	const { accepted, rejected, unknown, notSent } = totals;
	const counts = [
		`${figure(accepted)} were accepted`,
		`${figure(rejected)} rejected`,
		`${figure(unknown)} are unknown and ${figure(notSent)} were not sent`,
	];
	const description = [
		failure.vendor ? `The vendor says: ${failure.vendor}.` : '',
		`${failure.hint}.`,
		where,
		`Of ${counted(settledIn(totals), noun)}, ${counts.join(', ')}.`,
		advice,
	]
		.filter(Boolean)
		.join(' ');
	const node = context.getNode();
	const { message } = failure;
	if (failure.httpCode === undefined) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const httpCode = String(failure.httpCode);
	return new NodeApiError(
		node,
		{ message, httpCode },
		{ message, description, httpCode, itemIndex },
	);
}
