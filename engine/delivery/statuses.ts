/**
 * What an HTTP status means for the request that it answers.
 * - `reject`: its content is at fault: without the entry at fault, the others can pass.
 * - `split`: it is too large: smaller requests can pass.
 * - `rateLimited`: not processed; the vendor asks to wait.
 * - `retry`: not processed; another try is welcome.
 * - `indeterminate`: it may have been processed.
 * - `unauthorized`: the credential is not accepted, by which every other request would fail as well.
 * - `fatal`: address, method or media type is wrong, by which every other request would fail as well.
 */
export type StatusAction =
	| 'reject'
	| 'split'
	| 'rateLimited'
	| 'retry'
	| 'indeterminate'
	| 'unauthorized'
	| 'fatal';

/** By status (RFC 9110, 6585, 7725); what is not listed follows its class, see `statusAction`. */
export const STATUS_ACTIONS: Readonly<Record<number, StatusAction>> = {
	400: 'reject',
	401: 'unauthorized',
	402: 'reject',
	403: 'unauthorized',
	404: 'reject',
	406: 'reject',
	408: 'indeterminate',
	409: 'reject',
	410: 'reject',
	412: 'reject',
	413: 'split',
	414: 'reject',
	422: 'reject',
	425: 'retry',
	429: 'rateLimited',
	451: 'reject',
	503: 'retry',
};

/**
 * @param exceptions of a vendor
 * @returns the action for a status that is not 2xx; 5xx may have been processed, all else is fatal
 */
export function statusAction(
	status: number,
	exceptions: Readonly<Record<number, StatusAction>> = {},
): StatusAction {
	return (
		exceptions[status] ?? STATUS_ACTIONS[status] ?? (status >= 500 ? 'indeterminate' : 'fatal')
	);
}
