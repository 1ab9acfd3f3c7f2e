/**
 * Journey of the connector page (eagleEye 2.6): a delivery is late, a reward is issued, its event comes back, the
 * customer hears of it.
 */
import lodash from 'lodash';
import type { EventRow } from '../sandbox/eagleEye/outbound.mts';
import type { RewardRow } from '../sandbox/eagleEye/state.mts';
import type { MessageRow } from '../sandbox/wavy/ledger.mts';
import type { ExecutionRun } from '../test/n8n/execution.mts';
import { pollUntil } from '../test/n8n/process.mts';
import { callPublished } from './callbacks.mts';
import type { Evidence, Journey, Scene } from './journeys.mts';
import { mustBe, mustSucceed } from './verify.mts';

const trigger = 'Outbound event';
const reward = 'Reward the late delivery';
const creation = 'Create the wallet';
const welcome = 'Welcome points';
const message = 'Tell the customer on WhatsApp';

const late = { customerId: '900001', orderId: '20261121-7' };
const lateReference = `late-${late.orderId}`;
const newcomer = { customerId: '910001', mobile: '5519900000091' };
/** The sandbox's customer 900001 (sandbox/eagleEye/settings.mts). */
const lateMobile = '5519900000001';

/** The reward of the late delivery, the wallet, and its welcome points. */
const EVENTS = 3;

export const lateDeliveryJourney: Journey = {
	name: 'Eagle Eye: late delivery, reward, WhatsApp message',
	file: 'eagle-eye-late-delivery.json',
	trigger: 'When you press Execute workflow',
	nodes: [reward, creation, welcome, message],
	play,
	progress: async (tenant) => {
		const events = await tenant.rows<EventRow>('eagleEye/events');
		return `${events.filter(({ status }) => status === 'delivered').length} of ${EVENTS} events delivered`;
	},
	verify: async (evidence) => {
		mustSucceed(evidence);
		await verifyRewards(evidence);
		verifyEvents(evidence);
		await verifyMessage(evidence);
	},
};

/** The audience's webhook and the sign-up, and then what comes of them. */
async function play({ client, tenant, called }: Scene): Promise<ExecutionRun[]> {
	mustBe(
		'Answer to the audience',
		await callPublished(`${client.url}/webhook/eagle-eye-late-delivery`, late),
		200,
	);
	mustBe(
		'Answer to the sign-up',
		await callPublished(`${client.url}/webhook/eagle-eye-sign-up`, newcomer),
		200,
	);
	await pollUntil(
		'The delivery of all events',
		async () => {
			const events = await tenant.rows<EventRow>('eagleEye/events');
			return (
				(events.length === EVENTS && events.every(({ status }) => status === 'delivered')) ||
				undefined
			);
		},
		{ deadlineInMs: 60_000 },
	);
	return await called(EVENTS);
}

/** Each reward once, under the reference that the workflow gave it. */
async function verifyRewards({ run, tenant }: Evidence): Promise<void> {
	const joined = run.items('What happened?', 0)[0]!.json;
	const welcomeReference = `welcome-${String(joined.eventId)}`;
	mustBe('The wallet that has joined', joined.walletId, run.items(creation)[0]!.json.walletId);
	mustBe(
		'Rewards at Eagle Eye',
		(await tenant.rows<RewardRow>('eagleEye/rewards')).map((row) =>
			lodash.pick(row, ['reference', 'identity', 'points', 'balance']),
		),
		[
			{ reference: lateReference, identity: late.customerId, points: 10_000, balance: 12_500 },
			{ reference: welcomeReference, identity: newcomer.mobile, points: 500, balance: 500 },
		],
	);
	mustBe(
		'What the rewards gave out',
		[reward, welcome]
			.flatMap((node) => run.items(node))
			.map(({ json }) => lodash.pick(json, ['status', 'reference', 'pointsBalance'])),
		[
			{ status: 'issued', reference: lateReference, pointsBalance: 12_500 },
			{ status: 'issued', reference: welcomeReference, pointsBalance: 500 },
		],
	);
}

/** Each event once, although AIR sent every second one twice, with the customer's mobile number. */
function verifyEvents({ run }: Evidence): void {
	const events = run
		.items(trigger)
		.map(({ json }) => [
			String(json.useCases),
			json.identity,
			(json.points as { balance: number }).balance,
		]);
	mustBe(
		'Events that arrived',
		lodash.sortBy(events, ([useCases, , balance]) => `${useCases} ${balance}`),
		[
			['joined,schemeJoined', newcomer.mobile, 0],
			['tierChanged,rewardIssued', lateMobile, 12_500],
			['tierChanged,rewardIssued', newcomer.mobile, 500],
		],
	);
	mustBe(
		'Messages to be sent',
		run
			.items('What happened?', 1)
			.map(({ json }) => (json.transaction as { reference: string }).reference),
		[lateReference],
	);
}

/** The customer has one WhatsApp message about the order, which carries the reward's reference. */
async function verifyMessage({ tenant }: Evidence): Promise<void> {
	const all = await tenant.rows<MessageRow>('wavy/messages');
	// Other journeys write to the same phones.
	const messages = all.filter(
		({ correlationId, to }) => correlationId === lateReference || to === lateMobile,
	);
	mustBe(
		'WhatsApp messages',
		messages.map(({ to, correlationId, shown }) => ({ to, correlationId, text: shown?.text })),
		[
			{
				to: lateMobile,
				correlationId: lateReference,
				text: `Hi there, your order ${late.orderId} is late. We have put 10000 points into your wallet.`,
			},
		],
	);
}
