import { z } from 'zod/v4';
import { Faults, type FaultRule } from './faults.mts';
import { RateGate, type RateLimit } from './rateGate.mts';
import type { Vendor } from './vendor.mts';

const nth = z.number().int().nonnegative();

/** What a person can turn for one vendor on the page. 0 and null are off. */
const switches = z
	.object({
		/** ms between processing and the answer */
		latencyMs: z.number().nonnegative().default(0),
		/** 429 with Retry-After beyond it */
		rateLimit: z
			.object({ requests: z.number().int().positive(), perSeconds: z.number().positive() })
			.strict()
			.nullable()
			.default(null),
		/** every nth request is answered with `rejectStatus` and not processed */
		rejectEveryNth: nth.default(0),
		rejectStatus: z.number().int().min(400).max(599).default(500),
		/** every nth request is processed, and the connection reset before the answer */
		loseAnswerEveryNth: nth.default(0),
		/** every request is answered 503 and not processed */
		down: z.boolean().default(false),
	})
	.strict();

export type SwitchSettings = z.infer<typeof switches>;

/** The schema of a tenant's switches: one set a vendor. */
export function switchSettings(vendors: Vendor[]) {
	const sets = vendors.map(({ name }) => [name, switches.prefault({})] as const);
	return z.object(Object.fromEntries(sets)).strict().prefault({});
}

/** The switches of one vendor in force, with what they have counted. */
export class Switches {
	readonly faults: Faults;
	readonly rateGate: RateGate | null;

	constructor(settings: SwitchSettings, vendor: Vendor) {
		this.faults = new Faults(rulesOf(settings, vendor), 1);
		this.rateGate = settings.rateLimit && new RateGate(limitOf(settings.rateLimit));
	}
}

function limitOf(limit: NonNullable<SwitchSettings['rateLimit']>): RateLimit {
	return { ...limit, retryAfter: 'seconds', scheme: 'fixedWindow' };
}

function rulesOf(settings: SwitchSettings, { name, endpoints }: Vendor): FaultRule[] {
	const { latencyMs, rejectEveryNth, rejectStatus, loseAnswerEveryNth, down } = settings;
	// A sign-in is no request in the sense of "every nth".
	const counted = endpoints
		.filter(({ open }) => !open)
		.map((endpoint) => `${name}.${endpoint.name}`);
	const every = (every: number) => ({ endpoint: counted, every });
	const status = (status: number) => ({ type: 'status', status, retryAfterForm: 'none' }) as const;
	const rules: Array<FaultRule | false> = [
		down && { match: {}, action: status(503) },
		rejectEveryNth > 0 && { match: every(rejectEveryNth), action: status(rejectStatus) },
		loseAnswerEveryNth > 0 && { match: every(loseAnswerEveryNth), action: { type: 'resetAfter' } },
		latencyMs > 0 && { match: {}, action: { type: 'delay', ms: latencyMs, when: 'after' } },
	];
	return rules.filter((rule) => rule !== false);
}
