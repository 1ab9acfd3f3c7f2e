import type { IDataObject } from 'n8n-workflow';

import { isBlank } from '../../engine/fields/blank';
import { readPathName } from '../../engine/fields/id';
import type { Parameters } from '../../engine/fields/parameters';
import type {
	Accepted,
	NotAccepted,
	Operation,
	RequestSpec,
	RunFacts,
} from '../../engine/operation';
import { singleOperation, type SingleOperation } from '../../engine/single';
import {
	airOnly,
	keyOf,
	unknownTo,
	unknownWallet,
	walletIn,
	walletProperties,
	walletRefReader,
	walletRequest,
	type WalletRef,
} from './walletRef';

/** Where in AIR something is done. */
export interface WalletTarget {
	walletId: string;
	/** Of the operation's subject; empty unless it has one. */
	subjectId: string;
}

/** What an operation is on below the wallet, such as an account: its id is looked up where the user names none. */
export interface Subject {
	/** The parameter that holds its id, and what the user knows it by. */
	name: string;
	title: string;
	/** @param seen what earlier pages of the look-up have brought */
	request(walletId: string, seen: IDataObject[]): RequestSpec;
	/** @returns its id; what has been seen so far, where there is another page; or why there is none */
	parseResponse(
		body: unknown,
		seen: IDataObject[],
	): { id: string } | { seen: IDataObject[] } | NotAccepted;
	/** What a 404 to the look-up means. */
	notFound(walletId: string): NotAccepted;
}

/** What a run has looked up. */
interface LookupCache {
	/** Wallet ids by the key of their customer's entries. */
	wallets: Map<string, string>;
	/** Ids of the operation's subjects by wallet id. */
	subjects: Map<string, string>;
}

/** An item on its way: first its wallet is looked up, then its subject, then the call is made. */
export interface WalletTask<Call> {
	ref: WalletRef;
	walletId: string | undefined;
	subjectId: string | undefined;
	/** What the look-up of the subject has seen so far. */
	seen: IDataObject[];
	/** The same for all items of a run. */
	cache: LookupCache;
	call: Call;
}

/** What is particular to an operation on a wallet; finding the wallet is the same for all. */
export interface WalletOperation<Call>
	extends Pick<
		SingleOperation<Call>,
		'resource' | 'value' | 'name' | 'description' | 'action' | 'properties' | 'kind' | 'idempotent'
	> {
	subject?: Subject;
	/** What an item's call is made of, beside the wallet. */
	read(parameters: Parameters, facts: RunFacts): (item: number) => Call;
	request(call: Call, target: WalletTarget): RequestSpec;
	/** What a success says; `followUp` is the call for the next page. */
	parseResponse(call: Call, body: unknown, target: WalletTarget): Accepted | { followUp: Call };
	/** What a 404 to the call itself says is unknown, in words. */
	unknown: string;
}

type Step = 'wallet' | 'subject' | 'call';

/** Makes an operation of what is particular to it. What is looked up is remembered for the run. */
export function walletOperation<Call>(spec: WalletOperation<Call>): Operation<WalletTask<Call>> {
	const { subject, properties, read, request, parseResponse, unknown, ...description } = spec;
	type Task = WalletTask<Call>;
	const stepOf = ({ walletId, subjectId }: Task): Step => {
		if (walletId === undefined) return 'wallet';
		return subject && subjectId === undefined ? 'subject' : 'call';
	};
	const targetOf = ({ walletId = '', subjectId = '' }: Task): WalletTarget => ({
		walletId,
		subjectId,
	});

	return singleOperation<Task>({
		...description,
		properties: [...walletProperties, ...properties],
		services: airOnly,
		read(parameters, facts) {
			const refOf = walletRefReader(parameters);
			const subjectIdOf = subject && optionalIdReader(parameters, subject);
			const callOf = read(parameters, facts);
			const cache: LookupCache = { wallets: new Map(), subjects: new Map() };
			return (item) => {
				const ref = refOf(item);
				const walletId = 'walletId' in ref ? ref.walletId : undefined;
				return {
					ref,
					walletId,
					subjectId: subjectIdOf?.(item),
					seen: [],
					cache,
					call: callOf(item),
				};
			};
		},
		// Calls for one customer follow one another: a debit never overtakes the credit before it.
		entryFacts: (task) => ({ key: keyOf(task.ref), readOnly: stepOf(task) !== 'call' }),
		beforeSend(task) {
			const walletId = task.walletId ?? task.cache.wallets.get(keyOf(task.ref));
			const known =
				subject && walletId !== undefined ? task.cache.subjects.get(walletId) : undefined;
			return { ...task, walletId, subjectId: task.subjectId ?? known };
		},
		request(task) {
			const target = targetOf(task);
			const step = stepOf(task);
			if (step === 'wallet') return walletRequest(task.ref);
			return step === 'subject'
				? subject!.request(target.walletId, task.seen)
				: request(task.call, target);
		},
		parseResponse(task, body) {
			const { cache, ref, seen } = task;
			const step = stepOf(task);
			if (step === 'wallet') {
				const { walletId } = walletIn(body);
				cache.wallets.set(keyOf(ref), walletId);
				return { followUp: { ...task, walletId } };
			}
			if (step === 'subject') {
				const found = subject!.parseResponse(body, seen);
				if (!('id' in found))
					return 'seen' in found ? { followUp: { ...task, seen: found.seen } } : found;
				cache.subjects.set(task.walletId!, found.id);
				return { followUp: { ...task, subjectId: found.id, seen: [] } };
			}
			const result = parseResponse(task.call, body, targetOf(task));
			return 'followUp' in result ? { followUp: { ...task, call: result.followUp } } : result;
		},
		onFailure(task, { httpCode }) {
			if (httpCode !== 404) return undefined;
			const step = stepOf(task);
			if (step === 'wallet') return unknownWallet(task.ref);
			return step === 'subject' ? subject!.notFound(task.walletId!) : unknownTo(unknown);
		},
	});
}

/** Reads the id of a subject; undefined where it is to be looked up. */
function optionalIdReader(
	parameters: Parameters,
	{ name, title }: Subject,
): (item: number) => string | undefined {
	const id = parameters.field(name);
	return (item) => {
		const value = id(item);
		return isBlank(value) ? undefined : readPathName(value, title);
	};
}
