import type { Call } from '../shared/vendor.mts';
import { outboundEvent, type EventFacts } from './events.mts';
import { Outbound } from './outbound.mts';
import type { EagleEyeSettings } from './settings.mts';
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

/** A reward that EE Connect has taken: queued, then issued or, where AIR refuses it, in the dead-letter queue. */
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

/** One tenant's unit in AIR and its connector. */
export interface EagleEyeState {
	settings: EagleEyeSettings;
	readonly wallets: Wallets;
	readonly rewards: RewardRow[];
	readonly queue: QueueRow[];
	readonly movements: MovementRow[];
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

/** Sends the outbound event of a call. */
export function emit(
	state: EagleEyeState,
	wallet: Wallet,
	facts: Omit<EventFacts, 'wallets' | 'enrich'>,
	reference: string | null = null,
): void {
	const event = outboundEvent({ ...facts, wallets: [wallet], enrich: state.settings.events.enrich });
	state.outbound.emit(event, { walletId: wallet.walletId, reference });
}

/** The part of an event that says which call it comes from. Resources are told without tenant and prefix (CONTRACTS 2.2). */
export function callFacts({ url, body }: Pick<Call, 'url' | 'body'>, method: string) {
	const { pathname } = new URL(url, 'http://sandbox');
	return { resource: pathname.replace(/^\/[^/]+\/[^/]+/, ''), method, body: body.length > 0 ? body.toString() : null };
}
