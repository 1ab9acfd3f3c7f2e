/** What people have reported of comparable packs: values that arrive as something else, or not at all. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { EagleEyeTrigger } from '../../nodes/EagleEye/EagleEyeTrigger.node';
import { SessionMTrigger } from '../../nodes/SessionM/SessionMTrigger.node';
import { plain } from '../../nodes/Wavy/operations/message/sendAndWait';
import { destinationAnswers } from '../../nodes/Wavy/send';
import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { airEvent } from '../eagleEye/events.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { customerOf, forCustomer, runSessionM, upsert } from '../support/sessionM.mts';
import { TriggerServer } from '../support/trigger.mts';
import { event, runWai, upsert as waiUpsert } from '../support/wai.mts';
import { message, messagesOf, runWavy } from '../support/wavy.mts';
import { callback } from '../wavy/callbacks.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

const inSaoPaulo = { ...onErrorOutput, timezone: 'America/Sao_Paulo' };

describe('a customer of SessionM, mapped automatically', () => {
	it.each([
		['={{ $json.email }}', { email: 'ana@example.com' }],
		['={{ $json.email.toLowerCase() }}', { email: 'ana@example.com' }],
		[
			'={{ $json.customer.id }}',
			{ email: 'ana@example.com', user_profile: { customer: { id: 'c7', city: 'Lund' } } },
		],
	])('with the ID %s keeps the field that it is made of', async (externalId, expected) => {
		const tenant = await sandbox.tenant();
		const item = {
			email: 'ana@example.com',
			first_name: 'Ana',
			customer: { id: 'c7', city: 'Lund' },
		};
		const { output } = await runSessionM(tenant, upsert({ externalId }), [item]);
		const [customer] = await tenant.rows('sessionM/customers');
		expect([output.length, customer]).toEqual([1, expect.objectContaining(expected)]);
	});

	it.each([
		['1985-03-07T00:00:00.000Z', '1985-03-07'],
		[479001600, '1985-03-07'],
		[479001600000, '1985-03-07'],
		['1985-03-07T03:00:00Z', '1985-03-07'],
		['1964-02-29T00:00:00.000Z', '1964-02-29'],
		[-184464000000, '1964-02-27'],
	])('born on %j keeps the day', async (dob, day) => {
		const tenant = await sandbox.tenant();
		await runSessionM(tenant, upsert(), [{ id: 'C-1', dob }], inSaoPaulo);
		expect(await customerOf(tenant, 'C-1')).toMatchObject({ dob: day });
	});

	it.each(['5.51199E+12', '+55 11 99999-8888; +55 11 99999-7777', 'n/a 0', 5.51199e12])(
		'has no phone number %j',
		async (phone) => {
			const tenant = await sandbox.tenant();
			const items = [{ id: 'C-1', phone_numbers: phone as string }];
			const { errors } = await runSessionM(tenant, upsert(), items, onErrorOutput);
			expect(errors[0]!.json.details).toMatchObject({ outcome: 'rejected', attempts: 0 });
			expect(await tenant.rows('sessionM/customers')).toEqual([]);
		},
	);

	it('is created with the phone numbers of the item, also where they replace those on file', async () => {
		const tenant = await sandbox.tenant();
		const items = [{ id: 'new', phone_numbers: ['+15550001111', '+15550002222'] }];
		await runSessionM(tenant, upsert({ phoneNumbers: 'replace' }), items);
		const { phone_numbers: onFile } = (await customerOf(tenant, 'new'))!;
		expect(onFile!.map(({ phone_number: number }) => number)).toEqual([
			'+15550001111',
			'+15550002222',
		]);
	});

	it('with a postcode that a spreadsheet holds as a number gets it as text', async () => {
		const tenant = await sandbox.tenant();
		await runSessionM(tenant, upsert(), [{ id: 'C-1', zip: 22100 }]);
		expect(await customerOf(tenant, 'C-1')).toMatchObject({ zip: '22100' });
	});
});

describe('a time of WAI', () => {
	it.each([
		['20261121093000', '2026-11-21T12:30:00Z'],
		[20261121093000, '2026-11-21T12:30:00Z'],
		['202611210930', '2026-11-21T12:30:00Z'],
	])('%j is read by the calendar', async (at, sent) => {
		const tenant = await sandbox.tenant();
		await runWai(tenant, event(), [{ id: '1', name: 'conversion', at }], inSaoPaulo);
		expect(await tenant.rows('wai/events')).toMatchObject([{ sentAt: sent }]);
	});

	it.each(['2026112109', 1763717400000000, '12', '1230', 46347, '21/11/2026'])(
		'%j is none',
		async (at) => {
			const tenant = await sandbox.tenant();
			const { errors } = await runWai(
				tenant,
				event(),
				[{ id: '1', name: 'conversion', at }],
				inSaoPaulo,
			);
			expect(errors[0]!.json.error).toContain('"At" is not a date');
			expect(await tenant.rows('wai/events')).toEqual([]);
		},
	);
});

it.each(['5511999998888.0', '5511999998888.00'])(
	'a message to %s goes to that number',
	async (phone) => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
		await runWavy(tenant, message('sendText', { messageText: 'Hi' }), [{ phone }]);
		expect((await messagesOf(tenant)).map(({ to }) => to)).toEqual(['5511999998888']);
	},
);

it.each([
	[
		'{ "personal": {}, "general": {} }',
		{ mapping: 'json', contactJson: '{ "personal": {}, "general": {} }' },
	],
	[
		'a renamed column',
		{ mapping: 'fields', personal: { field: [{ name: 'givenName', value: '={{ $json.name }}' }] } },
	],
	['no rows', { mapping: 'fields' }],
])('a contact of WAI is not emptied by %s', async (_, parameters) => {
	const tenant = await sandbox.tenant();
	const items = [{ id: '1', ' name': 'Ana' }];
	const { errors } = await runWai(
		tenant,
		waiUpsert(parameters as INodeParameters),
		items,
		onErrorOutput,
	);
	expect(errors[0]!.json.error).toContain('No field of this item has a value');
	expect(await tenant.rows('wai/contacts')).toEqual([]);
});

it('tags as JSON text are a list', async () => {
	const tenant = await sandbox.tenant();
	await runSessionM(tenant, upsert(), [{ id: 'C-1', first_name: 'Ana' }]);
	await runSessionM(tenant, forCustomer('customer', 'addTags', { tags: '={{ $json.tags }}' }), [
		{ id: 'C-1', tags: '["vip","gold"]' },
	]);
	expect(Object.keys((await customerOf(tenant, 'C-1'))!.tags)).toEqual(['vip', 'gold']);
});

it.each<
	[string, (parameters: INodeParameters) => Promise<{ errors: Array<{ json: IDataObject }> }>]
>([
	[
		'a contact of WAI',
		async (more) =>
			await runWai(
				await sandbox.tenant(),
				waiUpsert({
					mapping: 'json',
					contactJson: '={ "personal": { "card": {{ $json.card }} } }',
					...more,
				}),
				[{ id: '1', card: '6032001234567890123' }],
				onErrorOutput,
			),
	],
	[
		'a customer of SessionM',
		async (more) =>
			await runSessionM(
				await sandbox.tenant(),
				upsert({
					mapping: 'json',
					customerJson: '={ "user_profile": { "card": {{ $json.card }} } }',
					...more,
				}),
				[{ id: '1', card: '6032001234567890123' }],
				onErrorOutput,
			),
	],
])('a number in JSON that would lose digits is rejected: %s', async (_, run) => {
	const { errors } = await run({});
	expect(errors[0]!.json.error).toMatch(/would lose digits at .*card/);
});

it.each(['si\u0301', '¡Sí!', 'sí\u200b', 'SÍ 👍'])('%j approves where "sí" does', (answer) => {
	expect(plain(answer)).toBe(plain('sí'));
});

it('an answer of Wavy is tied by its correlation ID, however it spells the number', () => {
	const sent = ['5531996883193', '525512345678', '541123456789'];
	const batch = sent.map((to, item) => ({
		item,
		key: `c${item}`,
		bytes: 0,
		data: { to, correlationId: `c${item}`, common: '' },
	}));
	const destinations = ['553196883193', '5215512345678', null].map((destination, i) => ({
		id: `m${i}`,
		correlationId: `c${i}`,
		destination,
	}));
	const results = destinationAnswers(batch, { destinations });
	expect(results).toMatchObject(
		sent.map((to, i) => ({ accepted: true, result: { to, messageId: `m${i}` } })),
	);
});

describe('a callback', () => {
	const open: TriggerServer[] = [];
	afterEach(
		async () => void (await Promise.all(open.splice(0).map(async (one) => await one.stop()))),
	);
	const start = async (
		...given: Parameters<typeof TriggerServer.start>
	): Promise<TriggerServer> => {
		const server = await TriggerServer.start(...given);
		open.push(server);
		return server;
	};

	it('of SessionM with an ID that is not exact has none', async () => {
		const trigger = await start(new SessionMTrigger(), {
			parameters: { authentication: 'none', idField: 'message_id' },
		});
		for (const id of ['1234567890123456801', '1234567890123456802', '12345', '12345']) {
			const { status } = await trigger.send(`{"message_id":${id},"event":"x"}`, 'application/json');
			expect(status).toBe(200);
		}
		expect(trigger.items).toHaveLength(3);
	});

	it('of Eagle Eye with a number as its ID is taken', async () => {
		const headerValue = 'a pre-shared text';
		const trigger = await start(new EagleEyeTrigger(), {
			parameters: { useCases: ['any'], customEvents: '', identityType: 'CUSTOMER_ID', options: {} },
			credentials: { eagleEyeWebhookApi: { headerName: 'X-Auth-Token', headerValue } },
		});
		const body = airEvent({ name: 'SERVICE.TRIGGER', id: 4711 as never });
		for (let n = 0; n < 2; n++) {
			expect((await trigger.post(body, { headers: { 'x-auth-token': headerValue } })).status).toBe(
				200,
			);
		}
		expect(trigger.items).toHaveLength(1);
	});

	it('of Wavy for an SMS tells what it answers', async () => {
		const trigger = await start(new WavyTrigger(), { parameters: { authentication: 'none' } });
		const sms = {
			id: 'r1',
			source: '5519900000000',
			shortCode: '28128',
			messageText: 'yes',
			receivedAt: 1_513_616_971_473,
			receivedDate: '2017-12-18T17:09:31.473Z',
			mt: { id: 'm1', correlationId: 'order-77' },
		};
		await trigger.post(callback(sms));
		expect(trigger.items).toMatchObject([{ event: 'reply', correlationId: 'order-77' }]);
	});
});
