import { Readable } from 'node:stream';

import { SessionMApi } from '../../credentials/SessionMApi.credentials';
import {
	customerOf,
	forCustomer,
	FRIES,
	runSessionM,
	sessionMCredential,
	transaction,
} from '../support/sessionM.mts';
import { shop, useShops } from './shop.mts';

useShops();

describe('the credential', () => {
	const only = (credential: Record<string, string>, ...prefixes: string[]) =>
		Object.fromEntries(
			Object.entries(credential).map(([name, value]) => [
				name,
				prefixes.some((p) => name.startsWith(p)) || name === 'checked' ? value : '',
			]),
		);

	it('needs only the parts that are in use', async () => {
		const tenant = await shop();
		const userId = (await customerOf(tenant, 'C-1'))!.id;
		const core = await runSessionM(tenant, forCustomer('customer', 'get'), [{ id: 'C-1' }], {
			credential: only(sessionMCredential(tenant), 'core'),
		});
		expect(core.output).toHaveLength(1);
		const connect = await runSessionM(
			tenant,
			{ resource: 'offer', operation: 'getAll', lookupBy: 'userId', customerId: userId },
			[{}],
			{ credential: only(sessionMCredential(tenant), 'connect', 'retailerId') },
		);
		expect(connect.error).toBeUndefined();
		const pos = await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }], {
			credential: only(sessionMCredential(tenant), 'pos', 'storeId', 'clientId'),
		});
		expect(pos.output).toHaveLength(1);
	});

	it.each([
		['connectUrl', /base URL of the SessionM Connect credential/],
		['connectApiKey', /SessionM Connect credential has no Connect API Key/],
		['retailerId', /SessionM Connect credential has no Retailer ID/],
		['coreUrl', /base URL of the SessionM Core credential/],
	])('without %s, says what is missing and sends nothing', async (property, message) => {
		const tenant = await shop();
		const before = (await tenant.summary()).requests.total;
		const { error } = await runSessionM(
			tenant,
			forCustomer('event', 'trigger', { eventLookup: 'x' }),
			[{ id: 'C-1' }],
			{ credential: { [property]: '' } },
		);
		expect(error?.message).toMatch(message);
		expect((await tenant.summary()).requests.total).toBe(before);
	});

	it('gives each service its own key, and no other address any', async () => {
		const credential = sessionMCredential(await shop());
		const { authenticate } = new SessionMApi() as {
			authenticate: (
				c: object,
				o: object,
			) => Promise<{ url: string; headers: Record<string, string> }>;
		};
		const keyFor = async (url: string) =>
			Buffer.from(
				(await authenticate(credential, { url })).headers.Authorization!.slice(6),
				'base64',
			)
				.toString()
				.split(':')[0];
		const { coreUrl, connectUrl, posUrl, coreApiKey, connectApiKey, posApiKey } = credential;
		expect(await keyFor(`${coreUrl}/priv/v1/apps/:api_key/users`)).toBe(coreApiKey);
		expect(await keyFor(`${connectUrl}/offers/api/2.0/offers/get_user_offers`)).toBe(connectApiKey);
		expect(await keyFor(`${posUrl}/api/2.0/send_transaction`)).toBe(posApiKey);
		await expect(authenticate(credential, { url: `${coreUrl}.example.com/priv` })).rejects.toThrow(
			/none of the three/,
		);
		await expect(authenticate(credential, { url: 'https://example.com/' })).rejects.toThrow(
			/none of the three/,
		);
		const shared = {
			...credential,
			coreUrl: 'https://gateway.example.com',
			connectUrl: 'https://gateway.example.com/',
			posUrl: 'https://gateway.example.com',
		};
		const at = async (path: string) =>
			Buffer.from(
				(
					await authenticate(shared, { url: `https://gateway.example.com${path}` })
				).headers.Authorization!.slice(6),
				'base64',
			)
				.toString()
				.split(':')[0];
		expect([
			await at('/priv/v2/x'),
			await at('/incentives/api/1.0/x'),
			await at('/api/2.0/send_transaction'),
		]).toEqual([coreApiKey, connectApiKey, posApiKey]);
	});

	it.each([
		['nothing wrong', {}, []],
		[
			'a wrong Core key',
			{ coreApiSecret: 'wrong' },
			[/^SessionM Core did not accept the key \(HTTP status 401/],
		],
		[
			'a wrong Connect key and a wrong POS URL',
			{ connectApiKey: 'wrong', posUrl: 'CORE' },
			[
				/SessionM Connect did not accept the key/,
				/SessionM POS (is not at its URL|did not accept)/,
			],
		],
		['a wrong retailer', { retailerId: 'nobody' }, [/^SessionM Connect says: retailer_not_found/]],
		['a secret that is missing', { posApiSecret: '' }, [/^SessionM POS: fill in "POS API Secret"/]],
		[
			'a host that does not answer',
			{ coreUrl: 'http://127.0.0.1:9' },
			[/^SessionM Core did not answer at its URL: The connection was (refused|lost)\.$/],
		],
		[
			'nothing at all',
			{
				coreUrl: '',
				coreApiKey: '',
				coreApiSecret: '',
				connectUrl: '',
				connectApiKey: '',
				connectApiSecret: '',
				posUrl: '',
				posApiKey: '',
				posApiSecret: '',
			},
			[/^Fill in the URL, key and secret of at least one/],
		],
	])('tested with %s, says which part fails and why', async (_, change, expected) => {
		const tenant = await shop();
		const credential: Record<string, string> = { ...sessionMCredential(tenant), ...change };
		if (credential.posUrl === 'CORE')
			credential.posUrl = `${tenant.access('sessionM').baseUrl}/nowhere`;
		const helpers = { httpRequest };
		const test = new SessionMApi().preAuthentication.call({ helpers } as never, credential);
		if (expected.length === 0) await expect(test).resolves.toEqual({});
		else for (const words of expected) await expect(test).rejects.toThrow(words);
		expect((await tenant.summary()).sessionM.transactions).toBe(0);
	});

	it('appears in no output and no error', async () => {
		const tenant = await shop();
		const good = await runSessionM(tenant, forCustomer('customer', 'get'), [{ id: 'C-1' }]);
		const bad = await runSessionM(tenant, forCustomer('customer', 'get'), [{ id: 'C-1' }], {
			credential: { coreApiSecret: 'a-wrong-secret' },
		});
		const text = JSON.stringify([good.run, bad.run]);
		for (const name of ['coreApiKey', 'coreApiSecret', 'posApiSecret'] as const)
			expect(text).not.toContain(sessionMCredential(tenant)[name]);
		expect(text).not.toContain('a-wrong-secret');
		expect(bad.error?.message).toMatch(/did not accept the credential/);
	});
});

/** n8n's own helper, as far as the credential uses it. */
async function httpRequest({
	method,
	url,
	body,
	headers,
}: {
	method: string;
	url: string;
	body?: object;
	headers: Record<string, string>;
}) {
	const response = await fetch(url, {
		method,
		headers: { ...headers, 'content-type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	return {
		statusCode: response.status,
		headers: {},
		body: Readable.from([Buffer.from(await response.arrayBuffer())]),
	};
}
