import { randomUUID } from 'node:crypto';
import { Messages } from './messages.mts';
import type { SessionMSettings } from './settings.mts';
import type { CampaignSettings } from './shop.mts';
import { Wallets, type IssuedOffer } from './wallets.mts';

const DAY_MS = 86_400_000;

export interface User {
	id: string;
	externalId: string | null;
	/** the fields that were sent, as they stand */
	fields: Record<string, unknown>;
	profile: Record<string, unknown>;
	phoneNumbers: Array<Record<string, unknown>>;
	/** how often each tag was given, and its last time to live */
	tags: Map<string, { ttl: number | null; count: number }>;
	points: number;
	/** points ever received */
	lifetimePoints: number;
	/** the account of these points at the customer */
	userPointAccountId: string;
	/** ids of campaigns */
	completed: string[];
	/** numbers of the requests that wrote the customer */
	writes: number[];
	createdAt: string;
}

export interface TransactionRow {
	requestId: string;
	/** null: nobody is named on a payment */
	user: string | null;
	externalId: string | null;
	transactionId: string;
	/** of a return: the transaction that is taken back */
	fromTransactionId: string | null;
	subtotal: number;
	items: unknown[];
	points: number;
	completed: string[];
	/** ids of the customer's offers that it redeemed */
	redeemed: string[];
	request: number;
	/** how often it came again */
	repeats: number;
	answer: object;
	/** answers still to be "pending processing" */
	pending: number;
}

/** A deposit or an amount spent. */
export interface PointsRow {
	user: string;
	externalId: string | null;
	amount: number;
	reference: string;
	idempotencyId: string | null;
	request: number;
}

export interface EventRow {
	user: string;
	externalId: string | null;
	event: string;
	request: number;
}

export interface PurchaseRow {
	user: string;
	externalId: string | null;
	offer: string;
	rewardStore: string | undefined;
	points: number;
	request: number;
}

/** One tenant's account at SessionM: everything received, and what came of it. */
export class SessionMState {
	settings: SessionMSettings;
	readonly messages = new Messages();
	readonly wallets: Wallets;
	readonly users = new Map<string, User>();
	readonly byExternalId = new Map<string, User>();
	/** by request id */
	readonly transactions = new Map<string, TransactionRow>();
	readonly deposits: PointsRow[] = [];
	readonly spent: PointsRow[] = [];
	/** points calls that have an idempotency id, by customer and id */
	readonly idempotent = new Map<string, object>();
	readonly events: EventRow[] = [];
	readonly purchases: PurchaseRow[] = [];
	repeatedTransactions = 0;
	keysRejected = 0;

	constructor(settings: SessionMSettings) {
		this.settings = settings;
		this.wallets = new Wallets(this);
	}

	/** ms since 1970 by the account's clock */
	now(): number {
		return Date.now() + this.settings.daysAhead * DAY_MS;
	}

	configure(settings: SessionMSettings): void {
		this.settings = settings;
		const noticeMs = settings.expiryNoticeDays * DAY_MS;
		for (const offer of this.wallets.expiring(noticeMs)) this.sayExpiring(offer);
	}

	addUser(externalId: string | null, request: number): User {
		const user: User = {
			id: randomUUID(),
			externalId,
			fields: {},
			profile: {},
			phoneNumbers: [],
			tags: new Map(),
			points: 0,
			lifetimePoints: 0,
			userPointAccountId: randomUUID(),
			completed: [],
			writes: [request],
			createdAt: new Date(this.now()).toISOString(),
		};
		this.users.set(user.id, user);
		if (externalId !== null) this.byExternalId.set(externalId, user);
		return user;
	}

	give(user: User, points: number): void {
		user.points += points;
		user.lifetimePoints += Math.max(points, 0);
	}

	/** Says that an offer is about to expire. */
	sayExpiring(offer: IssuedOffer): void {
		offer.expiryNoticed = true;
		this.messages.send(this, 'offer_expiring', this.users.get(offer.user)!, offer);
	}
}

/** Whether a customer may take part: opted in where needed, and not through with it. */
export function isEligible(campaign: CampaignSettings, user: User): boolean {
	const isOptedIn = [true, 'true', '1'].includes(user.fields.opted_in as string);
	return !user.completed.includes(campaign.id) && (isOptedIn || !campaign.optIn);
}
