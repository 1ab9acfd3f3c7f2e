/** `docs/delivery.md`: what each response of a vendor means, and what is done about it. */
import type { STATUS_ACTIONS as StatusActions, StatusAction } from '../../engine/delivery/statuses';
import type { Generator } from './generator.mts';
import { type ActionNode, actionNodes } from './nodes.mts';
import { tableRow } from './parameterTable.mts';
import { NOTICE } from './reference.mts';
import { loadSource, root } from './sources.mts';

const { MAX_REJECTIONS } = loadSource('engine/delivery/dispatcher.ts') as {
	MAX_REJECTIONS: number;
};
const { MAX_PAUSE_MS } = loadSource('engine/delivery/backoff.ts') as { MAX_PAUSE_MS: number };

const ACTIONS: Record<StatusAction, { meaning: string; done: string }> = {
	reject: {
		meaning: 'The content is at fault',
		done:
			'A request for one item: the item is rejected. For several: it is halved until the item at fault stands ' +
			`alone, and the others pass. After ${MAX_REJECTIONS} rejections in a row, requests are no longer halved, ` +
			'and rejected as a whole.',
	},
	split: {
		meaning: 'The request is too large',
		done:
			'It is halved, and later requests stay that small; larger ones are tried again after some that fit. ' +
			'One item that is too large alone is rejected.',
	},
	rateLimited: {
		meaning: 'Too many requests; not processed',
		done:
			`All requests of the node wait for as long as Retry-After says (up to ${MAX_PAUSE_MS / 60_000} minutes), ` +
			'or for a growing pause; then it is retried, and the node keeps to the rate that the vendor has shown it accepts.',
	},
	retry: {
		meaning: 'Not processed; may be retried',
		done: 'Retried after a growing pause, up to *Max Retries*.',
	},
	indeterminate: {
		meaning: 'It may have been processed',
		done:
			'Retried where it is safe to send twice; otherwise its items are reported as unknown, ' +
			'unless *Resend When Outcome Is Unknown* is on.',
	},
	unauthorized: {
		meaning: 'The credential is not accepted',
		done:
			'After a 401, a token that the credential has fetched is renewed, and the request retried. ' +
			'Otherwise its items are rejected, and nothing more is sent.',
	},
	fatal: {
		meaning: 'Address, method or media type is wrong',
		done: 'Its items are rejected, and nothing more is sent: every other request would fail in the same way.',
	},
};

/** Statuses in ranges and lists, such as `400, 402, 404`. */
const listed = (statuses: Readonly<Record<number, StatusAction>>, action: StatusAction) =>
	Object.keys(statuses).filter((status) => statuses[Number(status)] === action);

function statusTable(): string {
	const { STATUS_ACTIONS } = loadSource('engine/delivery/statuses.ts') as {
		STATUS_ACTIONS: typeof StatusActions;
	};
	const others: Partial<Record<StatusAction, string>> = {
		indeterminate: 'any other 5xx',
		fatal: 'anything else but 2xx',
	};
	const rows = Object.entries(ACTIONS).map(([action, { meaning, done }]) => {
		const statuses = listed(STATUS_ACTIONS, action as StatusAction).concat(
			others[action as StatusAction] ?? [],
		);
		return tableRow([statuses.join(', '), meaning, done]);
	});
	return ['| HTTP status | It means | What is done |', '| --- | --- | --- |', ...rows].join('\n');
}

function exceptionsOf({ vendor, node }: ActionNode): string {
	const { statuses = {}, failureIn, isTooLarge, respondsInText } = vendor;
	const parts = Object.entries(statuses).map(
		([status, action]) => `${status}: ${ACTIONS[action].meaning.toLowerCase()}`,
	);
	if (isTooLarge)
		parts.push(
			'says in the body of a rejection that the request was too large: it is halved as after a 413',
		);
	if (failureIn)
		parts.push(
			'can report a failure in the body of a success, which is then treated as the failure that it is',
		);
	if (respondsInText) parts.push('answers in plain text');
	return tableRow([node.description.displayName, parts.length > 0 ? parts.join('; ') : 'none']);
}

export const delivery: Generator = {
	name: 'docs/delivery.md',
	files() {
		const parts = [
			NOTICE,
			'# Delivery',
			'What the engine does with each response of a vendor. ' +
				'A success (2xx) is read item by item; everything else is decided by its status:',
			statusTable(),
			'A success that cannot be read, and a connection that is lost after the request has left, count as ' +
				`*${ACTIONS.indeterminate.meaning.toLowerCase()}*. A connection that was never made is retried; ` +
				'what could not be sent even so is reported as not sent.',
			'The table is `engine/delivery/statuses.ts`; an operation may handle a failure in its own way, ' +
				'such as by creating the record that was not found (`onFailure`).',
			'## Exceptions of the vendors',
			[
				'| Vendor | Exceptions |',
				'| --- | --- |',
				...actionNodes(root, loadSource).map(exceptionsOf),
			].join('\n'),
			'## Outcomes',
			[
				'| `details.outcome` | It means |',
				'| --- | --- |',
				'| `rejected` | The vendor, or a check before sending, rejected it. The vendor does not have it. |',
				'| `unknown` | It may or may not have arrived. |',
				'| `notSent` | It never left. |',
			].join('\n'),
		];
		return [{ path: 'docs/delivery.md', content: `${parts.join('\n\n')}\n` }];
	},
};
