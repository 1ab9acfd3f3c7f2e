import type { Call } from '../shared/vendor.mts';
import { outboundEvent, type EventFacts, type OutboundEvent } from './events.mts';
import { Outbound, type EventRow } from './outbound.mts';
import type { EagleEyeSettings } from './settings.mts';
import type { Purchase } from './purchases.mts';
import { Wallets, type Wallet } from './wallets.mts';

/** A reward issued by a behavioural action. */
export interface RewardRow {
	reference: string;
	identity: string;
	walletId: string;
	actions: string[];
	through: 'air' | 'connect';
	walletTransactionId: string;
	points: number;
	/** of the points account afterwards */
	balance: number;
	/** account ids of the coupons issued */
	coupons: string[];
}

/** A reward that EE Connect has taken: queued, then issued or, where AIR rejects it, in the dead-letter queue. */
export interface QueueRow {
	reference: string;
	identity: string;
	actions: string[];
	status: 'queued' | 'issued' | 'deadLetter';
	reason: string | null;
}

/** Points moved other than by a reward. */
export interface MovementRow {
	kind: string;
	walletId: string;
	accountId: string;
	points: number;
	balance: number;
}

/** A call on a tier membership. */
export interface TierCallRow {
	kind: 'credit' | 'debit' | 'adjust' | 'move';
	walletId: string;
	tierMembershipId: string;
	/** as sent */
	body: Record<string, unknown>;
}

/** One tenant's unit in AIR and its connector. */
export interface EagleEyeState {
	settings: EagleEyeSettings;
	readonly wallets: Wallets;
	readonly rewards: RewardRow[];
	readonly queue: QueueRow[];
	readonly movements: MovementRow[];
	readonly tierCalls: TierCallRow[];
	/** what was bought at the till, by its reference */
	readonly purchases: Map<string, Purchase>;
	readonly outbound: Outbound;
	hashesRejected: number;
}

export function createState(settings: EagleEyeSettings): EagleEyeState {
	const state: EagleEyeState = {
		settings,
		wallets: new Wallets(),
		rewards: [],
		queue: [],
		movements: [],
		tierCalls: [],
		purchases: new Map(),
		outbound: new Outbound(settings.events),
		hashesRejected: 0,
	};
	state.wallets.seed(settings);
	return state;
}

export function configure(state: EagleEyeState, settings: EagleEyeSettings): void {
	state.settings = settings;
	state.outbound.settings = settings.events;
	state.wallets.seed(settings);
}

interface EmitOptions {
	/** of the call, for the ledger */
	reference?: string | null;
	/** what the event looks like where it is not the usual form */
	shape?: (event: OutboundEvent) => OutboundEvent;
	/** other wallets that it is about */
	before?: Wallet[];
}

/** Sends the outbound event of a call. */
export function emit(
	state: EagleEyeState,
	wallet: Wallet,
	facts: Omit<EventFacts, 'wallets'>,
	{ reference = null, shape, before = [] }: EmitOptions = {},
): EventRow {
	const event = outboundEvent(
		{ ...facts, wallets: [...before, wallet] },
		state.settings.events.enrich,
	);
	return state.outbound.emit(shape ? shape(event) : event, {
		walletId: wallet.walletId,
		reference,
	});
}

/** The part of an event that says which call it comes from. Resources are told without tenant and version. */
export function callFacts({ url, body }: Pick<Call, 'url' | 'body'>, method: string) {
	const { pathname } = new URL(url, 'http://sandbox');
	const resource = pathname.replace(/^\/[^/]+\/[^/]+(\/2\.0)?/, '');
	return { resource, method, body: body.length > 0 ? body.toString() : null };
}
