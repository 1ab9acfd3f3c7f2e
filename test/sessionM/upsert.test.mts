import type { IDataObject } from 'n8n-workflow';

import type { CustomerRow } from '../../sandbox/sessionM/index.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { customerOf, runSessionM, upsert } from '../support/sessionM.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('create or update by external id', () => {
	it('POST /users creates who is not there (sessionM 3.7, step 1), PUT updates who is', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ id: 'C-1', email: 'amanda@example.com', first_name: 'Amanda', favourite: 'curly' },
		];
		const { output } = await runSessionM(tenant, upsert(), items);
		expect(output[0]!.json).toMatchObject({
			externalId: 'C-1',
			accepted: true,
			created: true,
			user: { email: 'amanda@example.com' },
		});
		const again = await runSessionM(tenant, upsert(), [{ id: 'C-1', first_name: 'Mandy' }]);
		expect(again.output[0]!.json).toMatchObject({
			externalId: 'C-1',
			userId: output[0]!.json.userId,
			created: false,
		});
		expect(await customerOf(tenant, 'C-1')).toMatchObject({
			email: 'amanda@example.com',
			first_name: 'Mandy',
			user_profile: { favourite: 'curly' },
			writes: 2,
		});
		expect((await tenant.requests()).map(({ method, status }) => [method, status])).toEqual([
			['PUT', 404],
			['POST', 200],
			['PUT', 200],
		]);
	});

	it.each([
		['http', 2000],
		['ok', 400],
	])(
		'at concurrency 8, half of them known, with duplicates, under faults: one customer an ' +
			'id, final state right (rejections by %s, %i items)',
		async (rejections, count) => {
			const tenant = await sandbox.tenant({ seed: 7, sessionM: { errors: rejections } });
			const known = numbers(count / 2).map((i) => ({ id: `C-${i}`, first_name: 'before', n: -1 }));
			await runSessionM(tenant, upsert({ options: { maxConcurrency: 8 } }), known);
			await tenant.configure({
				faults: [
					{ match: { every: 97 }, action: { type: 'status', status: 503, retryAfter: 0 } },
					{ match: { every: 83 }, action: { type: 'status', status: 502 } },
					{ match: { every: 61 }, action: 'resetAfter' },
					{ match: { every: 71 }, action: 'resetBefore' },
					{ match: { every: 89 }, action: 'truncate' },
					// A rate limit lowers the concurrency for long: the small run has it.
					...(count < 1000
						? [{ match: { nth: 100 }, action: { type: 'status', status: 429, retryAfter: 1 } }]
						: []),
				],
			});
			// Half of the ids are known; the last quarter of the items, and every seventh one, are of ids that come more
			// than once.
			const distinct = (count * 3) / 4;
			const idOf = (n: number) =>
				count / 4 - count / 8 + (n % 7 === 6 ? (n * 31) % distinct : n % distinct);
			const items = numbers(count).map((n) => ({ id: `C-${idOf(n)}`, first_name: `v${n}`, n }));
			const { output, errors } = await runSessionM(
				tenant,
				upsert({ options: { maxConcurrency: 8, maxRetries: 8 } }),
				items,
				onErrorOutput,
			);
			const { requests, sessionM } = await tenant.summary();
			expect(errors).toEqual([]);
			expect(output).toHaveLength(count);
			expect(Object.keys(requests.faults).sort()).toEqual([
				'resetAfter',
				'resetBefore',
				'status',
				'truncate',
			]);
			const ids = new Set([...known, ...items].map(({ id }) => id));
			expect([sessionM.customers, sessionM.customersByExternalId]).toEqual([ids.size, ids.size]);
			const last = new Map<string, IDataObject>(
				[...known, ...items].map((item) => [item.id, item]),
			);
			const customers = await tenant.rows<CustomerRow>('sessionM/customers');
			for (const { externalId, first_name: name, user_profile: profile } of customers) {
				expect([externalId, name, profile.n]).toEqual([
					externalId,
					last.get(externalId!)!.first_name,
					last.get(externalId!)!.n,
				]);
			}
		},
		120_000,
	);

	it('two executions that race for the same new customers make each of them once', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { probability: 0.5 }, action: { type: 'delay', ms: 15 } }],
		});
		const items = numbers(120).map((i) => ({ id: `R-${i}` }));
		const run = async (who: string) =>
			await runSessionM(
				tenant,
				upsert({ options: { maxConcurrency: 8 } }),
				items.map((item) => ({ ...item, [who]: true })),
			);
		const runs = await Promise.all([run('first'), run('second')]);
		for (const { output } of runs)
			expect(output.filter(({ json }) => json.accepted)).toHaveLength(120);
		const { requests, sessionM } = await tenant.summary();
		expect(sessionM.customers).toBe(120);
		for (const { user_profile: profile } of await tenant.rows<CustomerRow>('sessionM/customers'))
			expect(profile).toEqual({ first: true, second: true });
		// The race did happen: some customers were found to exist at POST.
		expect(requests.statuses['409']).toBeGreaterThan(0);
	});

	it('a POST whose answer is lost is not repeated blindly: PUT looks first', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{ match: { endpoint: 'sessionM.core.user.create' }, times: 1, action: 'resetAfter' },
			],
		});
		await runSessionM(tenant, upsert(), [{ id: 'C-1', first_name: 'A' }]);
		expect((await tenant.requests()).map(({ method }) => method)).toEqual(['PUT', 'POST', 'PUT']);
		expect((await tenant.summary()).sessionM.customers).toBe(1);
	});

	describe('a POST whose answer is lost may have arrived, whatever becomes of the update that follows it:', () => {
		const lost = {
			match: { endpoint: 'sessionM.core.user.create' },
			times: 1,
			action: 'resetAfter',
		};
		const rejectedUpdate = {
			match: { endpoint: 'sessionM.core.user.update' },
			action: { type: 'status', status: 400 },
		};

		it('rejected, it leaves the item unknown', async () => {
			const tenant = await sandbox.tenant({ faults: [lost, rejectedUpdate] });
			const { errors } = await runSessionM(
				tenant,
				upsert(),
				[{ id: 'C-1', phone_numbers: '+15550001' }],
				onErrorOutput,
			);
			expect(errors[0]!.json.details).toMatchObject({ outcome: 'unknown' });
			expect((await customerOf(tenant, 'C-1'))?.phone_numbers).toEqual([
				{ phone_number: '+15550001' },
			]);
		});

		it('not sent, since another item has failed meanwhile, it leaves the item unknown', async () => {
			const slow = (endpoint: string, nth: number, ms: number, when: string) => ({
				match: { endpoint: `sessionM.core.${endpoint}`, nth },
				action: { type: 'delay', ms, when },
			});
			const tenant = await sandbox.tenant({
				faults: [
					slow('user.get', 2, 600, 'after'),
					slow('user.update', 1, 300, 'before'),
					lost,
					rejectedUpdate,
				],
			});
			jest.spyOn(Math, 'random').mockReturnValueOnce(0);
			const { error } = await runSessionM(tenant, upsert(), [
				{ id: 'C-1', phone_numbers: '+15550001' },
				{ id: 'C-2' },
			]);
			expect((await tenant.requests('sessionM.core.user.update')).length).toBe(1);
			expect(error?.description).toContain(
				'Of 2 items, 0 were accepted, 1 rejected, 1 are unknown and 0 were not sent.',
			);
		});

		it('where nothing but the look before it is lost, nothing was sent', async () => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { endpoint: 'sessionM.core.user.get' }, action: 'resetAfter' }],
			});
			const { errors } = await runSessionM(
				tenant,
				upsert({ options: { maxRetries: 1 } }),
				[{ id: 'C-1', phone_numbers: '+15550001' }],
				onErrorOutput,
			);
			expect(errors[0]!.json.details).toMatchObject({ outcome: 'notSent', attempts: 2 });
		});
	});

	it('ends as unknown, and ends, when every POST is lost', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'sessionM.core.user.create' }, action: 'resetBefore' }],
		});
		const { errors } = await runSessionM(
			tenant,
			upsert({ options: { maxRetries: 1 } }),
			[{ id: 'C-1' }],
			onErrorOutput,
		);
		expect(errors[0]!.json).toMatchObject({
			id: 'C-1',
			details: { outcome: 'unknown', retryable: true },
		});
	});

	it.each(['http', 'ok'])(
		'SessionM’s error code reaches the user, and costs no other item (rejections by %s)',
		async (rejections) => {
			const tenant = await sandbox.tenant({ sessionM: { errors: rejections } });
			const items = [
				{ id: 'C-1', email: 'a@example.com' },
				{ id: 'C-2', email: 'not an address' },
				{ id: 'C-3', email: 'c@example.com' },
			];
			const { byItem, errors } = await runSessionM(tenant, upsert(), items, onErrorOutput);
			expect(byItem.map(({ json }) => json.accepted ?? false)).toEqual([true, false, true]);
			expect(errors[0]!.json).toMatchObject({
				error: 'SessionM rejected it (invalid_request)',
				details: {
					outcome: 'rejected',
					retryable: false,
					vendor: 'invalid_request: user.email: is invalid',
				},
			});
		},
	);
});

describe('the hint', () => {
	it('counts steps of an item as requests, not as repeats', async () => {
		const tenant = await sandbox.tenant();
		const { hints } = await runSessionM(tenant, upsert(), [{ id: 'C-1' }, { id: 'C-2' }]);
		expect(hints).toEqual(['SessionM: 2 items in 4 requests: 2 accepted, 0 rejected, 0 unknown']);
	});
});
