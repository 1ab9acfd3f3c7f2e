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
		['half \ud83d', /half of a character/],
	])('%j is rejected, and costs no other item', async (id, message) => {
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
