import { ConcurrencyLimit } from '../../engine/concurrencyLimit';

const turn = async () => await new Promise((resolve) => setImmediate(resolve));

it('runs so many at a time, the others in their order, also after one that failed', async () => {
	const limit = new ConcurrencyLimit(2);
	const began: number[] = [];
	const ends: Array<() => void> = [];
	const all = Array.from({ length: 5 }, (_, n) =>
		limit.run(async () => {
			began.push(n);
			await new Promise<void>((resolve) => (ends[n] = resolve));
			if (n === 0) throw new Error('failed');
			return n;
		}),
	);
	const settled = Promise.allSettled(all);
	await turn();
	expect(began).toEqual([0, 1]);
	for (const n of [1, 0, 2, 3, 4]) {
		ends[n]!();
		await turn();
		expect(began.length).toBe(Math.min(5, [1, 0, 2, 3, 4].indexOf(n) + 3));
	}
	expect(began).toEqual([0, 1, 2, 3, 4]);
	expect((await settled).map(({ status }) => status)).toEqual([
		'rejected',
		'fulfilled',
		'fulfilled',
		'fulfilled',
		'fulfilled',
	]);
	expect(await limit.run(async () => 'again')).toBe('again');
});
