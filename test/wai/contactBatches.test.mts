import fc from 'fast-check';

import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai, upsert } from '../support/wai.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('contacts that repeat', () => {
	it('end as the last one in input order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 400 }),
				fc.integer({ min: 1, max: 50 }),
				async (ids, batchSize) => {
					const tenant = await sandbox.tenant();
					const items = ids.map((id, n) => ({ id: String(id), n }));
					const { output } = await runWai(
						tenant,
						upsert({ options: { batchSize, maxConcurrency: 8 } }),
						items,
					);
					expect(output).toHaveLength(items.length);
					const last = new Map(items.map(({ id, n }) => [id, n]));
					const contacts = await tenant.rows('wai/contacts');
					expect(new Map(contacts.map(({ id, document }) => [id, document.personal.n]))).toEqual(
						last,
					);
					expect((await tenant.summary()).wai.contactWrites).toBe(items.length);
				},
			),
			{ numRuns: 25 },
		);
	}, 120_000);

	it('end as the last one through slow answers and retries', async () => {
		const tenant = await sandbox.tenant({
			seed: 4,
			faults: [
				{ match: { probability: 0.2 }, action: { type: 'status', status: 503 }, times: 8 },
				{ match: { probability: 0.2 }, action: 'resetAfter', times: 6 },
				{ match: { probability: 0.5 }, action: { type: 'delay', ms: 60 } },
			],
		});
		const items = Array.from({ length: 600 }, (_, n) => ({ id: String(n % 97), n }));
		await runWai(tenant, upsert({ options: { batchSize: 40, maxConcurrency: 8 } }), items);
		for (const { id, document } of await tenant.rows('wai/contacts')) {
			expect(document.personal.n).toBe(items.findLast((item) => item.id === id)!.n);
		}
	});
});

describe('sizes', () => {
	it('stay within 500 items and 1,000,000 bytes for 4 kB contacts of multi-byte text', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 2000 }, (_, i) => ({
			id: String(i),
			note: '名前é👍'.repeat(300 + (i % 50)),
		}));
		const { output } = await runWai(tenant, upsert(), items);
		expect(output).toHaveLength(2000);
		const { requests, wai } = await tenant.summary();
		expect(wai.contacts).toBe(2000);
		expect(requests.maxBytes).toBeLessThanOrEqual(1_000_000);
		expect(requests.maxBytes).toBeGreaterThan(990_000);
		expect(requests.maxItems).toBeLessThanOrEqual(500);
		// Full to the brim: no more requests than the bytes need.
		expect(requests.endpoints['wai.contact.bulk']!.requests).toBe(
			Math.ceil(requests.bytes / 995_000),
		);
	});

	it('reject what is too large alone, and nothing else', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ id: 'a', n: 1 },
			{ id: 'b', note: 'x'.repeat(1_000_001) },
			{ id: 'c', n: 3 },
		];
		const { byItem } = await runWai(tenant, upsert(), items, onErrorOutput);
		expect(byItem.map(({ json }) => json.accepted ?? false)).toEqual([true, false, true]);
		expect(byItem[1]!.json.error).toMatch(/too large to send: 1,000,0\d\d bytes/);
	});

	it.each([
		['bulkItemLimitExceeded', { wai: { maxItems: 60 } }],
		[
			'413',
			{
				faults: [
					{ match: { every: 3, endpoint: 'wai.contact.bulk' }, action: 'tooLarge', times: 2 },
				],
			},
		],
	])('are halved at %s until they pass, and remembered', async (_, settings) => {
		const tenant = await sandbox.tenant(settings);
		const items = Array.from({ length: 3000 }, (__, i) => ({ id: String(i), n: i }));
		const { output } = await runWai(tenant, upsert(), items);
		expect(output).toHaveLength(3000);
		const { requests, wai } = await tenant.summary();
		expect(wai.contactWrites).toBe(3000);
		// Four batches may be under way before the first rejection is known; each is halved to 62, then 31.
		if ('wai' in settings) expect(requests.statuses['400']).toBeLessThan(40);
	});
});

describe('one bad entry that only WAI can tell', () => {
	it('is found by halving, and costs only itself', async () => {
		const tenant = await sandbox.tenant({
			wai: { maxBytes: 1_000_000, invalidEntries: 'rejectRequest' },
		});
		const items = Array.from({ length: 500 }, (_, i) => ({
			id: String(i),
			campaign: i === 137 || i === 400 ? 'nowhere' : 'activation',
		}));
		const { errors, output } = await runWai(
			tenant,
			{
				resource: 'contact',
				operation: 'addToCampaign',
				contactId: '={{ $json.id }}',
				campaign: { __rl: true, mode: 'id', value: '={{ $json.campaign }}' },
			},
			items,
			onErrorOutput,
		);
		expect(errors.map(({ json }) => json.id)).toEqual(['137', '400']);
		expect(errors[0]!.json.details).toMatchObject({ outcome: 'rejected', httpCode: 400 });
		expect(output).toHaveLength(498);
		expect(await tenant.rows('wai/memberships')).toHaveLength(498);
	});
});
