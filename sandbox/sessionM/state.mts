import { randomUUID } from 'node:crypto';
import { Messages } from './messages.mts';
import type { OfferSettings, SessionMSettings } from './settings.mts';

const DAY_MS = 86_400_000;

export interface User {
	id: string;
	externalId: string | null;
	/** the fields that were sent, as they stand */
	fields: Record<string, unknown>;
	profile: Record<string, unknown>;
	phoneNumbers: Array<Record<string, unknown>>;
	tags: Map<string, { ttl: number | null }>;
	points: number;
	completed: string[];
	/** requests that wrote the customer */
	writes: number[];
	createdAt: string;
}

export interface UserOffer {
	id: string;
	user: string;
	offer: OfferSettings;
	issuedAt: number;
	expiresAt: number;
	/** how it came to the customer */
	source: string;
	expiryNoticed: boolean;
}

export interface TransactionRow {
	requestId: string;
	user: string;
	externalId: string | null;
	transactionId: string;
	subtotal: number;
	items: unknown[];
	points: number;
	completed: string[];
	request: number;
	/** how often it came again */
	repeats: number;
	answer: object;
	/** answers still to be "pending processing" */
	pending: number;
}

/** One tenant's account at SessionM: everything received, and what came of it. */
export class SessionMState {
	settings: SessionMSettings;
	readonly messages = new Messages();
	readonly users = new Map<string, User>();
	readonly byExternalId = new Map<string, User>();
	readonly transactions = new Map<string, TransactionRow>();
	readonly userOffers: UserOffer[] = [];
	readonly deposits: object[] = [];
	readonly events: object[] = [];
	readonly purchases: object[] = [];
	repeatedTransactions = 0;
	keysRejected = 0;

	constructor(settings: SessionMSettings) {
		this.settings = settings;
	}

	/** ms since 1970 by the account's clock */
	now(): number {
		return Date.now() + this.settings.daysAhead * DAY_MS;
	}

	configure(settings: SessionMSettings): void {
		this.settings = settings;
		this.noticeExpiry();
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
			completed: [],
			writes: [request],
			createdAt: new Date(this.now()).toISOString(),
		};
		this.users.set(user.id, user);
		if (externalId !== null) this.byExternalId.set(externalId, user);
		return user;
	}

	issue(user: User, offerId: string, source: string): UserOffer | undefined {
		const offer = this.settings.offers.find(({ id }) => id === offerId);
		if (!offer) return undefined;
		const issuedAt = this.now();
		const issued = { id: randomUUID(), user: user.id, offer, issuedAt, expiresAt: issuedAt + offer.days * DAY_MS, source, expiryNoticed: false };
		this.userOffers.push(issued);
		this.messages.send(this, 'offer_issued', user, { offer: issued });
		return issued;
	}

	offersOf(user: User): UserOffer[] {
		return this.userOffers.filter((offer) => offer.user === user.id && offer.expiresAt > this.now());
	}

	private noticeExpiry(): void {
		const now = this.now();
		for (const offer of this.userOffers) {
			const isDue = offer.expiresAt > now && offer.expiresAt - now <= this.settings.expiryNoticeDays * DAY_MS;
			if (!isDue || offer.expiryNoticed) continue;
			offer.expiryNoticed = true;
			this.messages.send(this, 'offer_expiring', this.users.get(offer.user)!, { offer });
		}
	}
}
