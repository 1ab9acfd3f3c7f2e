import { randomUUID } from 'node:crypto';
import type { OfferSettings } from './shop.mts';
import type { SessionMState, User } from './state.mts';

const DAY_MS = 86_400_000;

/**
 * Why an offer was not issued. Integrations show that `fail_reason` is an integer in an answer that is "ok"; which
 * number means what is not documented, so these are the sandbox's own.
 */
export const failReasons = {
	none: 0,
	unknownOffer: 1,
	soldOut: 2,
	limitReached: 3,
	tooFewPoints: 4,
};

/** An offer in a customer's wallet. */
export interface IssuedOffer {
	id: string;
	user: string;
	offer: OfferSettings;
	status: 'issued' | 'redeemed' | 'revoked';
	issuedAt: number;
	expiresAt: number;
	/** how it came to the customer */
	source: string;
	customData: string | null;
	expiryNoticed: boolean;
}

interface Counts {
	acquired: number;
	redeemed: number;
	byUser: Map<string, number>;
}

/** The wallets of all customers of an account, and the stock of its offers. */
export class Wallets {
	readonly all: IssuedOffer[] = [];
	private readonly state: SessionMState;
	private readonly byId = new Map<string, IssuedOffer>();
	private readonly byUser = new Map<string, IssuedOffer[]>();
	private readonly counts = new Map<string, Counts>();

	constructor(state: SessionMState) {
		this.state = state;
	}

	offer(id: string): OfferSettings | undefined {
		return this.state.settings.offers.find((offer) => offer.id === id);
	}

	get(id: string): IssuedOffer | undefined {
		return this.byId.get(id);
	}

	/** What a customer can still redeem, oldest first. */
	of(user: User): IssuedOffer[] {
		return (this.byUser.get(user.id) ?? []).filter((offer) => this.isUsable(offer));
	}

	isUsable({ status, expiresAt }: IssuedOffer): boolean {
		return status === 'issued' && expiresAt > this.state.now();
	}

	/** Why an offer cannot be issued to a customer; 0 where it can. */
	failReason(user: User, offer: OfferSettings | undefined, quantity = 1): number {
		if (!offer) return failReasons.unknownOffer;
		const { acquired, byUser } = this.countsOf(offer.id);
		if (acquired + quantity > (offer.inventory ?? Infinity)) return failReasons.soldOut;
		const own = byUser.get(user.id) ?? 0;
		return own + quantity > (offer.perCustomer ?? Infinity)
			? failReasons.limitReached
			: failReasons.none;
	}

	/** Puts an offer into a wallet and says so to the customer. */
	issue(user: User, offer: OfferSettings, source: string): IssuedOffer {
		const issuedAt = this.state.now();
		const issued: IssuedOffer = {
			id: randomUUID(),
			user: user.id,
			offer,
			status: 'issued',
			issuedAt,
			expiresAt: issuedAt + offer.days * DAY_MS,
			source,
			customData: null,
			expiryNoticed: false,
		};
		this.all.push(issued);
		this.byId.set(issued.id, issued);
		const own = this.byUser.get(user.id);
		if (own) own.push(issued);
		else this.byUser.set(user.id, [issued]);
		const counts = this.countsOf(offer.id);
		counts.acquired++;
		counts.byUser.set(user.id, (counts.byUser.get(user.id) ?? 0) + 1);
		this.state.messages.send(this.state, 'offer_issued', user, issued);
		return issued;
	}

	redeem(issued: IssuedOffer): void {
		issued.status = 'redeemed';
		this.countsOf(issued.offer.id).redeemed++;
	}

	/** A redeemed offer can be used again. */
	reinstate(issued: IssuedOffer): void {
		issued.status = 'issued';
		this.countsOf(issued.offer.id).redeemed--;
	}

	/** Offers that end within so many ms, and whose customers have not been told. */
	expiring(withinMs: number): IssuedOffer[] {
		const until = this.state.now() + withinMs;
		return this.all.filter(
			(offer) => this.isUsable(offer) && !offer.expiryNoticed && offer.expiresAt <= until,
		);
	}

	countsOf(offerId: string): Counts {
		let counts = this.counts.get(offerId);
		if (!counts)
			this.counts.set(offerId, (counts = { acquired: 0, redeemed: 0, byUser: new Map() }));
		return counts;
	}
}

/** An offer of a wallet as SessionM shows it; the fields beyond the messaging example's are those of integrations. */
export function userOfferView({
	id,
	offer,
	status,
	issuedAt,
	expiresAt,
	source,
	customData,
}: IssuedOffer) {
	return {
		id,
		offer_id: offer.id,
		root_offer_id: offer.id,
		name: offer.name,
		description: offer.description,
		status,
		source,
		custom_data: customData,
		acquire_date: new Date(issuedAt).toISOString(),
		redemption_end_date: new Date(expiresAt).toISOString(),
	};
}
