import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionMState, User } from './state.mts';
import type { IssuedOffer } from './wallets.mts';

export type MessageKind = 'welcome' | 'offer_issued' | 'offer_expiring';

/** A message that has left the account, or would have if it had an address to go to. */
export interface MessageRow {
	id: string;
	event: MessageKind;
	user: string;
	externalId: string | null;
	userOffer: string | null;
	body: object;
	attempts: number;
	/** HTTP status of the last attempt; null before it, or without an address */
	status: number | null;
	delivered: boolean;
}

const MAX_ATTEMPTS = 8;
const WAIT_MS = 400;

/** What leaves the account through its templates. No format is documented: this is one tenant's. */
export class Messages {
	readonly rows: MessageRow[] = [];

	/** Enters a message into the ledger, and posts it until it is taken. */
	send(state: SessionMState, event: MessageKind, user: User, offer?: IssuedOffer): MessageRow {
		const row: MessageRow = {
			id: randomUUID(),
			event,
			user: user.id,
			externalId: user.externalId,
			userOffer: offer?.id ?? null,
			body: {},
			attempts: 0,
			status: null,
			delivered: false,
		};
		row.body = bodyOf(row, user, offer);
		this.rows.push(row);
		void deliver(state, row);
		return row;
	}
}

/** The fields that SessionM's partners list as available to a template. */
function bodyOf({ id, event }: MessageRow, user: User, issued: IssuedOffer | undefined): object {
	const { email, first_name } = user.fields;
	return {
		message_id: id,
		event,
		customer: { id: user.id, external_id: user.externalId, email, first_name },
		...(issued && {
			offer: {
				offer_id: issued.offer.id,
				user_offer_id: issued.id,
				title: issued.offer.name,
				description: issued.offer.description,
				expires_at: new Date(issued.expiresAt).toISOString(),
			},
			campaign: { name: issued.source },
		}),
		points: { amount: user.points, account_name: 'Fry Points' },
	};
}

async function deliver(state: SessionMState, row: MessageRow): Promise<void> {
	const { messages } = state.settings;
	if (!messages?.url) return;
	while (!row.delivered && row.attempts < MAX_ATTEMPTS) {
		if (row.attempts > 0) await sleep(WAIT_MS * row.attempts, undefined, { ref: false });
		row.attempts++;
		const response = await fetch(messages.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...messages.headers },
			body: JSON.stringify(row.body),
		}).catch(() => undefined);
		await response?.arrayBuffer().catch(() => undefined);
		row.status = response?.status ?? null;
		row.delivered = response?.ok ?? false;
	}
}
