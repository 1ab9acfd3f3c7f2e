import type { IDataObject } from 'n8n-workflow';

import { encodeResumeToken } from '../../nodes/Wavy/resumeToken';
import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { newRow, TriggerServer, type TriggerSetup } from '../support/trigger.mts';
import { callback, reply, status } from './callbacks.mts';
import { tokenOf } from './tokens.mts';

const closing: Array<{ stop(): Promise<void> }> = [];
afterEach(async () => {
	for (const one of closing.splice(0)) await one.stop();
});

async function start(setup: Partial<TriggerSetup> = {}): Promise<TriggerServer> {
	const server = await TriggerServer.start(new WavyTrigger(), {
		...setup,
		parameters: { authentication: 'none', ...setup.parameters },
	});
	closing.push(server);
	return server;
}

const answer = (id: string, n: number, more: IDataObject = {}) =>
	reply(id, { correlationId: encodeResumeToken(tokenOf(n)), ...more });
const resumed = { status: 200, body: { resumed: true } };
const wrongSignature = { status: 401, body: '<title>Invalid Form Link</title>' };
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Has the trigger's n8n answer calls to waiting executions. @returns the ids of the executions that were called */
function calls(
	trigger: TriggerServer,
	answered: (execution: number) => { status: number; body: unknown },
): number[] {
	const called: number[] = [];
	trigger.resume = async ({ path }) => {
		const execution = Number(path.split('/')[2]);
		called.push(execution);
		return answered(execution);
	};
	return called;
}

describe('what one callback can cause', () => {
	it('is a hundred calls of n8n to itself; the rest comes with the next try', async () => {
		const trigger = await start();
		const called = calls(trigger, () => resumed);
		const body = callback(...range(250).map((n) => answer(`r${n}`, n + 1)));
		expect((await trigger.post(body)).status).toBe(503);
		expect(called).toHaveLength(100);
		expect((await trigger.post(body)).status).toBe(503);
		expect((await trigger.post(body)).status).toBe(200);
		expect([...called].sort((a, b) => a - b)).toEqual(range(250).map((n) => n + 1));
		expect(trigger.items).toEqual([]);
	});

	it('is some calls for executions that are not there, and none of its replies is lost', async () => {
		const trigger = await start();
		const called = calls(trigger, (execution) =>
			execution === 1000
				? resumed
				: execution % 2
					? wrongSignature
					: { status: 404, body: { message: 'does not exist' } },
		);
		const body = callback(...range(30).map((n) => answer(`r${n}`, n + 1)), answer('ours', 1000));
		expect((await trigger.post(body)).status).toBe(503);
		expect(called.length).toBeLessThanOrEqual(12);
		for (let tries = 1; (await trigger.post(body)).status !== 200; tries++)
			expect(tries).toBeLessThan(10);
		expect(called).toContain(1000);
		expect(new Set(called).size).toBe(called.length);
		expect(trigger.items.map(({ id }) => id).sort()).toEqual(
			range(30)
				.map((n) => `r${n}`)
				.sort(),
		);
		expect(
			trigger.items
				.map(({ unverifiedExecution }) => Number(unverifiedExecution))
				.sort((a, b) => a - b),
		).toEqual(range(30).map((n) => n + 1));
		// Sent once more, nothing of it is tried again.
		const { length } = called;
		await trigger.post(callback(...range(30).map((n) => answer(`again${n}`, n + 1))));
		expect(called).toHaveLength(length);
	});

	it('is one call for each question, whoever answers twice', async () => {
		const trigger = await start();
		const called = calls(trigger, () => resumed);
		expect(
			(await trigger.post(callback(answer('first', 7), answer('second', 7), reply('other'))))
				.status,
		).toBe(200);
		expect(called).toEqual([7]);
		expect(trigger.items.map(({ id, answeredExecution }) => [id, answeredExecution])).toEqual([
			['second', '7'],
			['other', undefined],
		]);
	});
});

