import { z } from 'zod/v4';
import type { HttpResponse, Call, Endpoint } from '../shared/vendor.mts';
import { isEligible } from './core.mts';
import { offerAnswer } from './connect.mts';
import { endpoint, noUser, readBody, refuse } from './service.mts';
import type { CampaignSettings } from './settings.mts';
import type { SessionMState, TransactionRow, User } from './state.mts';

const time = z.iso.datetime({ offset: true });
const item = z
	.object({
		line_id: z.string(),
		item_id: z.string().min(1),
		quantity: z.number().positive(),
		unit_price: z.number(),
		subtotal: z.number(),
		tax_included: z.union([z.boolean(), z.number()]),
	})
	.strict();
const payment = z
	.object({
		payment_id: z.string(),
		amount: z.number(),
		type: z.string(),
		payment_time: time,
		user_id: z.string(),
		user_id_type: z.enum(['External_ID', 'SessionM_ID']),
		receipt_code: z.string().optional(),
	})
	.strict();

/** The container is documented, the payload was seen in an integration (CONTRACTS 3.5). */
const body = z
	.object({
		store_id: z.string().min(1),
		client_id: z.string().min(1),
		request_id: z.string().min(1),
		culture: z.string().optional(),
		request_payload: z
			.object({
				is_closed: z.boolean(),
				is_voided: z.boolean().optional(),
				channel: z.string().optional(),
				custom_data: z.unknown(),
				pos_employee_id: z.string().optional(),
				transaction_id: z.string().min(1),
				guest_count: z.number().optional(),
				subtotal: z.number(),
				tax_total: z.number().optional(),
				open_time: time.optional(),
				modified_time: time.optional(),
				items: z.array(item),
				payments: z.array(payment).min(1),
				discounts: z.array(z.unknown()).optional(),
			})
			.strict(),
	})
	.strict();

type Payload = z.infer<typeof body>['request_payload'];

function completes({ completedBy }: CampaignSettings, { items, subtotal }: Payload): boolean {
	if (!completedBy) return false;
	const bought = new Set(items.map(({ item_id: id }) => id));
	return (completedBy.itemIds ?? []).every((id) => bought.has(id)) && subtotal >= (completedBy.minSubtotal ?? 0);
}

/** Points for the money, and the outcome of each campaign that the transaction completes. */
function reward(state: SessionMState, user: User, payload: Payload) {
	let points = Math.floor(payload.subtotal * state.settings.pointsPerUnit);
	const completed: string[] = [];
	const offers: object[] = [];
	for (const campaign of state.settings.campaigns) {
		if (!isEligible(campaign, user) || !completes(campaign, payload)) continue;
		user.completed.push(campaign.id);
		completed.push(campaign.id);
		points += campaign.outcome.points ?? 0;
		const issued = campaign.outcome.offer && state.issue(user, campaign.outcome.offer, campaign.name);
		if (issued) offers.push(offerAnswer(issued));
	}
	user.points += points;
	return { points, completed, offers };
}

/** "A repeat returns the first response, unless that was pending processing" (CONTRACTS 3.5). */
function answerTo(row: TransactionRow): HttpResponse {
	if (row.pending > 0) {
		row.pending--;
		return { status: 200, body: { status: 'PENDING', errors: { code: 'pending_processing', message: 'The request is being processed' } } };
	}
	return { status: 200, body: { status: 'OK', payload: row.answer } };
}

function send(state: SessionMState, call: Call): HttpResponse {
	const { store_id: store, client_id: client, request_id: requestId, request_payload: payload } = readBody(state, call, body);
	const { storeId, clientId, pendingAnswers } = state.settings;
	if (store !== storeId) throw refuse(state, 400, 'store_not_found', 'There is no such store');
	if (client !== clientId) throw refuse(state, 400, 'client_not_found', 'There is no such client');
	const known = state.transactions.get(requestId);
	if (known) {
		known.repeats++;
		state.repeatedTransactions++;
		return answerTo(known);
	}
	const { user_id: id, user_id_type: type } = payload.payments[0]!;
	const user = type === 'External_ID' ? state.byExternalId.get(id) : state.users.get(id);
	if (!user) throw noUser(state);
	const { points, completed, offers } = reward(state, user, payload);
	const row: TransactionRow = {
		requestId,
		user: user.id,
		externalId: user.externalId,
		transactionId: payload.transaction_id,
		subtotal: payload.subtotal,
		items: payload.items,
		points,
		completed,
		request: call.n,
		repeats: 0,
		answer: { transaction_id: payload.transaction_id, points_earned: points, completed_campaigns: completed, user_offers: offers },
		pending: pendingAnswers,
	};
	state.transactions.set(requestId, row);
	return answerTo(row);
}

/** POS (CONTRACTS 3.5). */
export const posEndpoints: Array<Endpoint<SessionMState>> = [
	endpoint('pos', 'transaction', 'POST', '/api/2.0/send_transaction', send),
];
