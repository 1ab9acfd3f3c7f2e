import {
	call,
	DATE,
	receiver,
	sandbox,
	send,
	statuses,
	tenant,
	TO,
	useAccount,
	useSms,
} from './smsAccount.mts';

useSms();

describe('statuses', () => {
	it('come one by one, flat, with the carrier: sent, then delivered, and never read', async () => {
		const id = await send({ extraInfo: 'e' });
		const [sent, delivered] = (await receiver.until(() => statuses().length === 2 && statuses()))!;
		const both = {
			id,
			correlationId: 'c-1',
			carrierId: 1,
			carrierName: 'VIVO',
			destination: TO,
			sentStatusCode: 2,
			sentStatus: 'SENT_SUCCESS',
			sentAt: expect.any(Number),
			sentDate: DATE,
			campaignId: '64',
			extraInfo: 'e',
		};
		expect(sent).toEqual(both);
		expect(delivered).toEqual({
			...both,
			deliveredStatusCode: 4,
			deliveredStatus: 'DELIVERED_SUCCESS',
			deliveredAt: expect.any(Number),
			deliveredDate: DATE,
		});
	});

	it.each([
		[
			'end with sent at a carrier without delivery reports',
			'5519900003131',
			[[2, undefined]],
			'OI',
		],
		[
			'say that a phone was not reached',
			'5519900000000',
			[
				[2, undefined],
				[2, 104],
			],
			'VIVO',
		],
		['say who has opted out', '5519900000001', [[204, undefined]], 'VIVO'],
		['say who is on the black list', '5519900000002', [[203, undefined]], 'VIVO'],
	])('%s', async (_, destination, codes, carrierName) => {
		await useAccount({ optedOut: ['5519900000001'], blacklisted: ['5519900000002'] });
		await send({ destination });
		await receiver.until(() => statuses().length === codes.length);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(statuses().map((one) => [one.sentStatusCode, one.deliveredStatusCode])).toEqual(codes);
		expect(statuses()[0].carrierName).toBe(carrierName);
	});

	it('are searched by id and correlation id, and listed once; queries call the moment sentStatusAt', async () => {
		const id = await send();
		await send({ correlationId: 'c-2' });
		await receiver.until(() => statuses().length === 4);
		const found = await call('/v1/sms/status/search', { ids: [id], correlationIds: ['c-2'] });
		expect(found.json.smsStatuses).toHaveLength(2);
		expect(found.json.smsStatuses[0]).toMatchObject({
			id,
			sentStatusAt: expect.any(Number),
			sentStatusDate: DATE,
			deliveredStatusCode: 4,
		});
		expect(found.json.smsStatuses[0]).not.toHaveProperty('sentAt');
		expect((await call('/v1/sms/status/list')).json.total).toBe(4);
		expect((await call('/v1/sms/status/list')).json.total).toBe(0);
		expect((await call('/v1/sms/status/search', {})).status).toBe(400);
	});

	it('can be asked for once a second', async () => {
		await useAccount({ statusQueryMs: 1000 });
		expect((await call('/v1/sms/status/list')).status).toBe(200);
		expect((await call('/v1/sms/status/list')).status).toBe(429);
	});
});