describe('an answer', () => {
	it('to a question that has been answered is put out, marked, and n8n is not asked again', async () => {
		const row = newRow();
		const [trigger, other] = [await start({ row }), await start({ row })];
		const called = calls(trigger, () => resumed);
		const elsewhere = calls(other, () => ({
			status: 200,
			body: '<title>No action required</title>',
		}));
		await trigger.post(callback(answer('yes', 7)));
		for (const server of [trigger, other]) {
			// The repeat is dropped by every process; what comes later is an event like any other.
			expect(
				(
					await server.post(
						callback(answer('yes', 7), answer(`thanks at ${server === trigger}`, 7)),
					)
				).status,
			).toBe(200);
		}
		expect([called, elsewhere]).toEqual([[7], []]);
		expect(
			[...trigger.items, ...other.items].map(({ id, answeredExecution }) => [
				id,
				answeredExecution,
			]),
		).toEqual([
			['thanks at true', '7'],
			['thanks at false', '7'],
		]);
	});

	it.each([
		[
			'has ended',
			{ status: 200, body: '<title>No action required</title>' },
			{ answeredExecution: '7' },
		],
		[
			'has ended with an error',
			{ status: 409, body: { message: 'The execution "7" has finished with error.' } },
			{ answeredExecution: '7' },
		],
		[
			'waits for another answer',
			{ status: 410, body: { resumed: false } },
			{ answeredExecution: '7' },
		],
		['is another n8n’s', wrongSignature, { unverifiedExecution: '7' }],
		[
			'does not exist',
			{ status: 404, body: { message: 'The execution "7" does not exist.' } },
			{ unverifiedExecution: '7' },
		],
		['has asked somebody else', { status: 403, body: { resumed: false } }, {}],
	])('to an execution that %s comes out', async (_, said, marks) => {
		const trigger = await start();
		calls(trigger, () => said);
		expect((await trigger.post(callback(answer('1', 7)))).status).toBe(200);
		const { id, answeredExecution, unverifiedExecution } = trigger.items[0]!;
		expect({ id, answeredExecution, unverifiedExecution }).toEqual({ id: '1', ...marks });
	});

	it('is taken again where n8n breaks down while it resumes', async () => {
		const trigger = await start();
		let broken = 4;
		const called = calls(trigger, () =>
			broken-- > 0 ? { status: 503, body: { message: 'Database is not ready' } } : resumed,
		);
		expect((await trigger.post(callback(answer('1', 7)))).status).toBe(503);
		expect((await trigger.post(callback(answer('1', 7)))).status).toBe(200);
		expect([called.length, trigger.items]).toEqual([5, []]);
	});

	it('of another sender does not stand in the way of the one who was asked', async () => {
		const trigger = await start();
		trigger.resume = async ({ body }) =>
			body.from === '5519900000000' ? resumed : { status: 403, body: { resumed: false } };
		expect(
			(
				await trigger.post(
					callback(answer('forged', 7, { source: '15550006666' }), answer('true', 7)),
				)
			).status,
		).toBe(200);
		expect(trigger.items.map(({ id }) => id)).toEqual(['forged']);
	});

	it('is put out with what could be begun, where n8n could not begin the rest, and resumes nothing twice', async () => {
		const trigger = await start();
		const called = calls(trigger, () => resumed);
		trigger.beforeStart = async () => {
			throw new Error('database is locked');
		};
		const body = callback(answer('1', 7), reply('2'));
		expect((await trigger.post(body)).status).toBe(500);
		trigger.beforeStart = async () => {};
		expect((await trigger.post(body)).status).toBe(200);
		expect([called, trigger.items.map(({ id }) => id)]).toEqual([[7], ['2']]);
	});
});

describe('a reply that was made up before the true one', () => {
	it.each([
		['correlationId', { correlationId: 'other' }],
		['extraInfo', { extraInfo: '{"admin":true}' }],
		['the sender’s name', { userProfile: { name: 'Mallory', whatsAppId: '5519900000000' } }],
		['an unknown field', { unheardOf: 1 }],
	])('with another %s does not keep it out', async (_, more) => {
		const trigger = await start();
		await trigger.post(callback(reply('1', more)));
		for (let n = 0; n < 2; n++) await trigger.post(callback(reply('1')));
		expect(trigger.items).toHaveLength(2);
	});

	it('two statuses of one message to two people are two', async () => {
		const trigger = await start();
		await trigger.post(
			callback(
				status('1'),
				status('1', { destination: '5519900000001', correlationId: 'c2' }),
				status('1'),
			),
		);
		expect(trigger.items).toHaveLength(2);
	});

	it('rounded ids are none', async () => {
		const trigger = await start();
		for (let n = 0; n < 2; n++)
			await trigger.send(
				`{"data":[{"id":1234567890123456801,"source":"1"},{"id":12345,"source":"1"}]}`,
				'application/json',
			);
		expect(trigger.items.map(({ id }) => id)).toHaveLength(3);
	});
});
