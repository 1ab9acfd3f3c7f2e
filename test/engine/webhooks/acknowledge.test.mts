import { gate, idsOf, pause, startPlain, stopAll } from './plainTrigger.mts';

afterEach(stopAll);

const list = (...ids: string[]) => ids.map((id) => ({ id }));

describe('acknowledged means kept', () => {
	it('answers 200 with a small JSON body once n8n has begun', async () => {
		const trigger = await startPlain();
		const before = gate();
		trigger.beforeStart = async () => await before.opened;
		let isAnswered = false;
		const answer = trigger.post(list('1')).finally(() => (isAnswered = true));
		await pause(200);
		expect([isAnswered, trigger.executions.length]).toEqual([false, 0]);
		before.open();
		expect(await answer).toMatchObject({ status: 200, body: { message: 'Received' } });
		expect(idsOf(trigger)).toEqual(['1']);
	});

	it(
		'where n8n cannot begin, its leader gets 500, the joined get 503, and all of them are ' +
			'taken when they come again',
		async () => {
			const trigger = await startPlain();
			trigger.beforeStart = async () => {
				await pause(30);
				throw new Error('database is locked');
			};
			const bodies = Array.from({ length: 20 }, (_, n) => list(`a${n}`, `b${n}`));
			const first = await Promise.all(bodies.map(async (body) => await trigger.post(body)));
			const statuses = first.map(({ status }) => status);
			expect(statuses.filter((status) => status === 200)).toEqual([]);
			expect(statuses.filter((status) => status === 500).length).toBeLessThan(20);
			expect(first.find(({ status }) => status === 503)).toMatchObject({
				headers: { 'retry-after': '1' },
				body: { message: expect.stringMatching(/send it again/) },
			});
			trigger.beforeStart = async () => {};
			const second = await Promise.all(bodies.map(async (body) => await trigger.post(body)));
			expect(new Set(second.map(({ status }) => status))).toEqual(new Set([200]));
			expect(idsOf(trigger).sort()).toEqual(
				bodies
					.flat()
					.map(({ id }) => id)
					.sort(),
			);
		},
	);

	it('20 joined callers wait for their leader’s execution', async () => {
		const trigger = await startPlain();
		const before = gate();
		trigger.beforeStart = async () => await before.opened;
		let answered = 0;
		const calls = Array.from({ length: 20 }, async (_, n) => {
			const { status } = await trigger.post(list(String(n)));
			answered++;
			return status;
		});
		await pause(300);
		expect(answered).toBe(0);
		before.open();
		expect(new Set(await Promise.all(calls))).toEqual(new Set([200]));
		expect(idsOf(trigger).sort()).toEqual(Array.from({ length: 20 }, (_, n) => String(n)).sort());
		expect(trigger.executions.length).toBeLessThan(5);
	});

	it('a caller that hangs up changes nothing for those that it leads', async () => {
		const trigger = await startPlain();
		const before = gate();
		trigger.beforeStart = async () => await before.opened;
		const hangUp = new AbortController();
		const leader = fetch(trigger.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '[{"id":"1"}]',
			signal: hangUp.signal,
		}).catch(() => 'gone');
		await pause(20);
		const follower = trigger.post(list('2'));
		await pause(100);
		hangUp.abort();
		expect(await leader).toBe('gone');
		await pause(50);
		before.open();
		expect((await follower).status).toBe(200);
		expect((await trigger.post(list('1', '2'))).status).toBe(200);
		expect(idsOf(trigger)).toEqual(['1', '2']);
	});

	it('what arrives while n8n begins with an execution becomes the next one', async () => {
		const trigger = await startPlain();
		const before = gate();
		let begun = 0;
		trigger.beforeStart = async () => {
			begun++;
			await before.opened;
		};
		const calls = [];
		for (let n = 0; n < 10; n++) {
			calls.push(trigger.post(list(String(n))));
			await pause(40);
		}
		await pause(100);
		expect(begun).toBe(1);
		before.open();
		expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]));
		expect(trigger.executions).toHaveLength(2);
		expect(idsOf(trigger)).toEqual(Array.from({ length: 10 }, (_, n) => String(n)));
	});

	it('nothing is joined where the user does not want it', async () => {
		const trigger = await startPlain({ parameters: { joinCallbacks: false } });
		await Promise.all(list('1', '2', '3').map(async (entry) => await trigger.post(entry)));
		expect(trigger.executions).toHaveLength(3);
	});
});

