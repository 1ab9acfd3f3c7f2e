import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { event, runWai, upsert } from '../support/wai.mts';
import { contacts, events } from './items.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('rate limits', () => {
	it.each(['seconds', 'date', 'none'])(
		'Retry-After as %s holds all requests back, and every item arrives',
		async (retryAfter) => {
			const tenant = await sandbox.tenant({
				rateLimit: { requests: 5, perSeconds: 1, retryAfter, scheme: 'fixedWindow' },
			});
			const { output, hints } = await runWai(
				tenant,
				upsert({ options: { batchSize: 10, maxConcurrency: 8 } }),
				contacts(120),
			);
			expect(output).toHaveLength(120);
			const { requests, wai } = await tenant.summary();
			expect(wai.contactWrites).toBe(120);
			expect(requests.answered429).toBeGreaterThan(0);
			expect(hints[0]).toMatch(/waited \d+ s for rate limits/);
		},
	);

	it('a vendor that lets nothing through is not asked for ever', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'status', status: 429, retryAfter: 0 },
				},
			],
		});
		const { errors } = await runWai(
			tenant,
			upsert({ options: { maxRetries: 3 } }),
			contacts(5),
			onErrorOutput,
		);
		expect(errors[0]!.json.details).toEqual({
			outcome: 'rejected',
			retryable: true,
			attempts: 4,
			httpCode: 429,
			vendor: 'Fault: 429',
		});
	});
});

describe('answers that tell nothing', () => {
	it.each(['truncate', 'notJson', 'wrongShape', 'resetAfter', 'resetBefore'])(
		'%s: contacts are sent again, events are unknown',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { nth: 1, endpoint: ['wai.contact.bulk', 'wai.event.bulk'] }, action }],
			});
			const { output } = await runWai(tenant, upsert(), contacts(20));
			expect(output).toHaveLength(20);
			const second = await sandbox.tenant({
				faults: [{ match: { nth: 1, endpoint: 'wai.event.bulk' }, action }],
			});
			const { errors } = await runWai(second, event(), events(20), onErrorOutput);
			expect(errors.map(({ json }) => (json.details as { outcome: string }).outcome)).toEqual(
				Array(20).fill('unknown'),
			);
			expect(await second.requests('wai.event.bulk')).toHaveLength(1);
		},
	);

	it.each([{ type: 'hang', when: 'after' }, { type: 'stall' }])(
		'a slow answer past the timeout is a lost one (%j)',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { nth: 1, endpoint: 'wai.contact.bulk' }, action }],
			});
			const { output } = await runWai(tenant, upsert({ options: { timeout: 1 } }), contacts(20));
			expect(output).toHaveLength(20);
			expect((await tenant.summary()).wai.contactWrites).toBe(40);
			const second = await sandbox.tenant({
				faults: [{ match: { endpoint: 'wai.event.bulk' }, action }],
			});
			const { errors } = await runWai(
				second,
				event({ options: { timeout: 1 } }),
				events(2),
				onErrorOutput,
			);
			expect(errors[0]!.json).toMatchObject({
				error: 'WAI: No response came within the timeout',
				details: { outcome: 'unknown' },
			});
		},
	);

	it('a host that refuses connections: nothing was sent', async () => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: { apiKey: 'k', baseUrl: 'http://127.0.0.1:9', token: 'there is one', renewAt: '' },
		};
		const { errors } = await runWai(tenant, event({ options: { maxRetries: 1 } }), events(2), {
			credentials,
			...onErrorOutput,
		});
		expect(errors[0]!.json).toMatchObject({
			error: 'WAI: The connection was refused',
			details: { outcome: 'notSent', retryable: true, attempts: 2 },
		});
	});
});
