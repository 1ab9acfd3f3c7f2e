import { z } from 'zod/v4';
import { chance } from './random.mts';
import { retryAfterForm } from './rateGate.mts';

const ms = z.number().nonnegative();
const moment = z.enum(['before', 'after']).default('before');
const share = z.number().min(0).max(1);
const ordinal = z.number().int().positive();

/** What can go wrong at any vendor. A vendor adds its own error responses by name. */
const sharedActions = [
	/** answered with this status, not processed */
	z
		.object({
			type: z.literal('status'),
			status: z.number().int().min(200).max(599),
			headers: z.record(z.string(), z.string()).optional(),
			body: z.unknown().optional(),
			/** seconds to put into Retry-After, in the form of `retryAfterForm` */
			retryAfter: z.number().nonnegative().optional(),
			retryAfterForm: retryAfterForm.default('seconds'),
		})
		.strict(),
	/** waits before processing, or between processing and the answer; other rules apply as well */
	z.object({ type: z.literal('delay'), ms, when: moment }).strict(),
	/** not processed, connection reset */
	z.object({ type: z.literal('resetBefore') }).strict(),
	/** processed, connection reset before a byte of the answer */
	z.object({ type: z.literal('resetAfter') }).strict(),
	/** processed, connection ended in the middle of the answer */
	z.object({ type: z.literal('truncate') }).strict(),
	/** processed, the answer stops in the middle and the connection stays */
	z.object({ type: z.literal('stall') }).strict(),
	/** processed, answered 200 with something that is not JSON */
	z.object({ type: z.literal('notJson'), body: z.string().optional() }).strict(),
	/** processed, answered 200 with valid JSON that has nothing to do with the contract */
	z.object({ type: z.literal('wrongShape'), body: z.unknown().optional() }).strict(),
	/** never answered; processed when `when` is `after` */
	z.object({ type: z.literal('hang'), when: moment }).strict(),
	/** 413, not processed */
	z.object({ type: z.literal('tooLarge') }).strict(),
	/** a partial success: the entries that meet every condition given fail, the others are processed */
	z
		.object({
			type: z.literal('failEntries'),
			ids: z.array(z.string()).optional(),
			/** every nth entry that this rule sees */
			every: ordinal.optional(),
			probability: share.optional(),
			retry: z.boolean(),
			/** at most so many failures of one id */
			times: ordinal.optional(),
		})
		.strict(),
] as const;

export type SharedAction = z.infer<(typeof sharedActions)[number]>;
export type Action = SharedAction | { type: 'vendor'; name: string };

/** Names a rule may use. Others are rejected, so that a misspelt rule cannot pass for a test. */
export interface FaultNames {
	/** `vendor.endpoint` */
	endpoints: string[];
	/** the vendors' own error responses */
	faults: string[];
}

/** The schema of a tenant's list of fault rules. */
export function faultRules(names: FaultNames) {
	const endpoint = z.string().refine((name) => names.endpoints.includes(name), {
		message: `must be one of ${names.endpoints.join(', ')}`,
	});
	const match = z
		.object({
			endpoint: z.union([endpoint, z.array(endpoint)]),
			method: z.string().transform((method) => method.toUpperCase()),
			nth: z.union([ordinal, z.array(ordinal)]),
			every: ordinal,
			from: ordinal,
			to: ordinal,
			probability: share,
		})
		.partial()
		.strict();
	const own = z
		.object({ type: z.enum(names.faults) })
		.strict()
		.transform(({ type }): Action => ({ type: 'vendor', name: type }));
	const action = z.preprocess(
		(value) => (typeof value === 'string' ? { type: value } : value),
		z.union([z.discriminatedUnion('type', sharedActions), own]),
	);
	return z.array(
		z.object({ match: match.default({}), times: ordinal.optional(), action }).strict(),
	);
}

export type FaultRule = z.infer<ReturnType<typeof faultRules>>[number];

