import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { addressOf, confined } from '../../engine/transport/origin';
import { legacy, modern, sends, testOf } from '../support/sender.mts';
import { startServer, type TestServer } from '../support/server.mts';
import { plantedCredentials, type PlantedCredential } from './credentials.mts';

/** The vendor, and a host that is none of its. */
let vendor: TestServer;
let other: TestServer;
let status = 200;
beforeAll(async () => {
	other = await startServer();
	vendor = await startServer(
		(_, response) => void response.writeHead(status, { location: `${other.url}/steal` }).end('{}'),
	);
});
afterAll(() => [vendor, other].forEach((server) => server.stop()));
beforeEach(() => {
	status = 200;
	vendor.received.length = 0;
	other.received.length = 0;
});

const credentials = plantedCredentials.map((one): [string, PlantedCredential] => [one.type.name, one]);
const below = ({ type }: PlantedCredential) => (type.name === 'sessionMApi' ? '/core/priv/v1/x' : '/x');

describe.each(credentials)('%s', (name, credential) => {
	const data = () => credential.data(vendor.url);
	/** Without the calls for a new token, which go to the vendor itself as well. */
	const asked = () => vendor.received.filter(({ url }) => url.split('?')[0] === below(credential));

	it('signs what goes to its own service', async () => {
		for (const send of [
			modern(name, { url: `${vendor.url}${below(credential)}` }),
			legacy(name, { uri: `${vendor.url}${below(credential)}`, method: 'GET' }),
		]) {
			expect((await sends(send, name, data())).error).toBeUndefined();
		}
		expect(asked()).toHaveLength(2);
		const [first, second] = asked().map(({ headers }) => Object.keys(headers).sort());
		expect(first).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^(authorization|authenticationtoken|x-auth-token|x-ees-auth-hash)$/),
			]),
		);
		expect(second).toEqual(expect.arrayContaining(first!.filter((header) => /auth/.test(header))));
	});

	it.each<[string, (own: string, elsewhere: string) => string]>([
		['another port', (_, elsewhere) => `${elsewhere}/x`],
		['another name of the same machine', (own) => own.replace('127.0.0.1', 'localhost')],
		[
			'the own host as a user name',
			(own, elsewhere) => `http://${new URL(own).host}@${new URL(elsewhere).host}/x`,
		],
		['a host that begins alike', (own) => `${own}0/x`],
		['another scheme', (own) => own.replace('http:', 'https:')],
		['an address without a host', () => '/x'],
		['nothing', () => ''],
	])('sends nothing to %s', async (_, addressOfOther) => {
		const url = addressOfOther(vendor.url, other.url);
		for (const send of [modern(name, { url }), legacy(name, { uri: url, method: 'GET' })]) {
			expect((await sends(send, name, data())).error).toBeDefined();
		}
		expect([asked(), other.received]).toEqual([[], []]);
	});

	it('sends nothing to an absolute address in the place of a path', async () => {
		const { error } = await sends(modern(name, { baseURL: vendor.url, url: `${other.url}/x` }), name, data());
		expect(error).toBeDefined();
		await sends(modern(name, { baseURL: vendor.url, url: `//${new URL(other.url).host}/x` }), name, data());
		expect(other.received).toEqual([]);
	});

	it.each([300, 301, 302, 303, 307, 308])(
		'follows no redirect (%d), whatever the HTTP Request node asks for',
		async (code) => {
			status = code;
			const url = `${vendor.url}${below(credential)}`;
			await sends(modern(name, { url, maxRedirects: 5 }), name, data());
			await sends(
				legacy(name, {
					uri: url,
					method: 'GET',
					followRedirect: true,
					followAllRedirects: true,
					maxRedirects: 5,
				}),
				name,
				data(),
			);
			await sends(
				legacy(name, {
					uri: url,
					method: 'POST',
					body: {},
					json: true,
					followAllRedirects: true,
					sendCredentialsOnCrossOriginRedirect: true,
				}),
				name,
				data(),
			);
			// n8n tries again with a new token where it can have one.
			expect(asked().length).toBeGreaterThanOrEqual(3);
			expect(other.received).toEqual([]);
		},
	);

	it.each([300, 301, 302, 303, 307, 308])(
		'its test follows no redirect, and does not take it for a success (%d)',
		async (code) => {
			status = code;
			const { error } = await testOf(credential.type, { ...data(), checked: '' });
			expect(error).toBeDefined();
			expect(vendor.received.length).toBeGreaterThan(0);
			expect(other.received).toEqual([]);
		},
	);

	it.each([
		'http://vendor.example',
		'ftp://vendor.example',
		'vendor.example',
		'https://user:word@vendor.example',
		'http://127.0.0.1.example',
	])('goes to no address such as %s', async (base) => {
		const { error } = await sends(
			modern(name, { url: `${base}${below(credential)}` }),
			name,
			credential.data(base),
		);
		expect(error).toBeDefined();
		expect((await testOf(credential.type, { ...credential.data(base), checked: '' })).error).toBeDefined();
	});

	it('no proxy of the node’s own reads along', async () => {
		const url = `${vendor.url}${below(credential)}`;
		const { error } = await sends(legacy(name, { uri: url, method: 'GET', proxy: other.url }), name, data());
		expect(error).toBeDefined();
		expect([asked(), other.received]).toEqual([[], []]);
	});
});

describe('confined', () => {
	const base = 'https://vendor.example/2.0';
	const to = (request: IDataObject) => confined(request as unknown as IHttpRequestOptions, [base, ''], 'Vendor');

	it('sends what it has checked', () => {
		expect(to({ baseURL: `${base}/`, url: '/x?y=1#z' })).toMatchObject({
			url: `${base}/x?y=1`,
			disableFollowRedirect: true,
		});
		expect(to({ baseURL: base, url: '/x' })).not.toHaveProperty('baseURL');
		expect(to({ uri: `${base}/x`, followRedirect: true })).toMatchObject({
			uri: `${base}/x`,
			followRedirect: false,
			maxRedirects: 0,
		});
		expect(
			addressOf({ baseURL: 'https://vendor.example', url: '//evil.example/x' } as IHttpRequestOptions).host,
		).toBe('vendor.example');
	});

	it('a proxy may stand between only where certificates are checked', () => {
		const proxied = { url: `${base}/x`, proxy: 'http://proxy.example:3128' };
		expect(to(proxied)).toMatchObject({ proxy: 'http://proxy.example:3128' });
		for (const more of [
			{ skipSslCertificateValidation: true },
			{ rejectUnauthorized: false },
			{ agentOptions: { rejectUnauthorized: false } },
		]) {
			expect(() => to({ ...proxied, ...more })).toThrow(/proxy could read/);
		}
	});

	it('without a base URL there is no address', () => {
		expect(() => confined({ url: 'https://vendor.example/' }, ['', undefined], 'Vendor')).toThrow(
			/not an address/,
		);
	});
});
