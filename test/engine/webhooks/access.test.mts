import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { isIpAllowed } from '../../../engine/webhooks/ipAllowlist';
import { testSecret } from '../../../engine/webhooks/secretCredential';
import { denial } from '../../../engine/webhooks/settings';
import { EagleEyeTrigger } from '../../../nodes/EagleEye/EagleEyeTrigger.node';
import { SessionMTrigger } from '../../../nodes/SessionM/SessionMTrigger.node';
import { WavyTrigger } from '../../../nodes/Wavy/WavyTrigger.node';
import { airEvent } from '../../eagleEye/events.mts';
import { TriggerServer } from '../../support/trigger.mts';
import { callback, reply } from '../../wavy/callbacks.mts';
import { startPlain, stopAll } from './plainTrigger.mts';

const open: TriggerServer[] = [];
afterEach(async () => {
	await stopAll();
	for (const server of open.splice(0)) await server.stop();
});

const STRONG = 'a long and random secret';
const OTHER = 'another long random secret';

interface Vendor {
	type: WavyTrigger | SessionMTrigger | EagleEyeTrigger;
	credential: string;
	fields(secret?: string, previous?: string): ICredentialDataDecryptedObject;
	body: unknown;
}

const named = (secret?: string, previous?: string) => ({
	placement: 'header',
	name: 'X-Secret',
	secret: secret!,
	previousSecret: previous!,
});
const vendors: Record<string, Vendor> = {
	Wavy: {
		type: new WavyTrigger(),
		credential: 'wavyWebhookApi',
		fields: named,
		body: callback(reply('1')),
	},
	SessionM: {
		type: new SessionMTrigger(),
		credential: 'sessionMWebhookApi',
		fields: named,
		body: { event: 'x' },
	},
	'Eagle Eye': {
		type: new EagleEyeTrigger(),
		credential: 'eagleEyeWebhookApi',
		fields: (secret, previous) => ({
			headerName: 'X-Secret',
			headerValue: secret!,
			previousHeaderValue: previous!,
		}),
		body: airEvent({ name: 'SERVICE.TRIGGER' }),
	},
};

async function start(
	{ type, credential }: Vendor,
	data: ICredentialDataDecryptedObject | undefined,
	parameters: INodeParameters = {},
) {
	const server = await TriggerServer.start(type, {
		parameters: {
			useCases: ['any'],
			ignoreDuplicates: false,
			options: { ignoreDuplicates: false },
			...parameters,
		},
		credentials: data && { [credential]: data },
	});
	open.push(server);
	return async (secret?: string) => {
		const before = server.executions.length;
		const { status } = await server.post(vendorBody(type), {
			headers: secret === undefined ? {} : { 'x-secret': secret },
		});
		expect(server.executions.length - before).toBe(status === 200 ? 1 : 0);
		return status;
	};
}

const vendorBody = (type: Vendor['type']) =>
	Object.values(vendors).find((vendor) => vendor.type === type)!.body;

describe.each(Object.entries(vendors))('%s', (name, vendor) => {
	it('asks for the secret unless the user has chosen otherwise', async () => {
		const call = await start(vendor, vendor.fields(STRONG));
		expect([await call(), await call('wrong'), await call(STRONG)]).toEqual([401, 401, 200]);
	});

	it.each([
		['Secret'],
		['None'],
		['={{ $json.nothing }}'],
		[''],
		['={{ "no" + "ne " }}'],
		['={{ null }}'],
		[true],
	])('authentication %j asks for it, too', async (authentication) => {
		const call = await start(vendor, vendor.fields(STRONG), { authentication });
		expect([await call(), await call('')]).toEqual([401, 401]);
		expect(await call(STRONG)).toBe(200);
	});

	it('lets nobody in without a credential, and starts nothing', async () => {
		const call = await start(vendor, undefined);
		expect([await call(), await call(''), await call(STRONG)]).toEqual([401, 401, 401]);
	});

	it.each([
		['a'],
		['fifteen letters'],
		[''],
		[' '],
		['                    '],
		['  a short one     '],
		[undefined],
	])('the secret %j lets nobody in', async (secret) => {
		const call = await start(vendor, vendor.fields(secret));
		expect(await call(secret)).toBe(401);
	});

	it('takes the previous secret as well, while both are set', async () => {
		const both = await start(vendor, vendor.fields(STRONG, OTHER));
		expect([await both(STRONG), await both(OTHER), await both('neither of both secrets')]).toEqual([
			200, 200, 401,
		]);
		const weak = await start(vendor, vendor.fields(STRONG, 'weak'));
		expect([await weak(STRONG), await weak('weak'), await weak('')]).toEqual([200, 401, 401]);
		const cleared = await start(vendor, vendor.fields(STRONG, ''));
		expect([await cleared(STRONG), await cleared('')]).toEqual([200, 401]);
	});

	it('takes calls of the addresses that may call only', async () => {
		const at = async (ipWhitelist: string) =>
			await (
				await start(vendor, vendor.fields(STRONG), { options: { ipWhitelist } })
			)(STRONG);
		expect([await at('127.0.0.1'), await at('203.0.113.7, 127.0.0.0/8'), await at('')]).toEqual([
			200, 200, 200,
		]);
		expect([await at('203.0.113.7'), await at('10.0.0.0/8'), await at('nonsense')]).toEqual([
			403, 403, 403,
		]);
	});

	it(`the credential's test says what is wrong`, async () => {
		const test = Object.values(vendor.type.methods.credentialTest)[0]!;
		const said = async (data: ICredentialDataDecryptedObject) =>
			await test.call({} as never, { id: '', name: '', type: '', data });
		expect(await said(vendor.fields(STRONG))).toMatchObject({ status: 'OK' });
		for (const weak of ['', ' ', 'too short', '                 '])
			expect(await said(vendor.fields(weak))).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/at least 16/),
			});
		expect(await said(vendor.fields(STRONG, 'weak'))).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/previous secret/),
		});
		expect(name).not.toBe('');
	});
});

