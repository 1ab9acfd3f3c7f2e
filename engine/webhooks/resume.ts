import groupBy from 'lodash/groupBy';
import type { IDataObject } from 'n8n-workflow';

import { ConcurrencyLimit } from '../concurrencyLimit';
import type { KeyedEntry } from './payload';
import { RecentKeys } from './recentKeys';

/**
 * What became of an event that was for a waiting execution.
 * - `resumed`: that execution has it; the trigger puts nothing out.
 * - `ended`: nothing waits for it any more, since the question has been answered, or its time is over.
 * - `unverified`: it is not for an execution of this n8n; maybe for one of another, maybe it is forged.
 * - `otherSender`: it does not come from the one who was asked; the execution goes on waiting.
 * - `later`: not yet; the vendor is asked to send it again.
 */
export type ResumeResult = 'resumed' | 'ended' | 'unverified' | 'otherSender' | 'later';

/** How an event is taken to the execution that may wait for it. */
export interface Resumption {
	/** The question that it answers: what travelled with it and came back. */
	token: string;
	/** Takes it there. */
	post(): Promise<ResumeResult>;
	/** The output item of an event that comes out after all: says what became of it. */
	mark(json: IDataObject, result: ResumeResult): IDataObject;
}

/** Events of a trigger that are taken to waiting executions at a time. */
const MAX_CONCURRENT = 8;

/** Calls of n8n to itself that one callback can cause. What is left comes with the vendor's next try. */
const MAX_POSTS = 100;

/** Events for executions that are not there, after which a callback is believed no more. */
const MAX_UNVERIFIED = 5;

/** After this time a callback begins no more of them, in milliseconds. */
const MAX_POSTING_MS = 20_000;

/** Tokens of a trigger known to be for no execution of this n8n; asking again would give the same. */
const MAX_KNOWN = 1000;

/** What became of the events of a callback. */
export interface Resumed {
	/** What is left for the trigger to put out. */
	kept: KeyedEntry[];
	resumed: KeyedEntry[];
	/** What must come again. */
	later: KeyedEntry[];
}

/** What is kept for a trigger. */
interface TriggerState {
	limit: ConcurrencyLimit;
	unverified: RecentKeys;
}

/** What one callback has used up. */
interface Budget extends TriggerState {
	posts: number;
	failures: number;
	since: number;
}

/** Takes events to the executions that wait for them, within bounds that nobody can make them exceed. */
export class Resumer {
	private readonly triggers = new Map<string, TriggerState>();

	/** @param isAnswered whether the question of a token is known to be answered */
	async resume(
		trigger: string,
		entries: KeyedEntry[],
		isAnswered: (token: string) => boolean,
	): Promise<Resumed> {
		const answering = entries.filter(({ resumption }) => resumption);
		if (answering.length === 0) return { kept: entries, resumed: [], later: [] };
		const questions = groupBy(answering, ({ resumption }) => resumption!.token);
		const results = new Map<KeyedEntry, ResumeResult>();
		const budget: Budget = { ...this.stateOf(trigger), posts: 0, failures: 0, since: Date.now() };
		await Promise.all(
			Object.entries(questions).map(async ([token, answers]) => {
				await budget.limit.run(async () => {
					let known: ResumeResult | undefined = isAnswered(token) ? 'ended' : undefined;
					for (const answer of answers) {
						const result: ResumeResult = known ?? (await this.post(answer.resumption!, budget));
						results.set(answer, result);
						// Of several answers one is taken. Only another sender's says nothing of the next.
						known = result === 'resumed' ? 'ended' : result === 'otherSender' ? undefined : result;
					}
				});
			}),
		);
		const having = (wanted: ResumeResult) =>
			entries.filter((entry) => results.get(entry) === wanted);
		const kept = entries.flatMap((entry) => {
			const result = results.get(entry);
			if (result === undefined) return [entry];
			if (result === 'resumed' || result === 'later') return [];
			const json = entry.json && entry.resumption!.mark(entry.json, result);
			return [{ ...entry, json }];
		});
		return { kept, resumed: having('resumed'), later: having('later') };
	}

	/** Frees what is kept for a trigger. */
	drop(trigger: string): void {
		this.triggers.delete(trigger);
	}

	private async post({ token, post }: Resumption, budget: Budget): Promise<ResumeResult> {
		const { unverified } = budget;
		if (unverified.has(token)) return 'unverified';
		const isSpent = budget.posts >= MAX_POSTS || budget.failures >= MAX_UNVERIFIED;
		if (isSpent || Date.now() - budget.since > MAX_POSTING_MS) return 'later';
		budget.posts++;
		const result = await post().catch((): ResumeResult => 'later');
		if (result === 'unverified') {
			budget.failures++;
			unverified.add(token);
			unverified.shrink(MAX_KNOWN);
		}
		return result;
	}

	private stateOf(trigger: string): TriggerState {
		const state = this.triggers.get(trigger) ?? {
			limit: new ConcurrencyLimit(MAX_CONCURRENT),
			unverified: new RecentKeys(),
		};
		this.triggers.set(trigger, state);
		return state;
	}
}
