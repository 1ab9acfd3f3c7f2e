import type { z } from 'zod/v4';
import type { Accepted, WaiLedger } from './ledger.mts';
import * as schemas from './schemas.mts';

/** One of the four kinds of entry WAI takes, with all that tells it from the others. */
export interface EntryKind<One = any, Bulk = any> {
	name: 'contact' | 'campaign' | 'event' | 'metric';
	method: 'PUT' | 'POST';
	onePath: string;
	bulkPath: string;
	/** what a single call carries, and what stands under a contact's id in a bulk call */
	one: z.ZodType<One>;
	bulk: z.ZodType<Bulk>;
	/** a single call's entry in the form of a bulk call's */
	asBulk(value: One): Bulk;
	/** entries it counts for in the limit of 500 */
	items(value: unknown): number;
	/** whether a single call answers `{id: [receipt], error, failures}` or `{id: receipt}` */
	oneAnswersInFull: boolean;
	/** whether a bulk call answers `error` and `failures` when all went well */
	bulkAnswersInFull: boolean;
	campaignOf?(value: Bulk): string;
	store(ledger: WaiLedger, accepted: Accepted<Bulk>): void;
}

const same = <T,>(value: T): T => value;
const alone = <T,>(value: T): T[] => [value];
const single = (): number => 1;
/** Whether 500 items are contacts or events is not documented (wai 4.8), so the stricter reading holds. */
const each = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

/** Paths and forms of answer as in the documented samples (wai 4.4 to 4.8), one by one. */
export const entryKinds: EntryKind[] = [
	{
		name: 'contact',
		method: 'PUT',
		onePath: '/api/Contact/:id',
		bulkPath: '/api/Contact/_bulk',
		one: schemas.contact,
		bulk: schemas.contact,
		asBulk: same,
		items: single,
		oneAnswersInFull: true,
		bulkAnswersInFull: false,
		store: (ledger, accepted) => ledger.putContact(accepted),
	},
	{
		name: 'campaign',
		method: 'POST',
		onePath: '/api/Contact/:id/campaigns',
		bulkPath: '/api/Contact/campaigns/_bulk',
		one: schemas.membership,
		bulk: schemas.membership,
		asBulk: same,
		items: single,
		oneAnswersInFull: false,
		bulkAnswersInFull: false,
		campaignOf: (value: schemas.Membership) => value.campaign,
		store: (ledger, accepted) => ledger.addMembership(accepted),
	},
	{
		name: 'event',
		method: 'POST',
		onePath: '/api/Contact/:id/events',
		bulkPath: '/api/Contact/events/_bulk',
		one: schemas.event,
		bulk: schemas.event.array().min(1),
		asBulk: alone,
		items: each,
		// The answer to a single event is not documented (wai 4.6); that to a single metric is taken.
		oneAnswersInFull: false,
		bulkAnswersInFull: true,
		store: (ledger, accepted) => ledger.addEvents(accepted),
	},
	{
		name: 'metric',
		method: 'POST',
		onePath: '/api/Contact/:id/metrics',
		bulkPath: '/api/Contact/metrics/_bulk',
		one: schemas.metric,
		bulk: schemas.metric.array().min(1),
		asBulk: alone,
		items: each,
		oneAnswersInFull: false,
		bulkAnswersInFull: false,
		store: (ledger, accepted) => ledger.addMetrics(accepted),
	},
];
