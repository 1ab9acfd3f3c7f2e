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
		'at concurrency 8, half of them known, with duplicates, under faults: one customer an id, final state right (refusals by %s, %i items)',
		async (refusals, count) => {
			const tenant = await sandbox.tenant({ seed: 7, sessionM: { errors: refusals } });
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
			// Half of the ids are known; the last quarter of the items, and every seventh one, are of ids that come more than once.
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
		const refusedUpdate = {
			match: { endpoint: 'sessionM.core.user.update' },
			action: { type: 'status', status: 400 },
		};

		it('refused, it leaves the item unknown', async () => {
			const tenant = await sandbox.tenant({ faults: [lost, refusedUpdate] });
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
					refusedUpdate,
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
		'SessionM’s error code reaches the user, and costs no other item (refusals by %s)',
		async (refusals) => {
			const tenant = await sandbox.tenant({ sessionM: { errors: refusals } });
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

describe('phone numbers', () => {
	const onFile = [
		{ phone_number: '+15550001', phone_type: 'mobile' },
		{ phone_number: '+15550002', phone_type: 'home' },
	];
	const ready = async () => {
		const tenant = await sandbox.tenant();
		await runSessionM(tenant, upsert(), [{ id: 'C-1', phone_numbers: onFile }]);
		return tenant;
	};
	const phones = async (tenant: Awaited<ReturnType<typeof ready>>) =>
		(await customerOf(tenant, 'C-1'))?.phone_numbers;

	it.each<[string, IDataObject]>([
		['no such field', { first_name: 'A' }],
		['an empty list', { phone_numbers: [] }],
		['null', { phone_numbers: null }],
		['an empty text', { phone_numbers: '' }],
	])('on file stay when the item brings %s', async (_, item) => {
		const tenant = await ready();
		await runSessionM(tenant, upsert(), [{ id: 'C-1', ...item }]);
		expect(await phones(tenant)).toEqual(onFile);
	});

	it.each(['auto', 'json'])(
		'that are mapped are added, and those on file stay (%s)',
		async (mapping) => {
			const tenant = await ready();
			const item = {
				id: 'C-1',
				phone_numbers: ['+1 555 0002', { phone_number: '+15550003', phone_type: 'work' }],
			};
			await runSessionM(
				tenant,
				upsert({ mapping, customerJson: '={{ { phone_numbers: $json.phone_numbers } }}' }),
				[item],
			);
			expect(await phones(tenant)).toEqual([
				onFile[0],
				{ phone_number: '+1 555 0002', phone_type: 'home' },
				{ phone_number: '+15550003', phone_type: 'work' },
			]);
		},
	);

	it('are replaced only when the user says so', async () => {
		const tenant = await ready();
		await runSessionM(tenant, upsert({ phoneNumbers: 'replace' }), [
			{ id: 'C-1', phone_numbers: '+15550009' },
		]);
		expect(await phones(tenant)).toEqual([{ phone_number: '+15550009' }]);
		await runSessionM(tenant, upsert({ phoneNumbers: 'replace' }), [
			{ id: 'C-1', first_name: 'B' },
		]);
		expect(await phones(tenant)).toHaveLength(1);
		await runSessionM(tenant, upsert({ phoneNumbers: 'replace' }), [
			{ id: 'C-1', phone_numbers: [] },
		]);
		expect(await phones(tenant)).toBeNull();
	});

	it('of a new customer need one look and no update', async () => {
		const tenant = await ready();
		await runSessionM(tenant, upsert(), [{ id: 'C-2', phone_numbers: ['+15551111'] }]);
		expect((await tenant.requests()).slice(-2).map(({ method }) => method)).toEqual([
			'GET',
			'POST',
		]);
	});
});

describe('mapping', () => {
	const item = {
		id: 'C-1',
		first_name: 'Åsa',
		dob: '1990-05-01T10:00:00Z',
		shoeSize: 38,
		user_profile: { diet: 'vegan' },
	};

	it.each<[string, object]>([
		[
			'profile',
			{ first_name: 'Åsa', dob: '1990-05-01', user_profile: { shoeSize: 38, diet: 'vegan' } },
		],
		['drop', { first_name: 'Åsa', dob: '1990-05-01', user_profile: { diet: 'vegan' } }],
	])('automatic, other fields: %s', async (otherFields, expected) => {
		const tenant = await sandbox.tenant();
		await runSessionM(tenant, upsert({ otherFields }), [item]);
		const customer = (await customerOf(tenant, 'C-1'))!;
		expect(customer).toMatchObject(expected);
		expect(customer.user_profile).toEqual((expected as { user_profile: object }).user_profile);
	});

	it('each field; what the item lacks is left out', async () => {
		const tenant = await sandbox.tenant();
		const customer = {
			field: [
				{ name: 'first_name', value: '={{ $json.first_name.toUpperCase() }}' },
				{ name: 'city', value: '={{ $json.none }}' },
				{ name: 'shoe', value: '={{ $json.shoeSize }}' },
			],
		};
		await runSessionM(tenant, upsert({ mapping: 'fields', customer }), [item]);
		const row = (await customerOf(tenant, 'C-1'))!;
		expect(row).toMatchObject({ first_name: 'ÅSA', user_profile: { shoe: 38 } });
		expect(row).not.toHaveProperty('city');
	});

	it.each([['{"email":"a@b.se"}'], ['{"user":{"email":"a@b.se"}}']])(
		'JSON %s',
		async (customerJson) => {
			const tenant = await sandbox.tenant();
			await runSessionM(tenant, upsert({ mapping: 'json', customerJson }), [item]);
			expect(await customerOf(tenant, 'C-1')).toMatchObject({ email: 'a@b.se' });
		},
	);

	it.each<[IDataObject, RegExp]>([
		[{ id: '' }, /customer ID is empty/],
		[{ id: '..' }, /cannot be used in an address/],
		[{ id: 'a', external_id: 'b' }, /two external IDs/],
		[{ id: 'a', dob: 'tomorrow' }, /"dob" is not a date/],
		[{ id: 'a', phone_numbers: ['none'] }, /not a phone number/],
	])('%j is refused in words, before it is sent', async (bad, message) => {
		const tenant = await sandbox.tenant();
		const { errors, output } = await runSessionM(
			tenant,
			upsert(),
			[bad, { id: 'good' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toMatch(message);
		expect(output).toHaveLength(1);
	});

	it('ids of any characters survive', async () => {
		const tenant = await sandbox.tenant();
		const ids = [
			'a/b?c',
			'a%2Fb#c',
			' spaces ',
			'👩‍👩‍👧‍👦',
			'__proto__',
			'007',
			'constructor',
			':api_key',
		];
		const { output } = await runSessionM(
			tenant,
			upsert(),
			ids.map((id) => ({ id, first_name: id })),
		);
		expect(output.map(({ json }) => json.externalId)).toEqual(ids);
		for (const id of ids)
			expect(await customerOf(tenant, id)).toMatchObject({ externalId: id, first_name: id });
	});
});

describe('the hint', () => {
	it('counts steps of an item as requests, not as repeats', async () => {
		const tenant = await sandbox.tenant();
		const { hints } = await runSessionM(tenant, upsert(), [{ id: 'C-1' }, { id: 'C-2' }]);
		expect(hints).toEqual(['SessionM: 2 items in 4 requests: 2 accepted, 0 rejected, 0 unknown']);
	});
});
