import lodash from 'lodash';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** How an item ended, by what the node says. */
export type Claim = 'accepted' | 'rejected' | 'unknown' | 'notSent';

/** Number of items by claim. */
export type Counts = Record<Claim, number>;

/** What is put out without an outcome was accepted, or is what was asked for. */
export function claimOf({ json }: INodeExecutionData): Claim {
	return typeof json.error === 'string'
		? ((json.details as IDataObject).outcome as Claim)
		: 'accepted';
}

/** @throws Error naming the first item that comes back neither as a failure nor as accepted */
export function holdSaid(outcomes: INodeExecutionData[]): void {
	outcomes.forEach((outcome, item) => {
		if (claimOf(outcome) === 'accepted' && outcome.json.accepted !== true)
			throw new Error(
				`Item ${item} comes back as ${JSON.stringify(outcome.json)}, which says nothing of it`,
			);
	});
}

export function countsOf(claims: Claim[]): Counts {
	const counts: Counts = { accepted: 0, rejected: 0, unknown: 0, notSent: 0 };
	for (const claim of claims) counts[claim]++;
	return counts;
}

/** What the node says of items that were not accepted, with their number, the commonest first. */
export function reasonsOf(outcomes: INodeExecutionData[]): string[] {
	const failures = outcomes.filter((outcome) => claimOf(outcome) !== 'accepted');
	const counts = lodash.countBy(
		failures,
		(outcome) => `${claimOf(outcome)}: ${String(outcome.json.error)}`,
	);
	return lodash
		.sortBy(Object.entries(counts), ([, count]) => -count)
		.map(([reason, count]) => `  ${count.toLocaleString('en-US')} ${reason}`);
}

/**
 * Holds what the node says against how often each item is in the ledger.
 *
 * @param times in the ledger, by item
 * @param mayDouble where the user has asked for what is unknown to be sent again
 * @throws Error naming the first item whose claim is not true
 */
export function holdAgainstLedger(
	claims: Claim[],
	times: (item: number) => number,
	mayDouble = false,
): void {
	claims.forEach((claim, item) => {
		const found = times(item);
		const wrong =
			(claim === 'accepted' && (mayDouble ? found < 1 : found !== 1)) ||
			((claim === 'rejected' || claim === 'notSent') && found > 0) ||
			(claim === 'unknown' && found > 1 && !mayDouble);
		if (wrong)
			throw new Error(`Item ${item} is called ${claim}, and is in the ledger ${found} times`);
	});
}

/** What the item of that index is known by in the ledger. */
export const nameOf = (item: number): string => `n${item}`;

/** How often an item is among names in the ledger. */
export function timesIn(names: Iterable<string | undefined>): (item: number) => number {
	const found = new Map<string | undefined, number>();
	for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
	return (item) => found.get(nameOf(item)) ?? 0;
}

/**
 * Holds what was not sent against what can have kept the node from it: a limit, or anything else that passes, cannot.
 *
 * @param reasons HTTP statuses; undefined stands for a connection that was refused
 * @throws Error naming the first item that was left unsent for another reason
 */
export function holdUnsent(outcomes: INodeExecutionData[], reasons: Set<number | undefined>): void {
	outcomes.forEach((outcome, item) => {
		if (claimOf(outcome) !== 'notSent') return;
		const { httpCode } = outcome.json.details as { httpCode?: number };
		if (!reasons.has(httpCode))
			throw new Error(
				`Item ${item} was not sent for the reason ${httpCode}, which is none: ${String(outcome.json.error)}`,
			);
	});
}

/**
 * Holds the receipts that accepted items came back with against the vendor's own.
 *
 * @param field of the output that holds the receipt
 * @param inLedger each receipt with the name of its item
 * @param mayLack where the vendor does not promise a receipt in its answer
 * @throws Error naming the first item that has come back with another's receipt, or with none
 */
export function holdReceipts(
	outcomes: INodeExecutionData[],
	field: string,
	inLedger: Array<[string | undefined, string]>,
	mayLack = false,
): void {
	const owners = new Map(inLedger.map(([name, receipt]) => [receipt, name]));
	outcomes.forEach((outcome, item) => {
		const receipt = outcome.json[field];
		if (claimOf(outcome) !== 'accepted' || owners.get(receipt as string) === nameOf(item)) return;
		if (mayLack && receipt === null) return;
		throw new Error(
			`Item ${item} came back with the ${field} ${String(receipt)}, which in the ledger is not its own`,
		);
	});
}

/**
 * Holds what can be done to each of them once, such as deleting it, against what the node says of the items
 * that asked for it.
 *
 * @param isDone by the ledger
 * @throws Error naming the first of them for which it is not true
 */
export function holdAgainstDeeds(
	claims: Claim[],
	ids: string[],
	isDone: (id: string) => boolean,
): void {
	const claimed = new Map<string, Set<Claim>>();
	claims.forEach((claim, item) => {
		const id = ids[item]!;
		claimed.set(id, (claimed.get(id) ?? new Set()).add(claim));
	});
	for (const [id, said] of claimed) {
		const done = isDone(id);
		if (said.has('accepted') ? !done : done && !said.has('unknown'))
			throw new Error(`${id} is ${done ? '' : 'not '}done, and said to be ${[...said].join(', ')}`);
	}
}

/**
 * Holds what was read against what was asked for.
 *
 * @param idIn the output of an item
 * @throws Error naming the first item that has come back with another's data
 */
export function holdReads(
	outcomes: INodeExecutionData[],
	ids: string[],
	idIn: (json: IDataObject) => unknown,
): void {
	outcomes.forEach((outcome, item) => {
		if (claimOf(outcome) === 'accepted' && idIn(outcome.json) !== ids[item])
			throw new Error(
				`Item ${item} asked for ${ids[item]} and got ${JSON.stringify(outcome.json)}`,
			);
	});
}

/**
 * Holds the last state of each contact against what the node says of the items that wrote it: it is the
 * last accepted one's, or that of an unknown one after it.
 */
export function holdAgainstStates(
	claims: Claim[],
	ids: string[],
	stateOf: (id: string) => number | undefined,
): void {
	const possible = new Map<string, Set<number | undefined>>();
	claims.forEach((claim, item) => {
		const id = ids[item]!;
		if (claim === 'accepted') possible.set(id, new Set([item]));
		else if (claim === 'unknown')
			possible.set(id, new Set([...(possible.get(id) ?? [undefined]), item]));
		else if (!possible.has(id)) possible.set(id, new Set([undefined]));
	});
	for (const [id, states] of possible) {
		const state = stateOf(id);
		if (!states.has(state))
			throw new Error(
				`Contact ${id} is in the state of item ${state}, not of ${[...states].join(' or ')}`,
			);
	}
}

/**
 * Holds how often something was done to each of them against what the node says of the items that asked for it.
 *
 * @param times by the ledger
 * @throws Error naming the first of them that does not balance
 */
export function holdAgainstCounts(
	claims: Claim[],
	ids: string[],
	times: (id: string) => number,
): void {
	const claimed = lodash.groupBy(Array.from(claims.keys()), (item) => ids[item]!);
	for (const [id, items] of Object.entries(claimed)) {
		const count = (claim: Claim) => items.filter((item) => claims[item] === claim).length;
		const [min, found] = [count('accepted'), times(id)];
		const max = min + count('unknown');
		if (found < min || found > max)
			throw new Error(`${id} is in the ledger ${found} times, and must be ${min} to ${max} times`);
	}
}
