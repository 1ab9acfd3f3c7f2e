import { request } from 'node:http';

import { login, person } from './client.mts';
import { control, own, sandbox, tenant, useSandbox } from './control.mts';

useSandbox();

describe('GET /control/vendors', () => {
	it('names every mock vendor with what it has to offer', async () => {
		const { json } = await control('GET', '/vendors');
		expect(json.map(({ name }: { name: string }) => name)).toEqual([
			'eagleEye',
			'sessionM',
			'uContact',
			'wai',
			'wavy',
		]);
		for (const vendor of json) {
			const callbacks = vendor.callbacks.map(({ name }: { name: string }) => name);
			for (const sample of vendor.samples) {
				expect(callbacks).toContain(sample.callback);
				for (const field of sample.fields) {
					expect(Object.keys(field).sort()).toEqual(['default', 'name', 'title']);
				}
			}
			const names = vendor.samples.map(({ name }: { name: string }) => name);
			expect(new Set(names).size).toBe(names.length);
		}
		expect(
			json.filter(({ samples }: any) => samples.length > 0).map(({ name }: any) => name),
		).toEqual(['eagleEye', 'sessionM', 'wavy']);
	});
});

describe('reset', () => {
	it('forgets what was received, and keeps settings, credentials, addresses and switches', async () => {
		await tenant.configure({ wai: { maxItems: 3 }, switches: { wavy: { down: true } } });
		await own('PUT', '/callbacks/sessionM/messages', {
			url: 'http://localhost:1/hook',
			headerName: 'x',
			headerValue: 's',
		});
		await (await login(tenant)).put('/api/Contact/1', person());
		const before = (await own('GET', '/settings')).json;
		const { json } = await own('POST', '/reset', {});
		expect(json.wai).toEqual(tenant.access('wai'));
		expect((await own('GET', '/settings')).json).toEqual(before);
		expect((await own('GET', '/callbacks')).json).toContainEqual(
			expect.objectContaining({
				vendor: 'sessionM',
				url: 'http://localhost:1/hook',
				headerValue: 's',
			}),
		);
		expect(await tenant.summary()).toMatchObject({ requests: { total: 0 }, wai: { contacts: 0 } });
		expect((await login(tenant)).token).toBeTruthy();
	});
});

describe('who may call', () => {
	/** With a Host header of choice, which fetch does not let one set. */
	const asHost = async (host: string, path = '/control/vendors'): Promise<number> =>
		await new Promise((resolve, reject) => {
			const call = request(new URL(path, sandbox.url), { headers: { host } }, (response) => {
				response.resume();
				resolve(response.statusCode!);
			});
			call.on('error', reject).end();
		});

	it.each([
		'localhost',
		'localhost:1',
		'127.0.0.1:5680',
		'127.9.8.7',
		'[::1]',
		'[::1]:80',
		'LOCALHOST',
	])('%s is answered', async (host) => expect(await asHost(host)).toBe(200));

	it.each([
		'example.com',
		'localhost.example.com',
		'127.0.0.1.example.com',
		'user@localhost',
		'[::2]',
		'10.0.0.1',
		'localhost:x',
	])('%s is not, whatever it asks for', async (host) => {
		const contact = `${new URL(tenant.access('wai').baseUrl).pathname}/api/Campaign/campaigns`;
		for (const path of ['/', '/control/vendors', contact, '/nothing']) {
			expect([path, await asHost(host, path)]).toEqual([path, 403]);
		}
		expect((await tenant.summary()).requests.total).toBe(0);
	});

	it('every answer may stand in no frame and is what its type says', async () => {
		const campaigns = `${new URL(tenant.access('wai').baseUrl).pathname}/api/Campaign/campaigns`;
		for (const path of ['/', '/control/vendors', campaigns, '/nothing']) {
			const { headers } = await fetch(`${sandbox.url}${path}`);
			expect([path, headers.get('x-frame-options'), headers.get('x-content-type-options')]).toEqual(
				[path, 'DENY', 'nosniff'],
			);
		}
	});
});
