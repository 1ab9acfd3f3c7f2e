import type { IDataObject } from 'n8n-workflow';

import { Deduplicator, keyOf } from '../../../engine/webhooks/deduplicator';
import { createReceiver } from '../../../engine/webhooks/receive';
import { newRow } from '../../support/trigger.mts';
import { gate, idsOf, pause, startPlain, stopAll } from './plainTrigger.mts';

afterEach(stopAll);

const entries = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, n) => ({ id: `e${from + n}` }));

describe('after a restart', () => {
	it('the last 1,000 are known, of every callback and not only of the first', async () => {
		const row = newRow();
		const before = await startPlain({ row });
		for (let at = 0; at < 1500; at += 50)
			expect((await before.post(entries(at, at + 50))).status).toBe(200);
		expect(idsOf(before)).toHaveLength(1500);
		const after = await startPlain({ row });
		for (let at = 500; at < 1500; at += 50)
			expect((await after.post(entries(at, at + 50))).status).toBe(200);
		expect(idsOf(after)).toEqual([]);
		await after.post(entries(0, 10));
		expect(idsOf(after)).toHaveLength(10);
	});

	it('all of a burst is known, however slowly n8n begins', async () => {
		const row = newRow();
		const before = await startPlain({ row });
		let begun = 0;
		before.beforeStart = async () => await pause(begun++ % 2 ? 20 : 300);
		await Promise.all(
			entries(0, 30).map(async (entry, n) => {
				await pause(n * 20);
				expect((await before.post(entry)).status).toBe(200);
			}),
		);
		expect(before.executions.length).toBeGreaterThan(1);
		const after = await startPlain({ row });
		await after.post(entries(0, 30));
		expect(idsOf(after)).toEqual([]);
	});

	it('what n8n could not begin is not known', async () => {
		const row = newRow();
		const before = await startPlain({ row });
		await before.post(entries(0, 1));
		before.beforeStart = async () => {
			throw new Error('database is locked');
		};
		expect((await before.post(entries(1, 2))).status).toBe(500);
		const after = await startPlain({ row });
		await after.post(entries(0, 2));
		expect(idsOf(after)).toEqual(['e1']);
	});

	it('nothing that is still in flight is written by another callback', async () => {
		const row = newRow();
		const before = await startPlain({ row, parameters: { joinCallbacks: false } });
		const held = gate();
		before.beforeStart = async (items) => {
			if (items.some(({ id }) => id === 'e0')) await held.opened;
		};
		const first = before.post(entries(0, 1));
		await pause(100);
		expect((await before.post(entries(1, 2))).status).toBe(200);
		const after = await startPlain({ row });
		await after.post(entries(0, 2));
		expect(idsOf(after)).toEqual(['e0']);
		held.open();
		await first;
	});

	it('static data of another form harms nothing', async () => {
		for (const recentIds of [7, null, { a: 1 }, 'x'.repeat(50), '   ', ['a']] as unknown[]) {
			const trigger = await startPlain({
				staticData: { 'node:Trigger': { recentIds } } as IDataObject,
			});
			expect((await trigger.post(entries(0, 3))).status).toBe(200);
			expect(idsOf(trigger)).toHaveLength(3);
		}
	});
});

describe('several processes with one database', () => {
	it('know what the other has taken before', async () => {
		const row = newRow();
		const [one, other] = [await startPlain({ row }), await startPlain({ row })];
		for (let at = 0; at < 200; at += 10) {
			const [first, second] = at % 20 === 0 ? [one, other] : [other, one];
			await first.post(entries(at, at + 10));
			expect((await second.post(entries(at, at + 10))).status).toBe(200);
		}
		expect([...idsOf(one), ...idsOf(other)].sort()).toEqual(
			entries(0, 200)
				.map(({ id }) => id)
				.sort(),
		);
		// And so does a third one that has just started.
		const third = await startPlain({ row });
		await third.post(entries(0, 200));
		expect(idsOf(third)).toEqual([]);
	});
});

describe('what is written', () => {
	it('is written once an execution, and not for what nobody wants', async () => {
		const trigger = await startPlain();
		await Promise.all(entries(0, 20).map(async (entry) => await trigger.post(entry)));
		expect(trigger.saves).toBeLessThanOrEqual(trigger.executions.length);
		const { saves } = trigger;
		for (let n = 0; n < 5; n++) await trigger.post([{ id: 'x', unwanted: true }]);
		await trigger.post(entries(0, 20));
		expect(trigger.saves).toBe(saves);
	});
});

describe('the memory', () => {
	it('holds 100,000 events of a trigger and no more, the newest', () => {
		const deduplicator = new Deduplicator();
		const keys = Array.from({ length: 220_000 }, (_, n) => keyOf(`id-${n}`));
		for (let at = 0; at < keys.length; at += 100)
			deduplicator.markSeen('a', keys.slice(at, at + 100));
		expect(deduplicator.size).toBe(100_000);
		expect(
			[keys[0], keys.at(-100_001), keys.at(-100_000), keys.at(-1)].map((key) =>
				deduplicator.isSeen('a', key!),
			),
		).toEqual([false, false, true, true]);
	});

	it('holds 200,000 of all triggers together, and a flood at one washes out nothing at another', () => {
		const deduplicator = new Deduplicator();
		const quiet = Array.from({ length: 1000 }, (_, n) => keyOf(`quiet-${n}`));
		deduplicator.markSeen('quiet', quiet);
		for (let trigger = 0; trigger < 5; trigger++) {
			for (let at = 0; at < 100_000; at += 1000) {
				deduplicator.markSeen(
					`flood ${trigger}`,
					Array.from({ length: 1000 }, (_, n) => keyOf(`${at + n}`)),
				);
			}
		}
		expect(deduplicator.size).toBeLessThanOrEqual(200_000);
		expect(quiet.every((key) => deduplicator.isSeen('quiet', key))).toBe(true);
	});

	it('is freed when the workflow is unpublished; what static data holds comes back with the next callback', async () => {
		const receiver = createReceiver();
		const row = newRow();
		const trigger = await startPlain({ row, receiver });
		await trigger.post(entries(0, 1200));
		await trigger.unpublish();
		await trigger.post(entries(0, 1200));
		// 200 of them were known to the process alone.
		expect(idsOf(trigger)).toHaveLength(1400);
	});

	it('lets go of a claim whose end nobody has seen', () => {
		const deduplicator = new Deduplicator();
		const never = new Promise<void>(() => {});
		const now = jest.spyOn(Date, 'now');
		now.mockReturnValue(1_000_000);
		expect(deduplicator.claim('a', 'key', never)).toBe('claimed');
		expect(deduplicator.claim('a', 'key', never)).toMatchObject({ end: never });
		now.mockReturnValue(1_000_000 + 10 * 60_000);
		expect(deduplicator.claim('a', 'key', never)).toBe('claimed');
		now.mockRestore();
	});
});
