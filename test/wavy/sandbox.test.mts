import type { SandboxTenant } from '../../sandbox/client.mts';
import { startReceiver, type Behaviour, type Receiver } from '../sandbox/receiver.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { message, messagesOf, phone, runWavy, template } from '../support/wavy.mts';

let sandbox: Sandbox;
let receiver: Receiver;
let behave: Behaviour | undefined;

beforeAll(async () => {
	sandbox = await startSandbox();
	receiver = await startReceiver(() => behave);
});
beforeEach(() => {
	receiver.received.length = 0;
	behave = undefined;
});
afterAll(async () => {
	receiver.close();
	await sandbox.stop();
});

async function listening(wavy: object = {}): Promise<SandboxTenant> {
	const callbackUrls = { message: receiver.url, status: receiver.url };
	return await sandbox.tenant({
		wavy: { callbackUrls, statusDelayMs: 5, callbackWaitMs: 5, resendAfterMs: 50, ...wavy },
	});
}

const entries = (): Array<Record<string, any>> =>
	receiver.received.flatMap(({ json }) => json.data);
const until: Receiver['until'] = async (look) => await receiver.until(look);

const post = async (tenant: SandboxTenant, body: unknown, headers: Record<string, string> = {}) => {
	const { baseUrl, userName, authenticationToken } = tenant.access('wavy');
	return await fetch(`${baseUrl}/v1/whatsapp/send`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', userName, authenticationToken, ...headers },
		body: JSON.stringify(body),
	});
};

describe('Wavy in the sandbox', () => {
	it.each([
		['no recipients', { destinations: [], message: { messageText: 'x' } }],
		['no number', { destinations: [{ destination: 'abc' }], message: { messageText: 'x' } }],
		[
			'two contents',
			{
				destinations: [{ destination: phone(1) }],
				message: { messageText: 'x', hsm: { namespace: 'n', elementName: 'e' } },
			},
		],
		[
			'a field that is not documented',
			{ destinations: [{ destination: phone(1), extraInfo: 'x' }], message: { messageText: 'x' } },
		],
		[
			'a time to live for text',
			{ destinations: [{ destination: phone(1) }], message: { messageText: 'x', ttl: 3 } },
		],
	])('rejects %s with 400', async (_, body) => {
		const tenant = await sandbox.tenant();
		expect((await post(tenant, body)).status).toBe(400);
		expect(await messagesOf(tenant)).toEqual([]);
	});

	it('answers 401 with the documented body', async () => {
		const tenant = await sandbox.tenant();
		const answer = await post(tenant, {}, { authenticationToken: 'wrong' });
		expect([answer.status, ((await answer.json()) as { errorCode: number }).errorCode]).toEqual([
			401, 401,
		]);
	});

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

	it('blocks who has written STOP', async () => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
		await tenant.act('wavy/answer', { from: phone(1), text: 'Stop' });
		await runWavy(tenant, message('sendText', { messageText: 'x' }), [{ phone: phone(1) }]);
		expect((await messagesOf(tenant))[0]!.statuses.map(({ name }) => name)).toEqual([
			'DESTINATION_BLOCKED_BY_OPTOUT',
		]);
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

	const body = (content: object) => ({
		destinations: [{ destination: phone(1) }],
		message: content,
	});
	const picture = { url: 'https://example.com/a.jpg', type: 'JPEG', caption: 'Summer' };
	const summer = (header?: object) => ({
		template: {
			namespace: 'sandbox_namespace',
			elementName: 'summer_offer',
			languageCode: 'en',
			header,
		},
	});

	it.each([
		['a file without a caption', { element: { image: { ...picture, caption: undefined } } }],
		[
			'a file that is not on the web',
			{ element: { image: { ...picture, url: 'ftp://example.com/a.jpg' } } },
		],
		['no element', { title: 'Summer' }],
		['two elements', { element: { image: picture, text: 'x' } }],
		['a title of 61 characters', { title: 'x'.repeat(61), element: { image: picture } }],
	])('rejects the header of a template with %s', async (_, header) => {
		const tenant = await sandbox.tenant();
		expect((await post(tenant, body(summer(header)))).status).toBe(400);
	});

	it.each([
		[
			'is delivered with the header that it has',
			{ title: 'Summer', element: { image: picture } },
			'DELIVERED_SUCCESS',
		],
		['is not without it', undefined, 'NOT_DELIVERED'],
		['is not with another', { element: { document: picture } }, 'NOT_DELIVERED'],
	])('a template %s', async (_, header, status) => {
		const tenant = await sandbox.tenant();
		expect((await post(tenant, body(summer(header)))).status).toBe(200);
		expect((await messagesOf(tenant))[0]!.statuses.at(-1)!.name).toBe(status);
	});

	const rowOf = (n: number) => ({ identifier: `r${n}`, title: `Row ${n}` });
	const list = (sections: object[], header?: object) => ({
		interactive: {
			messageInteractiveType: 'LIST',
			header,
			body: { text: 'Pick' },
			listAction: { button: 'Open', sections },
		},
	});
	const buttons = (header?: object) => ({
		interactive: {
			messageInteractiveType: 'REPLY_BUTTON',
			header,
			body: { text: 'Come?' },
			replyButtonAction: { buttons: [{ reply: { title: 'Yes', payload: 'y' } }] },
		},
	});
	const place = { location: { geoPoint: '-22.89,-47.06', name: 'Shop', address: 'Main street 1' } };

	it.each([
		[
			'sections with titles',
			list([
				{ title: 'A', rows: [rowOf(1)] },
				{ title: 'B', rows: [rowOf(2), rowOf(3)] },
			]),
			200,
		],
		[
			'eleven rows over two sections',
			list([
				{ rows: Array.from({ length: 6 }, (_, n) => rowOf(n)) },
				{ rows: Array.from({ length: 5 }, (_, n) => rowOf(n + 6)) },
			]),
			400,
		],
		['a place above buttons', buttons(place), 200],
		['a place above a list', list([{ rows: [rowOf(1)] }], place), 400],
		['a place that is none', buttons({ location: { geoPoint: 'here' } }), 400],
	])('takes an interactive message as documented: %s', async (_, content, status) => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
		expect((await post(tenant, body(content))).status).toBe(status);
	});

	it.each([
		['an opt-in list', { optedIn: [phone(2)] }, 211],
		['a white list', { whitelisted: [phone(2)] }, 212],
	])('blocks who is not on %s', async (_, wavy, code) => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true, ...wavy } });
		for (const n of [1, 2])
			await post(tenant, {
				...body({ messageText: 'x' }),
				destinations: [{ destination: phone(n) }],
			});
		expect(
			(await messagesOf(tenant)).map(({ statuses }) => statuses.at(-1)!.sentStatusCode),
		).toEqual([code, 2]);
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
