import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai, upsert } from '../support/wai.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

/** The receipt that the ledger holds for each contact's last write. */
async function receipts(tenant: SandboxTenant): Promise<Map<string, string>> {
	return new Map(
		(await tenant.rows('wai/contacts')).map(({ id, history }) => [id, history.at(-1)!.receipt]),
	);
}

const HOSTILE_IDS = [
	'__proto__',
	'constructor',
	'toString',
	'a/b?c',
	'a%2Fb#c',
	'..',
	'.',
	'_bulk',
	'campaigns',
	' leading and trailing ',
	'👩‍👩‍👧‍👦',
	'"quoted\\"',
	'0',
	'007',
	'x'.repeat(200),
	'é'.repeat(200),
];

describe('receipts', () => {
	it.each([
		['descending', (n: number) => Array.from({ length: n }, (_, i) => String(n - i))],
		[
			'mixed with names',
			(n: number) =>
				Array.from({ length: n }, (_, i) => (i % 3 ? String((i * 7919) % 100_003) : `c${i}`)),
		],
		['as numbers', (n: number) => Array.from({ length: n }, (_, i) => (i * 7919) % 100_003)],
	])('sit on the right items for ids of digits, %s', async (_, ids) => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'failEntries', every: 7, retry: false },
				},
			],
		});
		const items = ids(1730).map((id, i) => ({ id, n: i }));
		const { byItem, output, errors } = await runWai(tenant, upsert(), items, onErrorOutput);
		const known = await receipts(tenant);
		expect(output.length + errors.length).toBe(items.length);
		expect(errors.length).toBeGreaterThan(200);
		for (const [i, { id }] of items.entries()) {
			const { json } = byItem[i]!;
			const receipt = known.get(String(id));
			if (receipt === undefined)
				expect(json).toMatchObject({
					id,
					details: { outcome: 'rejected', retryable: false, attempts: 1 },
				});
			else
				expect(json).toEqual({
					id,
					n: i,
					contactId: String(id),
					accepted: true,
					receiptId: receipt,
				});
		}
	});

	it('are those of the last try where WAI asked for another', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'failEntries', every: 5, retry: true, times: 1 },
				},
			],
		});
		const items = Array.from({ length: 1000 }, (_, i) => ({ id: String(9000 - i), n: i }));
		const { byItem, errors } = await runWai(tenant, upsert(), items, onErrorOutput);
		const known = await receipts(tenant);
		expect(errors).toEqual([]);
		for (const [i, { id, n }] of items.entries()) {
			expect(byItem[i]!.json).toEqual({
				id,
				n,
				contactId: id,
				accepted: true,
				receiptId: known.get(id),
			});
		}
		const requests = await tenant.requests('wai.contact.bulk');
		expect(requests.map(({ items: n }) => n)).toEqual(expect.arrayContaining([500, 500, 100, 100]));
		expect((await tenant.summary()).wai.contactWrites).toBe(1000);
	});

	it('are left out where failures and nulls do not agree, and only the named one has failed', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: {
						type: 'wrongShape',
						body: { id: ['1', null, '3'], error: true, failures: { a: { retry: false } } },
					},
				},
			],
		});
		const { byItem } = await runWai(
			tenant,
			upsert(),
			[
				{ id: 'a', n: 1 },
				{ id: 'b', n: 2 },
				{ id: 'c', n: 3 },
			],
			onErrorOutput,
		);
		expect(byItem[0]!.json).toMatchObject({ details: { outcome: 'rejected' } });
		expect(byItem[1]!.json).toEqual({
			id: 'b',
			n: 2,
			contactId: 'b',
			accepted: true,
			receiptId: null,
		});
		expect(byItem[2]!.json).toEqual({
			id: 'c',
			n: 3,
			contactId: 'c',
			accepted: true,
			receiptId: null,
		});
	});
});

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

