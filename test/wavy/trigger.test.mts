import { callback, reply, status } from './callbacks.mts';
import { startTrigger } from './startTrigger.mts';

describe('the secret', () => {
	const protectedBy = (placement: string) => ({
		credentials: {
			wavyWebhookApi: {
				placement,
				name: placement === 'query' ? 'token' : 'X-Wavy-Secret',
				secret: 'correct horse battery',
			},
		},
	});

	it('stands in the query or a header, and nothing else opens', async () => {
		const inQuery = await startTrigger({ authentication: 'secret' }, protectedBy('query'));
		expect((await inQuery.post(callback(reply('1')))).status).toBe(401);
		expect((await inQuery.post(callback(reply('1')), { query: '?token=wrong' })).status).toBe(401);
		expect(
			(await inQuery.post(callback(reply('1')), { query: '?token=correct%20horse%20battery' }))
				.status,
		).toBe(200);
		const inHeader = await startTrigger({ authentication: 'secret' }, protectedBy('header'));
		expect(
			(await inHeader.post(callback(reply('1')), { headers: { 'x-wavy-secret': 'nope' } })).status,
		).toBe(401);
		expect(
			(
				await inHeader.post(callback(reply('1')), {
					headers: { 'x-wavy-secret': 'correct horse battery' },
				})
			).status,
		).toBe(200);
		expect([inQuery.items.length, inHeader.items.length]).toEqual([1, 1]);
	});
});

describe('repeats', () => {
	it('drops what was taken, and keeps the statuses of one message apart', async () => {
		const trigger = await startTrigger();
		const first = callback(status('1'), reply('1'));
		await trigger.post(first);
		await trigger.post(first);
		await trigger.post(callback(status('1', { deliveredStatusCode: 4 }), status('1')));
		expect(trigger.items.map(({ event, status: name }) => [event, name])).toEqual([
			['status', 'SENT_SUCCESS'],
			['reply', undefined],
			['status', 'DELIVERED_SUCCESS'],
		]);
	});

	it('does not take two replies that have one id for the same', async () => {
		const trigger = await startTrigger();
		await trigger.post(
			callback(
				reply('last-mt'),
				reply('last-mt', { message: { type: 'TEXT', messageText: 'And another thing' } }),
			),
		);
		expect(trigger.items).toHaveLength(2);
	});

	it('knows them after a restart of n8n', async () => {
		const before = await startTrigger();
		await before.post(callback(reply('1'), reply('2')));
		// Another server stands for another process: only static data is left.
		const after = await startTrigger({}, { staticData: before.staticData });
		await after.post(callback(reply('2'), reply('3')));
		expect(after.items.map(({ id }) => id)).toEqual(['3']);
	});

	it('are kept where the user wants them', async () => {
		const trigger = await startTrigger({ ignoreDuplicates: false });
		await trigger.post(callback(reply('1')));
		await trigger.post(callback(reply('1')));
		expect(trigger.items).toHaveLength(2);
	});
});

describe('joined callbacks', () => {
	it(
		'puts out each entry of a burst exactly once, in far fewer executions, and saves static ' +
			'data once an execution',
		async () => {
			const trigger = await startTrigger();
			const entries = Array.from({ length: 5000 }, (_, i) =>
				i % 2 ? reply(`e${i}`) : status(`e${i}`),
			);
			const batches: object[] = [];
			for (let at = 0, size = 1; at < entries.length; at += size, size = 1 + ((at * 7919) % 23))
				batches.push(callback(...entries.slice(at, at + size)));
			const sent = [...batches, ...batches.filter((_, i) => i % 3 === 0)].sort(
				(a, b) => ((JSON.stringify(a).length * 31) % 97) - ((JSON.stringify(b).length * 31) % 97),
			);
			let next = 0;
			await Promise.all(
				Array.from({ length: 32 }, async () => {
					for (let body = sent[next++]; body; body = sent[next++])
						expect((await trigger.post(body)).status).toBe(200);
				}),
			);
			expect(trigger.items.map(({ id }) => id).sort()).toEqual(entries.map(({ id }) => id).sort());
			expect(trigger.executions.length).toBeLessThan(sent.length / 3);
			expect(trigger.saves).toBeLessThanOrEqual(trigger.executions.length);
		},
	);
});
