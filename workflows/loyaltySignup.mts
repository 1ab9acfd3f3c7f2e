/**
 * Journey of the messaging example (sessionM 3.7): sign-up, welcome, campaigns, purchase, offer in the wallet, notice
 * of issue and of expiry.
 */
import lodash from 'lodash';
import type { CustomerRow, OfferRow } from '../sandbox/sessionM/index.mts';
import type { MessageRow } from '../sandbox/sessionM/messages.mts';
import type { TransactionRow } from '../sandbox/sessionM/state.mts';
import type { Evidence, Journey } from './journeys.mts';
import { mustBe, mustSucceed } from './verify.mts';

/** Past the tenth day before the end of a snack box that is issued today for 30 days. */
const DAYS_LATER = 21;

/** Two of the three samples have opted in, which the snack box campaign asks for. */
const MESSAGES = { welcome: 3, offer_issued: 2, offer_expiring: 2 };

/** Where each message ends up in the workflow. */
const NODE_OF: Record<string, string> = {
	welcome: 'Welcome e-mail',
	offer_issued: 'Offer issued',
	offer_expiring: 'Offer about to expire',
};

export const loyaltySignupJourney: Journey = {
	name: 'SessionM: loyalty sign-up',
	file: 'sessionm-loyalty-signup.json',
	trigger: 'When you press Execute workflow',
	nodes: ['Sign up', 'Buy fries'],
	play: async ({ tenant, execute, called }) => {
		const run = await execute();
		const now = MESSAGES.welcome + MESSAGES.offer_issued;
		await called(now);
		await tenant.configure({ sessionM: { daysAhead: DAYS_LATER } });
		return [run, ...(await called(now + MESSAGES.offer_expiring))];
	},
	verify: async (evidence) => {
		mustSucceed(evidence);
		const { run, tenant } = evidence;
		const customers = run.items('One item each').map(({ json }) => json);
		const ids = customers.map(({ memberId }) => memberId);
		mustBe('Sample customers', ids.length, 3);
		mustBe(
			'What "Sign up" gave out',
			run.items('Sign up').map(({ json }) => [json.externalId, json.accepted, json.created]),
			ids.map((id) => [id, true, true]),
		);
		mustBe(
			'What "Buy fries" gave out',
			run.items('Buy fries').map(({ json }) => [json.customerId, json.accepted]),
			ids.map((id) => [id, true]),
		);
		mustBe(
			'Campaigns shown',
			lodash.countBy(run.items('What the app shows'), ({ json }) => json.customer as string),
			{ 'FF-1001': 3, 'FF-1002': 3, 'FF-1003': 2 },
		);
		await verifyLedger(evidence, customers);
		const offers = byCustomer(await tenant.rows<OfferRow>('sessionM/offers'));
		mustBe(
			'What the wallets show',
			run.items('What the wallet shows').map(({ json }) => json),
			offers.map((offer) => ({
				customer: offer.externalId,
				offerId: offer.id,
				name: offer.name,
				description: offer.description,
				until: offer.redemption_end_date,
			})),
		);
		await verifyMessages(evidence, offers);
	},
};

/** Several calls are under way at a time: what arrives first at SessionM is not what was sent first. */
const byCustomer = <Row extends { externalId: string | null }>(rows: Row[]): Row[] =>
	lodash.sortBy(rows, ({ externalId }) => externalId);

/**
 * Each customer is there once with the fields sent, each purchase counted once, and the snack box earned by
 * who may.
 */
async function verifyLedger(
	{ tenant }: Evidence,
	customers: Array<Record<string, unknown>>,
): Promise<void> {
	const known = byCustomer(await tenant.rows<CustomerRow>('sessionM/customers'));
	const fields = ['email', 'first_name', 'last_name', 'city', 'opted_in'];
	mustBe(
		'Customers at SessionM',
		known.map((row) => lodash.pick(row, ['externalId', ...fields])),
		customers.map((customer) => ({
			externalId: customer.memberId,
			...lodash.pick(customer, fields),
		})),
	);
	const transactions = byCustomer(await tenant.rows<TransactionRow>('sessionM/transactions'));
	mustBe(
		'Transactions at SessionM',
		transactions.map(({ externalId, subtotal, completed }) => [externalId, subtotal, completed]),
		customers.map(
			({ memberId, opted_in: optedIn }) =>
				[memberId, 18, optedIn ? ['snack-box'] : []] as [string, number, string[]],
		),
	);
	const points = known.map((row) => row.available_points);
	mustBe(
		'Points at SessionM',
		points,
		customers.map(({ opted_in: optedIn }) => (optedIn ? 68 : 18)),
	);
}

/** Each message that SessionM sent has come out of the workflow once, at its own node, for its own customer. */
async function verifyMessages({ run, tenant }: Evidence, offers: OfferRow[]): Promise<void> {
	const sent = await tenant.rows<MessageRow>('sessionM/messages');
	mustBe('Messages sent by SessionM', lodash.countBy(sent, 'event'), MESSAGES);
	for (const [event, node] of Object.entries(NODE_OF)) {
		const told = run.items(node).map(({ json }) => json.messageId as string);
		mustBe(
			`Messages at "${node}"`,
			told.sort(),
			sent
				.filter((row) => row.event === event)
				.map(({ id }) => id)
				.sort(),
		);
	}
	for (const event of ['offer_issued', 'offer_expiring']) {
		const about = sent.filter((row) => row.event === event).map(({ userOffer }) => userOffer);
		mustBe(`Offers that "${event}" is about`, about.sort(), offers.map(({ id }) => id).sort());
	}
	const subjects = run.items('Offer about to expire').map(({ json }) => json.subject);
	mustBe(
		'What is said of the offers’ end',
		subjects.sort(),
		offers.map(({ name }) => `${name} ends soon`).sort(),
	);
}