/** What the rules do to one request. */
export interface FaultPlan {
	/** types of the actions, for the ledger */
	types: string[];
	delayBeforeMs: number;
	delayAfterMs: number;
	/** the first matching action that is not a delay */
	action?: Action;
	failing(ids: readonly string[]): ReadonlyMap<number, { retry: boolean }>;
}

/** A list of rules in force, with what they have seen so far. Setting new rules starts new counts. */
export class Faults {
	private readonly rules: ActiveRule[];

	constructor(rules: FaultRule[], seed: number) {
		this.rules = rules.map((rule, index) => new ActiveRule(rule, seed, index));
	}

	/**
	 * Decides about one request: delays add up, and the first other rule that matches is carried out.
	 * @param plan what rules before these have decided
	 */
	plan(request: { endpoint: string; method: string }, plan: FaultPlan = noFaults()): FaultPlan {
		for (const rule of this.rules) {
			const { action } = rule;
			// Every rule counts every request that it matches, whether or not an earlier rule is carried out.
			if (!rule.matches(request) || (plan.action && action.type !== 'delay') || !rule.spend())
				continue;
			if (action.type === 'delay') {
				plan[action.when === 'before' ? 'delayBeforeMs' : 'delayAfterMs'] += action.ms;
			} else {
				plan.action = action;
				if (action.type === 'failEntries') plan.failing = (ids) => rule.failing(action, ids);
			}
			plan.types.push(action.type === 'vendor' ? action.name : action.type);
		}
		return plan;
	}
}

function noFaults(): FaultPlan {
	return { types: [], delayBeforeMs: 0, delayAfterMs: 0, failing: () => new Map() };
}

type FailEntries = Extract<SharedAction, { type: 'failEntries' }>;

class ActiveRule {
	readonly action: Action;
	private readonly rule: FaultRule;
	private readonly seed: number;
	private readonly index: number;
	private requestsSeen = 0;
	private timesLeft: number;
	private entriesSeen = 0;
	private readonly attempts = new Map<string, number>();
	private readonly failures = new Map<string, number>();

	constructor(rule: FaultRule, seed: number, index: number) {
		this.rule = rule;
		this.action = rule.action;
		this.seed = seed;
		this.index = index;
		this.timesLeft = rule.times ?? Infinity;
	}

	/** Numbers (`nth`, `every`, `from`, `to`) count the requests of the rule's endpoint and method since it was set. */
	matches(request: { endpoint: string; method: string }): boolean {
		const { endpoint, method, nth, every, from, to, probability } = this.rule.match;
		if (endpoint !== undefined && ![endpoint].flat().includes(request.endpoint)) return false;
		if (method !== undefined && method !== request.method) return false;
		const n = ++this.requestsSeen;
		if (nth !== undefined && ![nth].flat().includes(n)) return false;
		if (every !== undefined && n % every !== 0) return false;
		if (n < (from ?? 1) || n > (to ?? Infinity)) return false;
		return probability === undefined || chance(this.seed, this.index, n) < probability;
	}

	spend(): boolean {
		if (this.timesLeft < 1) return false;
		this.timesLeft--;
		return true;
	}

	failing(action: FailEntries, ids: readonly string[]): Map<number, { retry: boolean }> {
		const failing = new Map<number, { retry: boolean }>();
		const chosen = action.ids && new Set(action.ids);
		ids.forEach((id, position) => {
			const nth = ++this.entriesSeen;
			if (chosen && !chosen.has(id)) return;
			if (action.every !== undefined && nth % action.every !== 0) return;
			if (action.probability !== undefined && !this.draw(id, action.probability)) return;
			if (action.times !== undefined && (this.failures.get(id) ?? 0) >= action.times) return;
			if (action.times !== undefined) this.failures.set(id, (this.failures.get(id) ?? 0) + 1);
			failing.set(position, { retry: action.retry });
		});
		return failing;
	}

	/** Draws by id and attempt, so that it does not matter in which request an entry travels. */
	private draw(id: string, probability: number): boolean {
		const attempt = (this.attempts.get(id) ?? 0) + 1;
		this.attempts.set(id, attempt);
		return chance(this.seed, this.index, id, attempt) < probability;
	}
}
