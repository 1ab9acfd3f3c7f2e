import type { IExecuteFunctions } from 'n8n-workflow';

import type { Operation } from '../../../engine/operation';
import { EventLoopYielder } from '../../../engine/delivery/eventLoop';
import { run } from '../../../engine/run';
import { wai } from '../../../nodes/Wai/api';
import { upsert as upsertContacts } from '../../../nodes/Wai/operations/contact/upsert';
import { Wai } from '../../../nodes/Wai/Wai.node';
import { runNode } from '../../support/engine.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { upsert } from '../../support/wai.mts';

/** Numbers the turns of the event loop. */
class LoopTurns {
	number = 0;
	private next: NodeJS.Immediate | undefined;

	start(): void {
		this.next = setImmediate(() => {
			this.number++;
			this.start();
		});
	}

	stop(): void {
		clearImmediate(this.next);
	}
}

function work(ms: number): void {
	for (const until = performance.now() + ms; performance.now() < until; );
}

const turns = new LoopTurns();
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
	turns.start();
});
afterAll(async () => {
	turns.stop();
	await sandbox.stop();
});

it('those who wait for the event loop go on one a turn, in their order', async () => {
	const pace = new EventLoopYielder();
	const wentOn: Array<{ caller: number; turn: number }> = [];
	await Promise.all(
		[0, 1, 2, 3].map(async (caller) => {
			await pace.yieldNow();
			wentOn.push({ caller, turn: turns.number });
			work(5);
		}),
	);
	expect(wentOn.map(({ caller }) => caller)).toEqual([0, 1, 2, 3]);
	expect(new Set(wentOn.map(({ turn }) => turn)).size).toBe(4);
});

describe('with a clock that stands', () => {
	let now = Date.now();
	beforeEach(() => jest.spyOn(Date, 'now').mockImplementation(() => now));
	afterEach(() => jest.restoreAllMocks());

	it('a slice of work is over after some milliseconds, and begins anew with the next turn', async () => {
		const pace = new EventLoopYielder();
		expect(pace.shouldYield).toBe(false);
		now += 3;
		expect(pace.shouldYield).toBe(false);
		now += 3;
		expect(pace.shouldYield).toBe(true);
		await pace.yieldNow();
		expect(pace.shouldYield).toBe(false);
		// Set back: then nothing is known of the time that has passed.
		now -= 1000;
		expect(pace.shouldYield).toBe(true);
	});

	it('short work goes on at once until the loop has been held for long', async () => {
		const pace = new EventLoopYielder();
		const begun = turns.number;
		await pace.yieldIfOverBudget();
		now += 6;
		await pace.yieldIfOverBudget();
		expect(turns.number).toBe(begun);
		now += 10;
		await pace.yieldIfOverBudget();
		expect(turns.number).toBeGreaterThan(begun);
	});
});

it('answers that take long to read are read one a turn of the event loop, however many come at a time', async () => {
	const REQUESTS = 24;
	const readIn: number[] = [];
	const slow: Operation<string> = {
		...upsertContacts,
		parseResponse: (batch, body) => {
			readIn.push(turns.number);
			work(15);
			return upsertContacts.parseResponse(batch, body);
		},
	};
	const node = Object.assign(Object.create(new Wai()) as Wai, {
		async execute(this: IExecuteFunctions) {
			return await run.call(this, wai, [
				{ name: 'Contact', value: 'contact', defaultOperation: 'upsert', operations: [slow] },
			]);
		},
	});
	const tenant = await sandbox.tenant();
	const { output } = await runNode({
		type: node,
		parameters: upsert({ options: { batchSize: 2, maxConcurrency: 8 } }),
		items: Array.from({ length: 2 * REQUESTS }, (_, i) => ({
			json: { id: `c${i}`, firstName: 'Ana' },
		})),
		credentials: {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		},
	});
	expect(output).toHaveLength(2 * REQUESTS);
	expect(readIn).toHaveLength(REQUESTS);
	expect(new Set(readIn).size).toBe(REQUESTS);
});
