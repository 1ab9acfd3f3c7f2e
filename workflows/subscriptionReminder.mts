/** Journey beside the vendor's events: AIR tells nothing when a subscription runs out, so a workflow looks itself. */
import type { MessageRow } from '../sandbox/wavy/ledger.mts';
import type { Journey } from './journeys.mts';
import { mustBe, mustSucceed } from './verify.mts';

const reminder = 'Send the reminder';

/** The sandbox's customer 900003, whose subscription ends in a week (sandbox/eagleEye/settings.mts). */
const subscriber = { mobile: '5519900000003', name: 'Letícia' };

export const subscriptionReminderJourney: Journey = {
	name: 'Eagle Eye: reminder before a subscription ends',
	file: 'eagle-eye-subscription-reminder.json',
	trigger: 'When you press Execute workflow',
	nodes: [reminder],
	verify: async (evidence) => {
		mustSucceed(evidence);
		const { run, tenant } = evidence;
		const ends = run
			.items('Ends in a week')
			.map(({ json }) => json as { clientType: string; dates: { end: string } });
		mustBe(
			'What ends in a week',
			ends.map(({ clientType }) => clientType),
			['ENTITLEMENT', 'ENTITLEMENT'],
		);
		const all = await tenant.rows<MessageRow>('wavy/messages');
		const sent = all
			.filter(({ campaignAlias }) => campaignAlias === 'subscription-reminder')
			.slice(-1);
		mustBe(
			'Reminders on phones',
			sent.map(({ to, shown }) => [to, shown?.text]),
			[
				[
					subscriber.mobile,
					`Hi ${subscriber.name}, your subscription ends on ${ends[0]!.dates.end.slice(0, 10)}. Would you like to keep it?`,
				],
			],
		);
		mustBe(
			'Receipts',
			run.items(reminder).map(({ json }) => json.messageId),
			sent.map(({ id }) => id),
		);
	},
};
