import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { CallbackRow } from '../../sandbox/wavy/callbacks.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { message, messagesOf, phone, runWavy, template } from '../support/wavy.mts';

let sandbox: Sandbox;
let receiver: Server;
let received: Array<{ total: number; data: Array<Record<string, any>> }>;
/** What the receiver does with the nth call, from 1. */
let behave: (nth: number) => { status: number; afterMs: number };

beforeAll(async () => {
	sandbox = await startSandbox();
	receiver = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk) => (text += chunk));
		request.on('end', () => {
			received.push(JSON.parse(text));
			const { status, afterMs } = behave(received.length);
			setTimeout(() => response.writeHead(status).end(), afterMs);
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
	received = [];
	behave = () => ({ status: 200, afterMs: 0 });
});
afterAll(async () => {
	receiver.closeAllConnections();
	receiver.close();
	await sandbox.stop();
});

async function listening(wavy: object = {}): Promise<SandboxTenant> {
	const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
	return await sandbox.tenant({ wavy: { callbackUrls: { message: url, status: url }, statusDelayMs: 5, callbackWaitMs: 5, resendAfterMs: 50, ...wavy } });
}

const entries = () => received.flatMap(({ data }) => data);
async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
	for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
		const found = await look();
		if (found) return found;
	}
	throw new Error(`Not within 10 s: ${JSON.stringify(received).slice(0, 2000)}`);
}

const post = async (tenant: SandboxTenant, body: unknown, headers: Record<string, string> = {}) => {
	const { baseUrl, userName, authenticationToken } = tenant.access('wavy');
	return await fetch(`${baseUrl}/v1/whatsapp/send`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', userName: userName!, authenticationToken: authenticationToken!, ...headers },
		body: JSON.stringify(body),
	});
};

describe('Wavy in the sandbox', () => {
	it.each([
		['no recipients', { destinations: [], message: { messageText: 'x' } }],
		['no number', { destinations: [{ destination: 'abc' }], message: { messageText: 'x' } }],
		['two contents', { destinations: [{ destination: phone(1) }], message: { messageText: 'x', hsm: { namespace: 'n', elementName: 'e' } } }],
		['a field that is not documented', { destinations: [{ destination: phone(1), extraInfo: 'x' }], message: { messageText: 'x' } }],
		['a time to live for text', { destinations: [{ destination: phone(1) }], message: { messageText: 'x', ttl: 3 } }],
	])('refuses %s with 400', async (_, body) => {
		const tenant = await sandbox.tenant();
		expect((await post(tenant, body)).status).toBe(400);
		expect(await messagesOf(tenant)).toEqual([]);
	});

	it('answers 401 with the documented body', async () => {
		const tenant = await sandbox.tenant();
		const answer = await post(tenant, {}, { authenticationToken: 'wrong' });
		expect([answer.status, ((await answer.json()) as { errorCode: number }).errorCode]).toEqual([401, 401]);
	});

	it('tells by callback what becomes of each message', async () => {
		const tenant = await listening({ optedOut: [phone(3)] });
		const items = [{ phone: phone(1) }, { phone: '5519900000000' }, { phone: phone(3) }];
		const two = { parameters: { parameter: [{ value: 'Ana' }, { value: 'noon' }] } };
		await runWavy(tenant, template(two), items);
		await runWavy(tenant, template({ ...two, elementName: 'no_such' }), [{ phone: phone(4) }]);
		await runWavy(tenant, template({ parameters: { parameter: [{ value: 'Ana' }] } }), [{ phone: phone(5) }]);
		await runWavy(tenant, message('sendText', { messageText: 'x' }), [{ phone: phone(6) }]);
		await until(() => entries().length >= 8);
		const codes = Object.fromEntries(entries().map(({ destination, sentStatusCode, deliveredStatusCode }) => [destination, [sentStatusCode, deliveredStatusCode]]));
		expect(codes).toEqual({ [phone(1)]: [2, 4], '5519900000000': [202, undefined], [phone(3)]: [204, undefined], [phone(4)]: [2, 104], [phone(5)]: [207, undefined], [phone(6)]: [210, undefined] });
	});

	it('opens a conversation for 24 hours when a person writes, and ties the answer to the message', async () => {
		const tenant = await listening();
		const { output } = await runWavy(tenant, template({ parameters: { parameter: [{ value: 'Ana' }, { value: 'noon' }] }, options: { campaignAlias: 'spring', extraInfo: 'order 7' } }), [{ phone: phone(1) }]);
		await tenant.act('wavy/answer', { from: phone(1), choice: 'Yes' });
		const reply = await until(() => entries().find(({ message: said }) => said));
		expect(reply).toMatchObject({ source: phone(1), correlationId: output[0]!.json.correlationId, campaignAlias: 'spring', extraInfo: 'order 7', message: { type: 'BUTTON', messageText: 'Yes' } });
		await until(() => entries().some(({ deliveredStatusCode }) => deliveredStatusCode === 5));
		await runWavy(tenant, message('sendText', { messageText: 'Good' }), [{ phone: phone(1) }]);
		const [, text] = await until(async () => { const all = await messagesOf(tenant); return all[1]?.statuses.length === 2 && all; });
		expect(text!.statuses.map(({ name }) => name)).toEqual(['SENT_SUCCESS', 'DELIVERED_SUCCESS']);
	});

	it('blocks who has written STOP', async () => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
		await tenant.act('wavy/answer', { from: phone(1), text: 'Stop' });
		await runWavy(tenant, message('sendText', { messageText: 'x' }), [{ phone: phone(1) }]);
		expect((await messagesOf(tenant))[0]!.statuses.map(({ name }) => name)).toEqual(['DESTINATION_BLOCKED_BY_OPTOUT']);
	});

	it('sends a callback again until it is answered 200 within 200 ms, and counts', async () => {
		behave = (nth) => [{ status: 500, afterMs: 0 }, { status: 200, afterMs: 300 }][nth - 1] ?? { status: 200, afterMs: 0 };
		const tenant = await listening();
		await tenant.act('wavy/answer', { from: phone(1), text: 'Hello' });
		await until(() => received.length === 3);
		const [row] = await until(async () => { const rows = await tenant.rows<CallbackRow>('wavy/callbacks'); return rows[0]?.done && rows; });
		expect(row!.sends.map(({ status, inTime }) => [status, inTime])).toEqual([[500, true], [200, false], [200, true]]);
		expect(((await tenant.summary()) as any).wavy.callbacks).toMatchObject({ callbacks: 1, entries: 1, sends: 3, failed: 1, late: 1, acknowledged: 1, pending: 0 });
		expect(new Set(received.map((body) => JSON.stringify(body))).size).toBe(1);
	});

	it('batches entries', async () => {
		const tenant = await listening({ callbackBatch: 20 });
		await runWavy(tenant, template({ parameters: { parameter: [{ value: 'Ana' }, { value: 'noon' }] } }), Array.from({ length: 100 }, (_, i) => ({ phone: phone(i + 1) })));
		await until(() => entries().length === 200);
		expect(received.every(({ total, data }) => total === data.length && total <= 20)).toBe(true);
		expect(received.length).toBeLessThan(40);
	});
});