describe('a repeat of what is in flight', () => {
	it('waits for its fate: 200 once the first has begun', async () => {
		const trigger = await startPlain();
		const before = gate();
		trigger.beforeStart = async () => await before.opened;
		const first = trigger.post(list('1'));
		await pause(100);
		let isAnswered = false;
		const second = trigger.post(list('1')).finally(() => (isAnswered = true));
		await pause(200);
		expect(isAnswered).toBe(false);
		before.open();
		expect([(await first).status, (await second).status]).toEqual([200, 200]);
		expect(idsOf(trigger)).toEqual(['1']);
	});

	it('is asked to come again where the first fails, and is taken then', async () => {
		const trigger = await startPlain();
		const before = gate();
		trigger.beforeStart = async () => {
			await before.opened;
			throw new Error('disk full');
		};
		const first = trigger.post(list('1'));
		await pause(100);
		const second = trigger.post(list('1'));
		await pause(50);
		before.open();
		expect([(await first).status, (await second).status]).toEqual([500, 503]);
		trigger.beforeStart = async () => {};
		expect((await trigger.post(list('1'))).status).toBe(200);
		expect(idsOf(trigger)).toEqual(['1']);
	});

	it('brings what is new with it at once, and is acknowledged only with all of it', async () => {
		const trigger = await startPlain({ parameters: { joinCallbacks: false } });
		const before = gate();
		trigger.beforeStart = async (items) => {
			if (items.some(({ id }) => id === '1')) await before.opened;
			if (items.some(({ id }) => id === '1') && trigger.executions.length < 2)
				throw new Error('database is locked');
		};
		const first = trigger.post(list('1'));
		await pause(100);
		const second = trigger.post(list('1', '2'));
		await pause(200);
		expect(idsOf(trigger)).toEqual(['2']);
		before.open();
		// n8n has begun with "2" and said 200; "1" has failed, so that the caller must come again.
		expect([(await first).status, (await second).status]).toEqual([500, 503]);
		await trigger.post(list('3'));
		expect((await trigger.post(list('1', '2'))).status).toBe(200);
		expect(idsOf(trigger)).toEqual(['2', '3', '1']);
	});

	it('within one callback is left out, and the callback does not wait for itself', async () => {
		const trigger = await startPlain();
		expect((await trigger.post(list('1', '2', '1'))).status).toBe(200);
		expect(idsOf(trigger)).toEqual(['1', '2']);
	});

	it('of callbacks that wait for each other, none waits for ever', async () => {
		const trigger = await startPlain();
		const bodies = [list('a', 'b'), list('b', 'c'), list('c', 'a'), list('a', 'b', 'c', 'd')];
		const answers = await Promise.all(
			[...bodies, ...bodies].map(async (body) => await trigger.post(body)),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
		expect(idsOf(trigger).sort()).toEqual(['a', 'b', 'c', 'd']);
	});
});

describe('one bad entry costs itself', () => {
	const mixed = [{ id: '1' }, { bad: true }, 7, null, { id: '2' }];

	it('and the others come out', async () => {
		const trigger = await startPlain();
		expect((await trigger.post(mixed)).status).toBe(200);
		expect(idsOf(trigger)).toEqual(['1', '2']);
	});

	it('a callback of nothing else is a bad one', async () => {
		const trigger = await startPlain();
		for (const body of [[{ bad: true }], [7, null], { bad: 1 }])
			expect((await trigger.post(body)).status).toBe(400);
		expect((await trigger.post([])).status).toBe(200);
		expect(trigger.executions).toEqual([]);
	});
});
