import { NodeApiError, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from './outcomes';
import { counted, figure, type Totals } from './totals';

/** The error of a run that stops at its first failure: what happened, where, how far it got, how to go on. */
export function stopError(
	context: IExecuteFunctions,
	{ item, failure }: { item: number; failure: Failure },
	totals: Totals,
): NodeApiError | NodeOperationError {
	const { items, accepted, rejected, unknown, notSent } = totals;
	const counts = [
		`${figure(accepted)} were accepted`,
		`${figure(rejected)} rejected`,
		`${figure(unknown)} are unknown and ${figure(notSent)} were not sent`,
	];
	const description = [
		failure.vendor ? `The vendor says: ${failure.vendor}.` : '',
		`${failure.hint}.`,
		// n8n itself adds the index, which begins at 0.
		`Counted from 1, it is item ${figure(item + 1)}. Of ${counted(items, 'item')}, ${counts.join(', ')}.`,
		'Set On Error to Continue (using error output) to get every item with its own outcome and continue with the others.',
	]
		.filter(Boolean)
		.join(' ');
	const node = context.getNode();
	const { message } = failure;
	if (failure.httpCode === undefined) {
		return new NodeOperationError(node, message, { description, itemIndex: item });
	}
	const httpCode = String(failure.httpCode);
	return new NodeApiError(
		node,
		{ message, httpCode },
		{ message, description, httpCode, itemIndex: item },
	);
}
