import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { message, messagesOf, phone, runWavy } from '../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

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

	it('blocks who has written STOP', async () => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
		await tenant.act('wavy/answer', { from: phone(1), text: 'Stop' });
		await runWavy(tenant, message('sendText', { messageText: 'x' }), [{ phone: phone(1) }]);
		expect((await messagesOf(tenant))[0]!.statuses.map(({ name }) => name)).toEqual([
			'DESTINATION_BLOCKED_BY_OPTOUT',
		]);
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
});
