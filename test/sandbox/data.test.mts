import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	contactDocument,
	customers,
	customersCsv,
	events,
	metrics,
	writeCustomersCsv,
} from '../../sandbox/data.mts';
import { event, metric } from '../../sandbox/wai/schemas.mts';

describe('generated data', () => {
	it('is the same for the same seed, whatever the count, and another for another', () => {
		const first = [...customers({ count: 50, seed: 7 })];
		expect([...customers({ count: 80, seed: 7 })].slice(0, 50)).toEqual(first);
		expect([...customers({ count: 50, seed: 8 })]).not.toEqual(first);
		expect([...events({ count: 50, seed: 7 })]).toEqual(
			[...events({ count: 80, seed: 7 })].slice(0, 50),
		);
		expect([...metrics({ count: 50, seed: 7 })]).toEqual(
			[...metrics({ count: 80, seed: 7 })].slice(0, 50),
		);
	});

	it('has unique ids of digits, unlike people, multi-byte letters and dates in order', () => {
		const rows = [...customers({ count: 2000, firstId: 5 })];
		expect(rows.map(({ id }) => id)).toEqual(rows.map((_, index) => String(index + 5)));
		expect(new Set(rows.map(({ phoneNumber }) => phoneNumber)).size).toBeGreaterThan(1990);
		expect(rows.some(({ givenName }) => Buffer.byteLength(givenName) > givenName.length)).toBe(
			true,
		);
		for (const row of rows) {
			expect(row.phoneNumber).toMatch(/^\d{11}$/);
			const dates = [
				row.birthDate,
				row.timeOfRegistration,
				row.latestClientDetailUpdate,
				row.latestLogin,
			].map(Date.parse);
			expect(dates).toEqual([...dates].sort((a, b) => a - b));
		}
	});

	it('makes contacts of the two sections, without the id and without loss', () => {
		const [row] = customers({ count: 1 });
		const { personal, general } = contactDocument(row!);
		expect({ id: row!.id, ...personal, ...general }).toEqual(row);
		expect(Object.keys(personal)).toContain('phoneNumber');
		expect(Object.keys(general)).toContain('latestLogin');
	});

	it('makes events and metrics as WAI takes them', () => {
		const made = [...events({ count: 300 })];
		expect(made).toHaveLength(300);
		expect(new Set(made.map(({ contact }) => contact)).size).toBeLessThan(300);
		for (const { contact, ...entry } of made) expect(event.parse(entry)).toEqual(entry);
		for (const { contact, ...entry } of metrics({ count: 300 }))
			expect(metric.parse(entry)).toEqual(entry);
	});

	it('writes the same customers as CSV', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'customers-'));
		try {
			await writeCustomersCsv(path.join(folder, 'c.csv'), { count: 3000, seed: 3 });
			const text = await readFile(path.join(folder, 'c.csv'), 'utf8');
			expect(text).toBe([...customersCsv({ count: 3000, seed: 3 })].join(''));
			const lines = text.trimEnd().split('\r\n');
			expect(lines).toHaveLength(3001);
			expect(lines[0]).toMatch(
				/^id,phoneNumber,givenName,surName,email,city,country,accountStatus,latestLogin,/,
			);
			const rows = [...customers({ count: 3000, seed: 3 })];
			rows.forEach((row, index) =>
				expect(lines[index + 1]!.startsWith(`${row.id},${row.phoneNumber},${row.givenName},`)).toBe(
					true,
				),
			);
			const quoted = rows.findIndex(({ city }) => city.includes(','));
			expect(lines[quoted + 1]).toContain(`,"${rows[quoted]!.city}",`);
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('of nobody is a header line', () => {
		expect([...customersCsv({ count: 0 })].join('')).toMatch(/^id,.*\r\n$/);
	});
});