describe('ids', () => {
	it('survive in single calls', async () => {
		const tenant = await sandbox.tenant();
		for (const id of HOSTILE_IDS) {
			const { output } = await runWai(tenant, upsert(), [{ id, givenName: 'Åsa' }]);
			expect(output[0]!.json).toMatchObject({ contactId: id, accepted: true });
			expect((await tenant.row('wai/contacts', id))?.document).toEqual({
				personal: { givenName: 'Åsa' },
				general: {},
			});
		}
		const [one, bulk] = await Promise.all([
			tenant.requests('wai.contact.one'),
			tenant.requests('wai.contact.bulk'),
		]);
		// `..`, `.` and `_bulk` would be read as part of the address.
		expect([one.length, bulk.length]).toEqual([HOSTILE_IDS.length - 3, 3]);
		expect((await tenant.rows('wai/contacts')).map(({ id }) => id)).toEqual(HOSTILE_IDS);
	});

	it('survive in bulk calls, each with its own receipt', async () => {
		const tenant = await sandbox.tenant();
		const { output } = await runWai(
			tenant,
			upsert(),
			HOSTILE_IDS.map((id, n) => ({ id, n })),
		);
		const known = await receipts(tenant);
		expect(known.size).toBe(HOSTILE_IDS.length);
		expect(output.map(({ json }) => json)).toEqual(
			HOSTILE_IDS.map((id, n) => ({
				id,
				n,
				contactId: id,
				accepted: true,
				receiptId: known.get(id),
			})),
		);
	});

	it('survive in failures', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{ action: { type: 'failEntries', ids: ['__proto__', 'constructor'], retry: false } },
			],
		});
		const { errors } = await runWai(
			tenant,
			upsert(),
			HOSTILE_IDS.map((id, n) => ({ id, n })),
			onErrorOutput,
		);
		expect(errors.map(({ json }) => json.id)).toEqual(['__proto__', 'constructor']);
	});

	it.each<[unknown, RegExp]>([
		['', /contact ID is empty/],
		['  ', /not a text or a number|empty/],
		[null, /contact ID is empty/],
		[undefined, /contact ID is empty/],
		[{ a: 1 }, /not a text or a number/],
		[true, /not a text or a number/],
		[12345678901234567890, /can be kept exactly/],
		['half \ud83d', /half a character/],
	])('%j is refused, and costs no other item', async (id, message) => {
		const tenant = await sandbox.tenant();
		const items = [{ id: 'a', n: 1 }, { id, n: 2 } as IDataObject, { id: 'b', n: 3 }];
		const { byItem } = await runWai(tenant, upsert(), items, onErrorOutput);
		expect(byItem.map(({ json }) => json.accepted ?? false)).toEqual([true, false, true]);
		expect(byItem[1]!.json.error).toMatch(message);
		expect(byItem[1]!.json.details).toMatchObject({
			outcome: 'rejected',
			retryable: false,
			attempts: 0,
		});
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

	it('refuse what is too large alone, and nothing else', async () => {
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
		// Four batches may be under way before the first refusal is known; each is halved to 62, then 31.
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

describe('mapping', () => {
	const item = {
		id: '7',
		givenName: 'Åsa',
		city: 'Malmö',
		shoeSize: 38,
		opted: false,
		nothing: null,
		tags: ['a', 'b'],
	};

	it.each<[string, IDataObject, object]>([
		[
			'as personal by default',
			{},
			{
				personal: { givenName: 'Åsa', shoeSize: 38, opted: false, nothing: null, tags: ['a', 'b'] },
				general: { city: 'Malmö' },
			},
		],
		[
			'as general',
			{ unlistedFields: 'general' },
			{
				personal: { givenName: 'Åsa' },
				general: { city: 'Malmö', shoeSize: 38, opted: false, nothing: null, tags: ['a', 'b'] },
			},
		],
		[
			'left out',
			{ unlistedFields: 'drop' },
			{ personal: { givenName: 'Åsa' }, general: { city: 'Malmö' } },
		],
		[
			'listed in both are personal',
			{ unlistedFields: 'drop', personalFields: 'city', generalFields: 'city, givenName' },
			{ personal: { city: 'Malmö' }, general: { givenName: 'Åsa' } },
		],
	])('automatic, unlisted fields %s', async (_, parameters, document) => {
		const tenant = await sandbox.tenant();
		await runWai(tenant, upsert(parameters as never), [item]);
		expect((await tenant.row('wai/contacts', '7'))?.document).toEqual(document);
	});

	it('automatic keeps ready-made sections, and leaves out a field only where it is the id itself', async () => {
		const tenant = await sandbox.tenant();
		const ready = JSON.parse(
			'{"key":" 9 ","personal":{"a":1,"__proto__":2},"general":{"b":2},"city":"Lund"}',
		) as IDataObject;
		await runWai(tenant, upsert({ contactId: '={{ $json.key.trim() }}' }), [ready]);
		// What the ID is made of holds more than the ID: a phone number, a name, other fields of an object.
		expect(JSON.stringify((await tenant.row('wai/contacts', '9'))?.document)).toBe(
			'{"personal":{"key":" 9 ","a":1,"__proto__":2},"general":{"b":2,"city":"Lund"}}',
		);
		await runWai(tenant, upsert({ contactId: '={{ $json.key }}' }), [{ ...ready, key: '10' }]);
		expect(JSON.stringify((await tenant.row('wai/contacts', '10'))?.document)).toBe(
			'{"personal":{"a":1,"__proto__":2},"general":{"b":2,"city":"Lund"}}',
		);
		await runWai(tenant, upsert({ contactId: '={{ $json.phoneNumber }}' }), [
			{ phoneNumber: '+46701', customer: { id: 7 } },
		]);
		expect((await tenant.row('wai/contacts', '+46701'))?.document).toEqual({
			personal: { phoneNumber: '+46701', customer: { id: 7 } },
			general: {},
		});
	});

	it('each field takes fixed values, mapped ones and expressions, and leaves out what is missing', async () => {
		const tenant = await sandbox.tenant();
		const parameters = upsert({
			mapping: 'fields',
			personal: {
				field: [
					{ name: 'givenName', value: '={{ $json.givenName }}' },
					{ name: 'x', value: '={{ $json.missing }}' },
				],
			},
			general: {
				field: [
					{ name: '={{ "ci" + "ty" }}', value: '={{ $json.city.toUpperCase() }}' },
					{ name: 'source', value: 'n8n' },
				],
			},
		});
		await runWai(tenant, parameters, [item]);
		expect((await tenant.row('wai/contacts', '7'))?.document).toEqual({
			personal: { givenName: 'Åsa' },
			general: { city: 'MALMÖ', source: 'n8n' },
		});
	});

	it('each field leaves nothing of an item behind for the next one, whatever names and values it has', async () => {
		const tenant = await sandbox.tenant();
		const parameters = upsert({
			mapping: 'fields',
			personal: {
				field: [
					{ name: '={{ $json.named }}', value: '={{ $json.value }}' },
					{ name: 'phone', value: '={{ $json.mobile }}' },
					{ name: 'phone', value: '={{ $json.home }}' },
				],
			},
			general: {
				field: [
					{ name: 'phone', value: '={{ $json.work }}' },
					{ name: '__proto__', value: '={{ $json.value }}' },
				],
			},
		});
		const items = [
			{ id: '1', named: 'a', value: 1, mobile: 'm1', home: 'h1', work: 'w1' },
			{ id: '2', named: 'b', value: 2, mobile: 'm2' },
			{ id: '3', named: 'b', home: 'h3' },
			{ id: '4', named: ' ', value: 4, mobile: 'm4' },
			{ id: '5', named: 'b', value: 5, work: 'w5' },
		];
		const { output, errors } = await runWai(tenant, parameters, items, onErrorOutput);
		expect([output.length, errors.length]).toEqual([4, 1]);
		const documents = await Promise.all(
			['1', '2', '3', '5'].map(async (id) =>
				JSON.stringify((await tenant.row('wai/contacts', id))?.document),
			),
		);
		expect(documents).toEqual([
			'{"personal":{"a":1,"phone":"h1"},"general":{"phone":"w1","__proto__":1}}',
			'{"personal":{"b":2,"phone":"m2"},"general":{"__proto__":2}}',
			'{"personal":{"phone":"h3"},"general":{}}',
			'{"personal":{"b":5},"general":{"phone":"w5","__proto__":5}}',
		]);
	});

	it.each<[unknown, object]>([
		[
			'={{ { personal: { a: $json.givenName }, general: {} } }}',
			{ personal: { a: 'Åsa' }, general: {} },
		],
		['={"personal":{"a":"{{ $json.givenName }}"}}', { personal: { a: 'Åsa' }, general: {} }],
		['{"general":{"a":1}}', { personal: {}, general: { a: 1 } }],
	])('JSON from %s', async (contactJson, document) => {
		const tenant = await sandbox.tenant();
		await runWai(tenant, upsert({ mapping: 'json', contactJson: contactJson as string }), [item]);
		expect((await tenant.row('wai/contacts', '7'))?.document).toEqual(document);
	});

	it.each([
		['{ "personal": {}, }', /not valid JSON/],
		['{"personal":{},"name":"x"}', /not a contact.*name/],
		['[1]', /not an object/],
		['{"personal":"x"}', /not a contact.*personal must be an object/],
	])('JSON %s is refused in words', async (contactJson, message) => {
		const tenant = await sandbox.tenant();
		const { errors } = await runWai(
			tenant,
			upsert({ mapping: 'json', contactJson }),
			[item],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toMatch(message);
		expect((await tenant.summary()).requests.total).toBe(0);
	});
});