describe('sending', () => {
	it.each([
		['a text of 1281 characters', { messageText: 'x'.repeat(1281) }],
		['two ends', { expiresAt: 1, expiresInMinutes: 5 }],
		['two beginnings', { scheduledDate: '2026-12-01T10:00:00', delayedInMinutes: 5 }],
		['an hour that there is none', { timeWindow: [24] }],
		['a subaccount, which is for administrators', { subAccount: 'x' }],
		['no text', { messageText: undefined }],
		['a field that is not documented', { sender: 'x' }],
	])('rejects %s', async (_, more) => {
		const body = { destination: TO, messageText: 'Hi', ...more };
		expect((await call('/v1/send-sms', body)).status).toBe(400);
		expect(await tenant.rows('wavy/sms')).toEqual([]);
	});

	it('works by GET with a query string', async () => {
		const { json } = await call(
			`/v1/send-sms?destination=${TO}&messageText=Ol%C3%A1&correlationId=c-9&timeWindow=9,10`,
		);
		expect(json).toEqual([{ id: expect.any(String), correlationId: 'c-9' }]);
		expect(await tenant.rows('wavy/sms')).toMatchObject([
			{ messageText: 'Olá', options: { timeWindow: [9, 10] } },
		]);
	});

	it('of many takes what a message lacks from its default values', async () => {
		const messages = [{ destination: TO, messageText: 'First' }, { destination: '5519900002222' }];
		const { json } = await call('/v1/send-bulk-sms', {
			messages,
			defaultValues: { messageText: 'Default', flashSMS: 'true' },
			timeZone: 'America/Sao_Paulo',
		});
		expect(json).toEqual({
			id: expect.any(String),
			messages: [{ id: expect.any(String) }, { id: expect.any(String) }],
		});
		expect(await tenant.rows('wavy/sms')).toMatchObject([
			{ messageText: 'First', options: { flashSMS: 'true', timeZone: 'America/Sao_Paulo' } },
			{ messageText: 'Default' },
		]);
		expect((await call('/v1/send-bulk-sms', { messages })).status).toBe(400);
	});

	it('looks carriers up', async () => {
		const { json } = await call('/v1/carrier/lookup', {
			destinations: [TO, '5519900003131', '5519900000000'],
		});
		expect(json.destinations).toEqual([
			{ destination: TO, active: true, carrier: { name: 'VIVO', countryCode: 'BR' } },
			{ destination: '5519900003131', active: true, carrier: { name: 'OI', countryCode: 'BR' } },
			{ destination: '5519900000000', active: false, carrier: { name: 'VIVO', countryCode: 'BR' } },
		]);
	});
});

describe('lists', () => {
	const own = '?customerId=42&subAccountId=1291';

	it('are the address of a CSV; an empty one has none', async () => {
		expect((await call(`/v1/list/OPTOUT${own}`)).json).toEqual({ success: true, status: 200 });
		await tenant.act('wavy/answer', { from: TO, text: 'STOP' });
		const { json } = await call(`/v1/list/OPTOUT${own}`);
		const file = await (await fetch(json.data)).text();
		expect(file).toMatch(
			new RegExp(`^source,createdAt\n${TO},\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\n$`),
		);
		const sessions = await call(`/v1/session${own}`);
		expect(await (await fetch(sessions.json.file_url)).text()).toContain(
			`source,session_created_at\n${TO},`,
		);
		expect((await call('/v1/list/OPTOUT?customerId=1&subAccountId=1')).status).toBe(403);
		expect((await call(`/v1/list/NONE${own}`)).status).toBe(404);
	});

	it('of templates come in pages, with the kind of header', async () => {
		const { json } = await call('/api/v1/whatsapp_message_templates?page=2&page_size=4');
		expect(json.data).toMatchObject([
			{
				element_name: 'summer_offer',
				messages: [{ status: 'approved', header_type: 'image', buttons_type: 'quick_reply' }],
			},
		]);
		const one = await call('/api/v1/whatsapp_message_templates?element_name=late_delivery');
		expect(one.json.data[0].messages[0].placeholders).toEqual(['{{1}}', '{{2}}', '{{3}}']);
	});
});

describe('samples', () => {
	it('of every kind go to the address of their callback', async () => {
		const all = {
			message: `${receiver.url}/message`,
			status: `${receiver.url}/wa`,
			smsMessage: `${receiver.url}/mo`,
			smsStatus: `${receiver.url}/status`,
		};
		await tenant.configure({ wavy: { callbackUrls: all, callbackWaitMs: 0 } });
		const vendors = (await (await fetch(`${sandbox.url}/control/vendors`)).json()) as Array<{
			name: string;
			samples: Array<{ name: string; callback: keyof typeof all }>;
		}>;
		for (const { name, callback } of vendors.find((vendor) => vendor.name === 'wavy')!.samples) {
			receiver.received.length = 0;
			const sent = await tenant.act<{ sentTo: string; ids: string[] }>(`wavy/samples/${name}`);
			expect(sent.sentTo).toBe(all[callback]);
			const path = new URL(all[callback]).pathname;
			await receiver.until((calls) =>
				calls.some((one) => one.path === path && one.text.includes(sent.ids[0]!)),
			);
		}
	});
});
