import type { IDataObject } from 'n8n-workflow';

import { plain } from '../../nodes/Wavy/operations/message/sendAndWait';
import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { TriggerServer } from '../support/trigger.mts';
import { message, messagesOf, phone, runWavy } from '../support/wavy.mts';

/** What Wavy sends and takes by its own pages, field for field (wavy 1.2, 1.7). */

let sandbox: Sandbox;
let trigger: TriggerServer;
beforeAll(async () => {
	sandbox = await startSandbox();
	const parameters = {
		events: ['reply', 'status'],
		messageTypes: [],
		statuses: [],
		authentication: 'none',
		ignoreDuplicates: true,
		joinCallbacks: true,
	};
	trigger = await TriggerServer.start(new WavyTrigger(), { parameters });
});
afterAll(async () => {
	await trigger.stop();
	await sandbox.stop();
});

/** What the trigger puts out of a callback. */
async function putOut(body: IDataObject): Promise<IDataObject> {
	expect((await trigger.post(body)).status).toBe(200);
	return trigger.items.at(-1)!;
}

let nth = 0;

const smsReply = (more: IDataObject = {}): IDataObject => ({
	id: `0a50c1d2-0000-4000-8000-${++nth}`,
	subAccount: 'ShopMarketing',
	campaignAlias: 'summer',
	carrierId: 1,
	carrierName: 'VIVO',
	source: '5519900000077',
	shortCode: '27182',
	messageText: 'Quero sim',
	receivedAt: 1_763_715_205_588,
	receivedDate: '2025-11-21T08:53:25Z',
	mt: {
		id: '3f0e9b70-1111-4222-8333-444455556666',
		correlationId: '1876',
		username: 'shop',
		email: 'shop@example.com',
	},
	...more,
});

const smsStatus = (more: IDataObject = {}): IDataObject => ({
	id: `7b1d2c3e-0000-4000-8000-${++nth}`,
	correlationId: 'myId',
	carrierId: 1,
	carrierName: 'VIVO',
	destination: '5519900001111',
	sentStatusCode: 2,
	sentStatus: 'SENT_SUCCESS',
	sentAt: 1_763_715_300_000,
	sentDate: '2025-11-21T08:55:00Z',
	campaignId: '64',
	extraInfo: '',
	...more,
});

const delivered = (code: number, name: string) => ({
	deliveredStatusCode: code,
	deliveredStatus: name,
	deliveredAt: 1_763_715_300_000,
	deliveredDate: '2025-11-21T08:55:00Z',
});

describe('a reply by SMS', () => {
	it('is tied to the SMS that it answers, by what stands in mt', async () => {
		expect(await putOut(smsReply())).toMatchObject({
			event: 'reply',
			channel: 'sms',
			from: '5519900000077',
			to: '27182',
			type: 'TEXT',
			text: 'Quero sim',
			correlationId: '1876',
			campaignAlias: 'summer',
			receivedAt: '2025-11-21T08:53:25.588Z',
		});
	});

	it.each([{}, { mt: undefined }, { carrierId: undefined, carrierName: undefined }])(
		'opens no conversation of 24 hours: %j',
		async (more) => {
			const { channel, windowEndsAt } = await putOut(smsReply(more as IDataObject));
			expect({ channel, windowEndsAt }).toEqual({ channel: 'sms', windowEndsAt: null });
		},
	);
});

describe('a status of an SMS', () => {
	it.each<[IDataObject, object]>([
		[
			delivered(4, 'DELIVERED_SUCCESS'),
			{ status: 'DELIVERED_SUCCESS', final: true, delivered: true, read: false },
		],
		[delivered(104, 'NOT_DELIVERED'), { status: 'NOT_DELIVERED', final: true, delivered: false }],
		// A delivery report is still to come, but from carriers that send none.
		[{}, { status: 'SENT_SUCCESS', final: false }],
		[
			{ carrierId: 31, carrierName: 'OI' },
			{ status: 'SENT_SUCCESS', final: true },
		],
		[
			{ carrierId: 35, carrierName: 'SERCOMTEL' },
			{ status: 'SENT_SUCCESS', final: true },
		],
		[
			{ sentStatusCode: 203, sentStatus: 'BLACKLISTED' },
			{ status: 'BLACKLISTED', final: true },
		],
	])('%j is %j', async (fields, expected) => {
		expect(await putOut(smsStatus(fields))).toMatchObject({
			event: 'status',
			channel: 'sms',
			correlationId: 'myId',
			to: '5519900001111',
			...expected,
		});
	});

	it('has reasons that are none of WhatsApp', async () => {
		for (const fields of [
			{},
			delivered(104, 'NOT_DELIVERED'),
			{ sentStatusCode: 102 },
			{ sentStatusCode: 103 },
			{ sentStatusCode: 202 },
		]) {
			const { reason } = await putOut(smsStatus(fields as IDataObject));
			expect(reason).not.toMatch(/WhatsApp|24 hours|template|media/i);
		}
	});
});

it('412 is about one message: the others are sent', async () => {
	const tenant = await sandbox.tenant({
		wavy: { openToAll: true },
		faults: [
			{
				match: { endpoint: 'wavy.whatsapp.send', nth: 1 },
				action: { type: 'status', status: 412 },
			},
		],
	});
	const items = [1, 2, 3].map((i) => ({ phone: phone(i), text: `Hi ${i}` }));
	const { output, errors } = await runWavy(
		tenant,
		message('sendText', { messageText: '={{ $json.text }}', options: { maxConcurrency: 1 } }),
		items,
		onErrorOutput,
	);
	expect([output.length, errors.map(({ json }) => (json.details as IDataObject).outcome)]).toEqual([
		2,
		['rejected'],
	]);
});

describe('an approval', () => {
	it.each(['Aprovação', 'Ação não, só é à toa', 'Größe', 'ｙｅｓ'])(
		'%s is the same in either form of Unicode',
		(word) => {
			expect(plain(`${word.normalize('NFD')} ✅`)).toBe(plain(word.normalize('NFC')));
		},
	);

	it('is found on the phone in either form, too', async () => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
		const buttons = { button: [{ title: 'Aprovação'.normalize('NFC'), payload: 'sim' }] };
		await runWavy(
			tenant,
			message('sendInteractive', {
				interactiveInput: 'fields',
				interactiveType: 'REPLY_BUTTON',
				bodyText: 'x',
				buttons,
			}),
			[{ phone: phone(1) }],
		);
		while ((await messagesOf(tenant))[0]!.statuses.length < 2)
			await new Promise((done) => setTimeout(done, 20));
		const reply = await tenant.act<{ message: IDataObject }>('wavy/answer', {
			from: phone(1),
			choice: 'Aprovação'.normalize('NFD'),
		});
		expect(reply.message.interactive).toMatchObject({ buttonReply: { payload: 'sim' } });
	});
});
