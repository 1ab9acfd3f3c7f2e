import fc from 'fast-check';

import type { Entry, Packing } from '../../engine/operation';
import { Packer, type Batch } from '../../engine/pack';

const EMPTY = 2;

function pack(entries: Entry[], packing: Packing, room = packing): Batch[] {
	const packer = new Packer<unknown>(packing, room);
	return [...entries.flatMap((entry) => packer.add(entry)), ...packer.flush()];
}

const specs = fc.array(fc.record({ key: fc.nat({ max: 12 }).map(String), size: fc.integer({ min: 1, max: 60 }) }), { maxLength: 200 });
const limits = fc.record({ entries: fc.integer({ min: 1, max: 20 }), bytes: fc.integer({ min: 62, max: 400 }) });

const entriesOf = (list: Array<{ key: string; size: number }>): Entry[] =>
	list.map(({ key, size }, item) => ({ item, key, data: undefined, bytes: size, bytesBesideItsKey: Math.ceil(size / 2) }));

function bytesOf(batch: Batch, keys: Packing['keys']): number {
	const seen = new Set<string>();
	return batch.entries.reduce((sum, { key, bytes, bytesBesideItsKey }) => {
		const beside = keys === 'shared' && seen.has(key);
		seen.add(key);
		return sum + (beside ? bytesBesideItsKey! : bytes);
	}, EMPTY);
}

describe.each(['once', 'shared', 'none'] as const)('packing with keys %s', (keys) => {
	it('loses and doubles nothing, and stays within count and bytes', () => {
		fc.assert(
			fc.property(specs, limits, (list, limit) => {
				const batches = pack(entriesOf(list), { ...limit, emptyBytes: EMPTY, keys });
				expect(batches.flatMap(({ entries }) => entries.map(({ item }) => item)).sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
				for (const batch of batches) {
					expect(batch.entries.length).toBeGreaterThan(0);
					expect(batch.entries.length).toBeLessThanOrEqual(limit.entries);
					expect(bytesOf(batch, keys)).toBeLessThanOrEqual(limit.bytes);
				}
			}),
		);
	});

	it('lets batches leave in the order of their sequence', () => {
		fc.assert(
			fc.property(specs, limits, (list, limit) => {
				const batches = pack(entriesOf(list), { ...limit, emptyBytes: EMPTY, keys });
				expect(batches.map(({ sequence }) => sequence)).toEqual(batches.map((_, i) => i));
			}),
		);
	});
});

it('a key that stands once a request keeps its input order, each batch after those before that are not settled', () => {
	fc.assert(
		fc.property(specs, limits, fc.infiniteStream(fc.boolean()), (list, limit, whetherSettled) => {
			const packer = new Packer<unknown>({ ...limit, emptyBytes: EMPTY, keys: 'once' }, limit);
			const batches: Batch[] = [];
			const settledAt = new Map<number, number>();
			for (const entry of entriesOf(list)) {
				batches.push(...packer.add(entry));
				const next = batches.find(({ sequence }) => !settledAt.has(sequence));
				if (next && whetherSettled.next().value) {
					settledAt.set(next.sequence, entry.item);
					packer.settled(next);
				}
			}
			batches.push(...packer.flush());
			const last = new Map<string, { item: number; sequence: number }>();
			for (const { entries, sequence, after } of batches) {
				const notSettled = new Set<number>();
				for (const { key, item } of entries) {
					const before = last.get(key);
					if (before) {
						expect(before.item).toBeLessThan(item);
						expect(before.sequence).toBeLessThan(sequence);
						if ((settledAt.get(before.sequence) ?? item) >= item) notSettled.add(before.sequence);
					}
					last.set(key, { item, sequence });
				}
				expect(after).toEqual(notSettled);
			}
		}),
	);
});

it('different keys fill requests to the brim, in input order', () => {
	const entries = entriesOf(Array.from({ length: 1050 }, (_, i) => ({ key: String(i), size: 10 })));
	const batches = pack(entries, { entries: 500, bytes: 1e6, emptyBytes: EMPTY, keys: 'once' });
	expect(batches.map((batch) => batch.entries.length)).toEqual([500, 500, 50]);
	expect(batches.flatMap((batch) => batch.entries.map(({ item }) => item))).toEqual(entries.map(({ item }) => item));
});

it('one key over and over does not pile up', () => {
	const packer = new Packer<unknown>({ entries: 500, bytes: 1e6, emptyBytes: EMPTY, keys: 'once' }, { entries: 500, bytes: 1e6 });
	const entries = entriesOf(Array.from({ length: 100 }, () => ({ key: 'same', size: 10 })));
	const early = entries.flatMap((entry) => packer.add(entry));
	expect(early.length).toBeGreaterThan(80);
	expect(packer.flush().length + early.length).toBe(100);
});

it.each([
	['of a list', Array.from({ length: 60_000 }, (_, i) => String(i))],
	['of a key that comes over and over', Array.from({ length: 60_000 }, () => 'same')],
])('in a long run it is still known which batches %s are not settled, and little else is remembered', (_, keys) => {
	const room = { entries: 1, bytes: 1e6 };
	const packer = new Packer<unknown>({ ...room, emptyBytes: EMPTY, keys: 'once' }, room);
	const entryOf = (key: string, item: number) => entriesOf([{ key, size: 10 }]).map((entry) => ({ ...entry, item }))[0]!;
	const first = packer.add(entryOf('first', 0))[0]!;
	let last: Batch | undefined;
	for (const [i, key] of keys.entries()) {
		last = packer.add(entryOf(key, i + 1))[0]!;
		if (i < keys.length - 1) packer.settled(last);
	}
	expect([...packer.add(entryOf('first', 1e6))[0]!.after]).toEqual([first.sequence]);
	expect([...packer.add(entryOf(keys.at(-1)!, 1e6 + 1))[0]!.after]).toEqual([last!.sequence]);
	expect(packer.remembered).toBeLessThan(25_000);
});

it('follows room that shrinks during the run', () => {
	const room = { entries: 500, bytes: 1e6 };
	const packer = new Packer<unknown>({ ...room, emptyBytes: EMPTY, keys: 'none' }, room);
	const entries = entriesOf(Array.from({ length: 100 }, (_, i) => ({ key: String(i), size: 10 })));
	const first = entries.slice(0, 40).flatMap((entry) => packer.add(entry));
	room.entries = 10;
	const rest = [...entries.slice(40).flatMap((entry) => packer.add(entry)), ...packer.flush()];
	expect(first).toEqual([]);
	expect(rest.slice(1).every((batch) => batch.entries.length <= 10)).toBe(true);
	expect(rest.flatMap((batch) => batch.entries)).toHaveLength(100);
});
