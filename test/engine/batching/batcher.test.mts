import fc from 'fast-check';

import type { Entry, Batching } from '../../../engine/operation';
import { Batcher, type Batch } from '../../../engine/batching/batcher';

const EMPTY = 2;

function pack(entries: Entry[], packing: Batching, room = packing): Batch[] {
	const packer = new Batcher<unknown>(packing, room);
	return [...entries.flatMap((entry) => packer.add(entry)), ...packer.flush()];
}

const specs = fc.array(
	fc.record({ key: fc.nat({ max: 12 }).map(String), size: fc.integer({ min: 1, max: 60 }) }),
	{ maxLength: 200 },
);
const limits = fc.record({
	maxEntries: fc.integer({ min: 1, max: 20 }),
	maxBytes: fc.integer({ min: 62, max: 400 }),
});

const entriesOf = (list: Array<{ key: string; size: number }>): Entry[] =>
	list.map(({ key, size }, item) => ({
		item,
		key,
		data: undefined,
		bytes: size,
		bytesIfKeyPresent: Math.ceil(size / 2),
	}));

function bytesOf(batch: Batch, keys: Batching['keys']): number {
	const seen = new Set<string>();
	return batch.entries.reduce((sum, { key, bytes, bytesIfKeyPresent }) => {
		const beside = keys === 'shared' && seen.has(key);
		seen.add(key);
		return sum + (beside ? bytesIfKeyPresent! : bytes);
	}, EMPTY);
}

describe.each(['once', 'shared', 'none'] as const)('packing with keys %s', (keys) => {
	it('loses and doubles nothing, and stays within count and bytes', () => {
		fc.assert(
			fc.property(specs, limits, (list, limit) => {
				const batches = pack(entriesOf(list), { ...limit, envelopeBytes: EMPTY, keys });
				expect(
					batches.flatMap(({ entries }) => entries.map(({ item }) => item)).sort((a, b) => a - b),
				).toEqual(list.map((_, i) => i));
				for (const batch of batches) {
					expect(batch.entries.length).toBeGreaterThan(0);
					expect(batch.entries.length).toBeLessThanOrEqual(limit.maxEntries);
					expect(bytesOf(batch, keys)).toBeLessThanOrEqual(limit.maxBytes);
				}
			}),
		);
	});

	it('lets batches leave in the order of their sequence', () => {
		fc.assert(
			fc.property(specs, limits, (list, limit) => {
				const batches = pack(entriesOf(list), { ...limit, envelopeBytes: EMPTY, keys });
				expect(batches.map(({ completion }) => completion.sequence)).toEqual(
					batches.map((_, i) => i),
				);
			}),
		);
	});
});

it('a key that stands once a request keeps its input order, each batch after those before that are not settled', () => {
	fc.assert(
		fc.property(specs, limits, fc.infiniteStream(fc.boolean()), (list, limit, whetherSettled) => {
			const packer = new Batcher<unknown>({ ...limit, envelopeBytes: EMPTY, keys: 'once' }, limit);
			const batches: Batch[] = [];
			const settledAt = new Map<number, number>();
			for (const entry of entriesOf(list)) {
				batches.push(...packer.add(entry));
				const next = batches.find(({ completion }) => !settledAt.has(completion.sequence));
				if (next && whetherSettled.next().value) {
					settledAt.set(next.completion.sequence, entry.item);
					next.completion.settle();
				}
			}
			batches.push(...packer.flush());
			const last = new Map<string, { item: number; sequence: number }>();
			for (const {
				entries,
				completion: { sequence },
				after: earlier,
			} of batches) {
				const after = new Set(Array.from(earlier, (completion) => completion.sequence));
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
	const batches = pack(entries, {
		maxEntries: 500,
		maxBytes: 1e6,
		envelopeBytes: EMPTY,
		keys: 'once',
	});
	expect(batches.map((batch) => batch.entries.length)).toEqual([500, 500, 50]);
	expect(batches.flatMap((batch) => batch.entries.map(({ item }) => item))).toEqual(
		entries.map(({ item }) => item),
	);
});

it('one key over and over does not pile up', () => {
	const packer = new Batcher<unknown>(
		{ maxEntries: 500, maxBytes: 1e6, envelopeBytes: EMPTY, keys: 'once' },
		{ maxEntries: 500, maxBytes: 1e6 },
	);
	const entries = entriesOf(Array.from({ length: 100 }, () => ({ key: 'same', size: 10 })));
	const early = entries.flatMap((entry) => packer.add(entry));
	expect(early.length).toBeGreaterThan(80);
	expect(packer.flush().length + early.length).toBe(100);
});

it.each([
	['of a list', Array.from({ length: 60_000 }, (_, i) => String(i))],
	['of a key that comes over and over', Array.from({ length: 60_000 }, () => 'same')],
])(
	'in a long run it is still known which batches %s are not settled, and little else is remembered',
	(_, keys) => {
		const room = { maxEntries: 1, maxBytes: 1e6 };
		const packer = new Batcher<unknown>({ ...room, envelopeBytes: EMPTY, keys: 'once' }, room);
		const entryOf = (key: string, item: number) =>
			entriesOf([{ key, size: 10 }]).map((entry) => ({ ...entry, item }))[0]!;
		const first = packer.add(entryOf('first', 0))[0]!;
		let last: Batch | undefined;
		for (const [i, key] of keys.entries()) {
			last = packer.add(entryOf(key, i + 1))[0]!;
			if (i < keys.length - 1) last.completion.settle();
		}
		expect([...packer.add(entryOf('first', 1e6))[0]!.after]).toEqual([first.completion]);
		expect([...packer.add(entryOf(keys.at(-1)!, 1e6 + 1))[0]!.after]).toEqual([last!.completion]);
		expect(packer.remembered).toBeLessThan(25_000);
	},
);

it('follows room that shrinks during the run', () => {
	const room = { maxEntries: 500, maxBytes: 1e6 };
	const packer = new Batcher<unknown>({ ...room, envelopeBytes: EMPTY, keys: 'none' }, room);
	const entries = entriesOf(Array.from({ length: 100 }, (_, i) => ({ key: String(i), size: 10 })));
	const first = entries.slice(0, 40).flatMap((entry) => packer.add(entry));
	room.maxEntries = 10;
	const rest = [...entries.slice(40).flatMap((entry) => packer.add(entry)), ...packer.flush()];
	expect(first).toEqual([]);
	expect(rest.slice(1).every((batch) => batch.entries.length <= 10)).toBe(true);
	expect(rest.flatMap((batch) => batch.entries)).toHaveLength(100);
});
