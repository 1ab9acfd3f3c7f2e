import {
	call,
	DATE,
	ID,
	receiver,
	reward,
	sandbox,
	tenant,
	useEagleEye,
	walletOf,
} from './account.mts';

useEagleEye();

describe('outbound events', () => {
	it('come in the envelope, with the identities of the wallet', async () => {
		const { walletId } = await walletOf();
		await call('POST', '/services/trigger', reward());
		const [{ headers, json }] = (await receiver.until((all) => all.length === 1 && all)) as [any];
		expect(headers['x-auth-token']).toBe(tenant.access('eagleEye').headerValue);
		expect(json.headers).toEqual({
			eventName: 'SERVICE.TRIGGER',
			eventDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
			eesEnvironmentType: 'sandbox-uk',
			eesSubsystemId: 'wallet.sandbox.uk.eagleeye.com',
			callerIp: '127.0.0.1',
			unitId: '1',
			unitFriendlyName: 'Sandbox',
			clientId: 'sandbox-unit',
			clientIdFriendlyName: 'Sandbox',
			eesEventId: expect.stringMatching(/^[\da-f-]{36}$/),
			eesMasterEventId: expect.any(String),
			externalMessageId: null,
			eesApiVersion: '2.0',
		});
		expect(json.request).toEqual({
			resource: '/services/trigger',
			method: 'POST',
			body: JSON.stringify(reward()),
			contentType: 'application/json',
			customHeaders: [],
		});
		expect(json.response).toMatchObject({
			code: 201,
			contentType: 'application/json;charset=utf-8',
		});
		expect(json.enrichmentData[`walletEntity_${walletId}`].identities[0]).toEqual({
			identityId: ID,
			walletId,
			type: 'CUSTOMER_ID',
			friendlyName: null,
			value: '900001',
			safeValue: null,
			secret: null,
			dates: { start: DATE, end: null },
			meta: [],
			state: 'DEFAULT',
			status: 'ACTIVE',
			dateCreated: DATE,
			lastUpdated: DATE,
			mobileWallet: expect.any(String),
		});
		await tenant.configure({ eagleEye: { events: { url: `${receiver.url}/`, enrich: false } } });
		await call('POST', '/services/trigger', reward());
		expect((await receiver.until((all) => all[1])).json).not.toHaveProperty('enrichmentData');
	});

	it('are given up after the set number of attempts', async () => {
		await tenant.configure({
			eagleEye: { events: { url: 'http://127.0.0.1:9/', maxAttempts: 3, retryMs: 5 } },
		});
		await call('POST', '/services/trigger', reward());
		const rows = async () => await tenant.rows('eagleEye/events');
		const [row] = await receiver.until(
			async () => (await rows())[0]?.status === 'dead' && (await rows()),
		);
		expect(row).toMatchObject({ status: 'dead', attempts: 3 });
	});
});

describe('samples', () => {
	it('send an event of their own name each, one after the other', async () => {
		const vendors = (await (await fetch(`${sandbox.url}/control/vendors`)).json()) as Array<{
			name: string;
			samples: Array<{ name: string }>;
		}>;
		const { samples } = vendors.find(({ name }) => name === 'eagleEye')!;
		expect(samples.length).toBeGreaterThan(25);
		for (const { name } of samples) {
			const sent = await tenant.act<{ sentTo: string; ids: string[] }>(`eagleEye/samples/${name}`);
			expect(sent.sentTo).toBe(`${receiver.url}/`);
			const last = await receiver.until((all) =>
				all.find(({ json }) => json.headers.eesEventId === sent.ids.at(-1)),
			);
			expect(last.json.headers.eventName).toBe(name.split('-')[0]);
		}
		const found = await tenant.row(
			'eagleEye/events',
			(await tenant.rows('eagleEye/events')).at(-1)!.eventId,
		);
		expect(found).toMatchObject({
			eventName: 'SERVICE.WALLET.DELETE',
			event: { headers: { eventName: 'SERVICE.WALLET.DELETE' } },
		});
	});

	it('are for a customer of the account only', async () => {
		await expect(
			tenant.act('eagleEye/samples/TIER.MEMBERSHIP.MOVE', { identity: 'nobody' }),
		).rejects.toThrow('404');
		await expect(tenant.act('eagleEye/samples/NOTHING')).rejects.toThrow('404');
	});
});
