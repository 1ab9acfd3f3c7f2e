/**
 * Journeys over WhatsApp: reminders beside uContact (uContact 5.3), replies routed, a question that waits for its
 * answer.
 */
import type { EventRow } from '../sandbox/wai/ledger.mts';
import type { MessageRow } from '../sandbox/wavy/ledger.mts';
import { pollUntil } from '../test/n8n/process.mts';
import type { Journey } from './journeys.mts';
import type { SandboxTenant } from '../sandbox/client.mts';
import { mustBe, mustSucceed } from './verify.mts';

const TRIGGER = 'When you press Execute workflow';
const MESSAGES = 'wavy/messages';

export const reminderJourney: Journey = {
	name: 'Wavy: appointment reminder beside uContact',
	file: 'wavy-appointment-reminder.json',
	trigger: TRIGGER,
	nodes: ['Send reminder'],
	verify: async (evidence) => {
		mustSucceed(evidence);
		const { run, tenant, requests } = evidence;
		const sent = (await tenant.rows<MessageRow>(MESSAGES))
			.filter(({ campaignAlias }) => campaignAlias === 'appointment-reminder')
			.slice(-3);
		mustBe(
			'Reminders on phones',
			sent.map(({ to, shown }) => [to, shown?.text]),
			[
				[
					'5519900000011',
					'Hi Ana Gonçalves, your appointment is coming up on tomorrow at 12h00. Will you come?',
				],
				[
					'5519900000021',
					'Hi João Araújo, your appointment is coming up on tomorrow at 14h30. Will you come?',
				],
				[
					'5519900000031',
					'Hi Letícia da Conceição, your appointment is coming up on Friday at 9h15. Will you come?',
				],
			],
		);
		mustBe(
			'Receipts',
			run.items('Send reminder').map(({ json }) => json.messageId),
			sent.map(({ id }) => id),
		);
		mustBe(
			'Requests that Wavy rejected',
			requests.filter(({ vendor, status }) => vendor === 'wavy' && status !== 200).length,
			0,
		);
		// A patient answers, and the agent in uContact sees the statuses and the message.
		const answer = await tenant.act<{ id: string }>('wavy/answer', {
			from: '5519900000011',
			text: 'May I bring my son?',
		});
		const ids = [...sent.map(({ id }) => id), answer.id];
		await pollUntil(
			'What uContact sees',
			async () => {
				const passed = new Set(
					(await tenant.rows<{ id: string }>('uContact/forwarded')).map(({ id }) => id),
				);
				return ids.every((id) => passed.has(id)) || undefined;
			},
			{ deadlineInMs: 30_000 },
		);
	},
};

export const routerJourney: Journey = {
	name: 'Wavy: reply router with WAI opt-out',
	file: 'wavy-reply-router.json',
	trigger: TRIGGER,
	nodes: ['Confirm', 'Offer another time', 'Opt out at WAI'],
	play: async ({ tenant, execute }) => {
		// Free text reaches only who has written within 24 hours.
		for (const from of ['5519900000011', '5519900000021'])
			await tenant.act('wavy/answer', { from, text: 'Hello' });
		return [await execute()];
	},
	verify: async (evidence) => {
		mustSucceed(evidence);
		const { run, tenant } = evidence;
		const sent = (await tenant.rows<MessageRow>(MESSAGES))
			.slice(-2)
			.sort((a, b) => a.to.localeCompare(b.to));
		mustBe(
			'Answers on phones',
			sent.map(({ to, shown }) => [to, shown?.text]),
			[
				['5519900000011', 'Thank you, we look forward to seeing you.'],
				['5519900000021', 'Would another day suit you better?'],
			],
		);
		const events = (await tenant.rows<EventRow>('wai/events')).filter(
			({ name }) => name === 'optout',
		);
		mustBe(
			'Opt-outs at WAI',
			events.slice(-1).map(({ contact }) => contact),
			['5519900000031'],
		);
		mustBe(
			'Outcomes',
			routerJourney.nodes.map((node) => run.items(node).length),
			[1, 1, 1],
		);
	},
};

const ASKED = '5519900000041';

/** Waits for the question to arrive on the phone, and answers it there. */
async function answerYes(tenant: SandboxTenant): Promise<void> {
	const before = (await tenant.rows<MessageRow>(MESSAGES)).length;
	await pollUntil(
		'The question on the phone',
		async () => {
			const asked = (await tenant.rows<MessageRow>(MESSAGES))
				.slice(before)
				.find(({ to, shown }) => to === ASKED && shown);
			return asked?.statuses.some(({ name }) => name === 'DELIVERED_SUCCESS') || undefined;
		},
		{ deadlineInMs: 60_000 },
	);
	await tenant.act('wavy/answer', { from: ASKED, choice: 'Yes' });
}

export const askJourney: Journey = {
	name: 'Wavy: ask and wait for confirmation',
	file: 'wavy-ask-and-wait.json',
	trigger: TRIGGER,
	nodes: ['Ask'],
	play: async ({ tenant, execute }) => {
		const [run] = await Promise.all([execute(), answerYes(tenant)]);
		return [run];
	},
	verify: async (evidence) => {
		mustSucceed(evidence);
		const [answer] = evidence.run.items('Confirmed').map(({ json }) => json);
		mustBe(
			'The answer',
			[answer?.replied, answer?.text, answer?.payload, answer?.from],
			[true, 'Yes', 'Yes', ASKED],
		);
		mustBe('Slots freed', evidence.run.items('Free the slot').length, 0);
	},
};
