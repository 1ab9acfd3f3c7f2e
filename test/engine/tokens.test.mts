import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { event, runWai, upsert } from '../support/wai.mts';
import { contacts, events } from './items.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('tokens', () => {
	it('that end every 20 requests cost no item with 16 requests at a time, and are fetched once each', async () => {
		const tenant = await sandbox.tenant({ latencyMs: 5, wai: { tokenMaxRequests: 20 } });
		const { output, error } = await runWai(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 16 } }),
			contacts(5000),
		);
		expect(error).toBeUndefined();
		expect(output).toHaveLength(5000);
		const { requests, wai } = await tenant.summary();
		expect(wai.contactWrites).toBe(5000);
		expect(requests.maxInFlight).toBeGreaterThan(8);
		const accepted = requests.endpoints['wai.contact.bulk']!.statuses['200']!;
		const expiries = Math.floor(accepted / 20);
		expect(accepted).toBe(500);
		expect(wai.tokensIssued).toBeLessThanOrEqual(expiries + 1);
	});

	it('are kept for the next run', async () => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		};
		await runWai(tenant, upsert(), contacts(3), { credentials });
		await runWai(tenant, upsert(), contacts(3), { credentials });
		expect((await tenant.summary()).wai.tokensIssued).toBe(1);
	});

	it('are renewed before they run out', async () => {
		const tenant = await sandbox.tenant({ wai: { tokenTtlSeconds: 1 } });
		const credentials = {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		};
		await runWai(tenant, upsert(), contacts(3), { credentials });
		await new Promise((resolve) => setTimeout(resolve, 950));
		await runWai(tenant, upsert(), contacts(3), { credentials });
		const { requests, wai } = await tenant.summary();
		expect(wai.tokensIssued).toBe(2);
		expect(requests.statuses['401']).toBeUndefined();
	});

	it('that cannot be had: a wrong key ends the run with nothing sent', async () => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: { apiKey: 'wrong', baseUrl: tenant.access('wai').baseUrl, token: '', renewAt: '' },
		};
		const stop = await runWai(tenant, upsert(), contacts(2000), { credentials });
		expect(stop.error).toMatchObject({
			message: 'WAI did not accept the API key',
			httpCode: '401',
		});
		expect(stop.error!.description).toContain('Check the credential');
		const go = await runWai(tenant, upsert({ options: { maxConcurrency: 1 } }), contacts(2000), {
			credentials,
			...onErrorOutput,
		});
		expect(go.errors).toHaveLength(2000);
		expect(new Set(go.errors.map(({ json }) => json.error))).toEqual(
			new Set(['WAI did not accept the API key']),
		);
		const { requests, wai } = await tenant.summary();
		expect([wai.contacts, requests.endpoints['wai.token']!.requests <= 8]).toEqual([0, true]);
	});

	it('a token call that is held back or fails in passing is repeated', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.token', nth: 1 },
					action: { type: 'status', status: 429, retryAfter: 1 },
				},
				{ match: { endpoint: 'wai.token', nth: 2 }, action: { type: 'status', status: 500 } },
				{ match: { endpoint: 'wai.token', nth: 3 }, action: 'resetBefore' },
			],
		});
		const { output } = await runWai(tenant, event(), events(10));
		expect(output).toHaveLength(10);
		expect((await tenant.summary()).wai.events).toBe(10);
	});

	it.each(['truncate', 'notJson', 'wrongShape'])(
		'a token call whose answer cannot be read (%s) is repeated: it says nothing of the key',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { endpoint: 'wai.token', nth: 1 }, action }],
			});
			const { output } = await runWai(tenant, event(), events(10));
			expect(output).toHaveLength(10);
			expect((await tenant.summary()).wai).toMatchObject({ events: 10, tokensIssued: 2 });
		},
	);

	it('dropped while a request is under way do not make it one that was never sent', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{ match: { endpoint: 'wai.event.one', nth: 2 }, action: { type: 'hang', when: 'after' } },
				{ match: { endpoint: 'wai.event.one', nth: 3 }, action: 'expireToken' },
				// Until after the timeout of the one that hangs there is no token.
				{ match: { endpoint: 'wai.token', nth: 2 }, action: { type: 'delay', ms: 2000 } },
			],
		});
		const parameters = event({ options: { batchSize: 1, maxConcurrency: 2, timeout: 1 } });
		const { errors } = await runWai(tenant, parameters, events(4), onErrorOutput);
		expect(errors.map(({ json }) => (json.details as { outcome: string }).outcome)).toEqual([
			'unknown',
		]);
		expect(await tenant.rows('wai/events')).toHaveLength(4);
	});
});
