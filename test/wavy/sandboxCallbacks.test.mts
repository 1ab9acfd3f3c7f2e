import type { SandboxTenant } from '../../sandbox/client.mts';
import { startReceiver, type Behaviour, type Receiver } from '../sandbox/receiver.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { message, messagesOf, phone, runWavy, template } from '../support/wavy.mts';

let sandbox: Sandbox;
let receiver: Receiver;
let behave: Behaviour | undefined;

beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());
// A receiver for each test: what an earlier one caused may come late.
beforeEach(async () => {
	behave = undefined;
	receiver = await startReceiver(() => behave);
});
afterEach(() => receiver.close());

async function listening(wavy: object = {}): Promise<SandboxTenant> {
	const callbackUrls = { message: receiver.url, status: receiver.url };
	return await sandbox.tenant({
		wavy: { callbackUrls, statusDelayMs: 5, callbackWaitMs: 5, resendAfterMs: 50, ...wavy },
	});
}

const entries = (): Array<Record<string, any>> =>
	receiver.received.flatMap(({ json }) => json.data);
const until: Receiver['until'] = async (look) => await receiver.until(look);

describe('Wavy in the sandbox', () => {
	it('tells by callback what becomes of each message', async () => {
		const tenant = await listening({ optedOut: [phone(3)] });
		const items = [{ phone: phone(1) }, { phone: '5519900000000' }, { phone: phone(3) }];
		const two = { parameters: { parameter: [{ value: 'Ana' }, { value: 'noon' }] } };
		await runWavy(tenant, template(two), items);
		await runWavy(tenant, template({ ...two, elementName: 'no_such' }), [{ phone: phone(4) }]);
		await runWavy(tenant, template({ parameters: { parameter: [{ value: 'Ana' }] } }), [
			{ phone: phone(5) },
		]);
		await runWavy(tenant, message('sendText', { messageText: 'x' }), [{ phone: phone(6) }]);
		await until(() => entries().length >= 8);
		const codes = Object.fromEntries(
			entries().map(({ destination, sentStatusCode, deliveredStatusCode }) => [
				destination,
				[sentStatusCode, deliveredStatusCode],
			]),
		);
		expect(codes).toEqual({
			[phone(1)]: [2, 4],
			'5519900000000': [202, undefined],
			[phone(3)]: [204, undefined],
			[phone(4)]: [2, 104],
			[phone(5)]: [207, undefined],
			[phone(6)]: [210, undefined],
		});
	});

	it('opens a conversation for 24 hours when a person writes, and ties the answer to the message', async () => {
		const tenant = await listening();
		const { output } = await runWavy(
			tenant,
			template({
				parameters: { parameter: [{ value: 'Ana' }, { value: 'noon' }] },
				options: { campaignAlias: 'spring', extraInfo: 'order 7' },
			}),
			[{ phone: phone(1) }],
		);
		await tenant.act('wavy/answer', { from: phone(1), choice: 'Yes' });
		const reply = await until(() => entries().find(({ message: said }) => said));
		expect(reply).toMatchObject({
			source: phone(1),
			correlationId: output[0]!.json.correlationId,
			campaignAlias: 'spring',
			extraInfo: 'order 7',
			message: { type: 'BUTTON', messageText: 'Yes' },
		});
		await until(() => entries().some(({ deliveredStatusCode }) => deliveredStatusCode === 5));
		await runWavy(tenant, message('sendText', { messageText: 'Good' }), [{ phone: phone(1) }]);
		const [, text] = await until(async () => {
			const all = await messagesOf(tenant);
			return all[1]?.statuses.length === 2 && all;
		});
		expect(text!.statuses.map(({ name }) => name)).toEqual(['SENT_SUCCESS', 'DELIVERED_SUCCESS']);
	});

	it('sends a callback again until it is answered 200 within 200 ms, and counts', async () => {
		behave = (nth) =>
			[
				{ status: 500, afterMs: 0 },
				{ status: 200, afterMs: 300 },
			][nth - 1] ?? { status: 200, afterMs: 0 };
		const tenant = await listening();
		await tenant.act('wavy/answer', { from: phone(1), text: 'Hello' });
		await until((received) => received.length === 3);
		const [row] = await until(async () => {
			const rows = await tenant.rows('wavy/callbacks');
			return rows[0]?.done && rows;
		});
		expect(row!.sends.map(({ status, inTime }) => [status, inTime])).toEqual([
			[500, true],
			[200, false],
			[200, true],
		]);
		expect((await tenant.summary()).wavy.callbacks).toMatchObject({
			callbacks: 1,
			entries: 1,
			sends: 3,
			failed: 1,
			late: 1,
			acknowledged: 1,
			pending: 0,
		});
		expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);
	});

	it('tells whose account a callback is of', async () => {
		const tenant = await listening({ clientInfo: { customerId: 7, subAccountId: 8, userId: 9 } });
		await tenant.act('wavy/answer', { from: phone(1), text: 'Hello' });
		const { json } = await until(([first]) => first);
		expect(json).toMatchObject({
			total: 1,
			clientInfo: { customerId: 7, subAccountId: 8, userId: 9 },
		});
	});

	it('lets a person write first, who then is on the list of phones', async () => {
		const tenant = await listening();
		await tenant.act('wavy/answer', { from: phone(9), text: 'Are you open?' });
		const [entry] = await until(() => entries().length === 1 && entries());
		expect(entry).toMatchObject({
			source: phone(9),
			message: { type: 'TEXT', messageText: 'Are you open?' },
		});
		expect(entry).not.toHaveProperty('correlationId');
		expect(await tenant.rows('wavy/phones')).toMatchObject([
			{
				number: phone(9),
				conversation: [{ mine: true, channel: 'whatsapp', text: 'Are you open?' }],
			},
		]);
		await runWavy(tenant, message('sendText', { messageText: 'Yes' }), [{ phone: phone(9) }]);
		const [text] = await until(async () => {
			const all = await messagesOf(tenant);
			return all[0]?.statuses.length === 2 && all;
		});
		expect(text!.statuses.at(-1)!.name).toBe('DELIVERED_SUCCESS');
	});

	it('batches entries', async () => {
		const tenant = await listening({ callbackBatch: 20 });
		await runWavy(
			tenant,
			template({ parameters: { parameter: [{ value: 'Ana' }, { value: 'noon' }] } }),
			Array.from({ length: 100 }, (_, i) => ({ phone: phone(i + 1) })),
		);
		await until(() => entries().length === 200);
		expect(
			receiver.received.every(({ json }) => json.total === json.data.length && json.total <= 20),
		).toBe(true);
		expect(receiver.received.length).toBeLessThan(40);
	});
});