describe('none', () => {
	it('opens where it is chosen in so many words', async () => {
		const call = await start(vendors.Wavy!, undefined, { authentication: 'none' });
		expect(await call()).toBe(200);
	});

	it('needs a name that a header can have', async () => {
		expect(
			await testSecret.call({} as never, { id: '', name: '', type: '', data: named(STRONG) }),
		).toMatchObject({ status: 'OK' });
		expect(
			await testSecret.call({} as never, {
				id: '',
				name: '',
				type: '',
				data: { ...named(STRONG), name: 'X Secret' },
			}),
		).toMatchObject({ status: 'Error' });
	});
});

describe('addresses', () => {
	it.each<[string, string, boolean]>([
		['', '198.51.100.1', true],
		['198.51.100.1', '198.51.100.1', true],
		['198.51.100.1', '198.51.100.11', false],
		['198.51.100.1', '::ffff:198.51.100.1', true],
		['198.51.100.0/24', '198.51.100.255', true],
		['198.51.100.0/24', '198.51.101.0', false],
		['198.51.100.130/25', '198.51.100.255', true],
		['198.51.100.130/25', '198.51.100.127', false],
		['0.0.0.0/0', '203.0.113.9', true],
		['0.0.0.0/0', '2001:db8::1', false],
		['198.51.100.1/32', '198.51.100.1', true],
		['2001:db8::/32', '2001:db8:1:2:3:4:5:6', true],
		['2001:db8::/32', '2001:db9::1', false],
		['2001:DB8:0:0::1', '2001:db8::1', true],
		['::1', '0:0:0:0:0:0:0:1', true],
		['::ffff:198.51.100.0/120', '198.51.100.7', true],
		[' 10.1.2.3 , 10.9.9.9 ', '10.9.9.9', true],
		['nonsense, 10.1.2.3', '10.1.2.3', true],
		['10.1.2', '10.1.2.0', false],
		['10.1.2.256', '10.1.2.0', false],
		['10.1.2.3/33', '10.1.2.3', false],
		['10.1.2.3/', '10.1.2.3', false],
		['10.1.2.3/8/8', '10.1.2.3', false],
		['2001:db8::1::2', '2001:db8::1', false],
		['10.1.2.3', 'nonsense', false],
		[',', '10.1.2.3', false],
	])('"%s" and %s: %s', (list, address, allowed) => {
		expect(isIpAllowed(list, [address])).toBe(allowed);
	});

	it('of proxies that n8n trusts count, and no address is none', () => {
		expect(isIpAllowed('10.1.2.3', ['203.0.113.1', '10.1.2.3'])).toBe(true);
		expect([
			isIpAllowed('10.1.2.3', [undefined]),
			isIpAllowed('10.1.2.3', []),
			isIpAllowed('', [undefined]),
		]).toEqual([false, false, true]);
	});
});

describe('what the user must put right', () => {
	const said = (secret?: { name: string; secrets: string[] }, isOpen = false) => {
		const warnings: string[] = [];
		const webhook = { getRequestObject: () => ({ ip: '127.0.0.1' }), getHeaderData: () => ({}) };
		const settings = {
			isOpen,
			secret: secret && { placement: 'header' as const, ...secret },
			ipAllowlist: '',
		};
		const all = { ...settings, ignoreDuplicates: true, joinCallbacks: true };
		return {
			status: denial(webhook as never, all, (message) => warnings.push(message))?.status,
			warnings,
		};
	};

	it('stands in the log', () => {
		expect(said()).toEqual({
			status: 401,
			warnings: [expect.stringMatching(/choose the credential/)],
		});
		expect(said({ name: 'X', secrets: ['weak'] })).toEqual({
			status: 401,
			warnings: [expect.stringMatching(/at least 16/)],
		});
		expect(said({ name: 'a b', secrets: [STRONG] })).toEqual({
			status: 401,
			warnings: [expect.stringMatching(/cannot have this name/)],
		});
		expect(said({ name: 'X', secrets: [STRONG] })).toEqual({ status: 401, warnings: [] });
		expect(said(undefined, true)).toEqual({ status: undefined, warnings: [] });
	});
});

describe('in test runs', () => {
	it('the secret is asked for as well', async () => {
		const trigger = await startPlain({
			mode: 'manual',
			parameters: { authentication: 'secret' },
			credentials: { wavyWebhookApi: named(STRONG) },
		});
		expect((await trigger.post({ id: '1' })).status).toBe(401);
		expect((await trigger.post({ id: '1' }, { headers: { 'x-secret': STRONG } })).status).toBe(200);
	});
});
