import { randomUUID } from 'node:crypto';
import axios from 'axios';
import lodash from 'lodash';
import type { MessageRow } from '../../sandbox/wavy/ledger.mts';
import { pollUntil } from '../n8n/process.mts';
import { enterStage, type TestStage } from './stage.mts';
import {
	answer,
	ask,
	executionsWith,
	publishQuestion,
	publishTrigger,
	type Published,
} from './wavy.mts';

const phone = (index: number): string => `5519${String(900_000_001 + index * 10)}`;
const random = (seed: number) => () => (
	(seed = (seed * 16_807) % 2_147_483_647),
	seed / 2_147_483_647
);

describe('Send and Wait for Reply', () => {
	let stage: TestStage;
	let trigger: Published;
	let question: Published;

	beforeEach(async () => {
		stage = await enterStage();
		trigger = await publishTrigger(stage);
		await stage.tenant.configure({ wavy: { openToAll: true, statusDelayMs: 10 } });
	});
	afterEach(async () => {
		for (const published of [trigger, question]) await published?.end();
	});

	const outputOf = async (id: string) =>
		(await stage.client.execution(id)).items('After').map(({ json }) => json);
	const questions = async () => await stage.tenant.rows<MessageRow>('wavy/messages');

	it('wakes with the answer, and puts out nothing of what travels with the message', async () => {
		question = await publishQuestion(stage);
		await ask(question, phone(1));
		const [waiting] = await executionsWith(stage, question, 'waiting', 1);
		await answer(stage, { from: phone(1), text: 'Yes, gladly' });
		await executionsWith(stage, question, 'success', 2);
		expect(await outputOf(waiting!)).toEqual([
			{
				replied: true,
				text: 'Yes, gladly',
				payload: null,
				from: phone(1),
				receivedAt: expect.stringMatching(/^\d{4}-/) as string,
			},
		]);
		const [sent] = await questions();
		expect(sent!.correlationId).toMatch(/^n8nw\.[\w.-]+$/);
		expect((await stage.client.execution(waiting!)).text).not.toContain(
			sent!.correlationId!.split('.').at(-1)!,
		);
		// The trigger put out statuses, and not the reply that another execution has.
		const started = await stage.client.executions(trigger.workflow.id, { most: 50 });
		for (const { id } of started)
			expect(
				(await stage.client.execution(id)).items('Wavy Trigger').map(({ json }) => json.event),
			).not.toContain('reply');
	});

	it(
		'wakes 100 waiting executions, answered in random order, each with its own answer; ' +
			'1,000 forged callbacks wake nothing',
		async () => {
			question = await publishQuestion(stage, {
				buttons: {
					button: [
						{ title: 'Yes', payload: 'yes' },
						{ title: 'No', payload: 'no' },
					],
				},
			});
			const people = Array.from({ length: 100 }, (_, i) => phone(i + 100));
			for (const group of lodash.chunk(people, 10))
				await Promise.all(group.map(async (person) => await ask(question, person)));
			const waiting = await executionsWith(stage, question, 'waiting', 100);

			const next = random(7);
			const genuine = (await questions()).map(({ correlationId }) => correlationId!);
			const forged = Array.from({ length: 1000 }, (_, i) => forge(genuine[i % 100]!, next));
			for (const group of lodash.chunk(forged, 50)) {
				const data = group.map((correlationId) => ({
					id: randomUUID(),
					source: phone(1),
					origin: '5511',
					correlationId,
					message: { type: 'TEXT', messageText: 'forged' },
					receivedAt: Date.now(),
				}));
				await axios.post(
					trigger.url,
					{ total: data.length, data },
					{ proxy: false, validateStatus: () => true },
				);
			}
			expect(await executionsWith(stage, question, 'waiting', 100)).toHaveLength(100);

			const order = lodash.sortBy(people, () => next());
			for (const group of lodash.chunk(order, 8)) {
				await Promise.all(
					group.map(
						async (from, i) =>
							await answer(
								stage,
								i % 3 === 0 ? { from, choice: 'Yes' } : { from, text: `I am ${from}` },
							),
					),
				);
			}
			await executionsWith(stage, question, 'success', 101);
			const outputs = (await Promise.all(waiting.map(outputOf))).flat();
			expect(outputs.map(({ from }) => from).sort()).toEqual([...people].sort());
			for (const { from, text, payload, replied } of outputs) {
				expect(replied).toBe(true);
				expect(payload === 'yes' ? text === 'Yes' : text === `I am ${String(from)}`).toBe(true);
			}
		},
	);

	it('goes on after the limit, and a late answer is a reply like any other', async () => {
		question = await publishQuestion(stage, { waitLimit: 2, waitLimitUnit: 'seconds' });
		await ask(question, phone(2));
		const [waiting] = await executionsWith(stage, question, 'waiting', 1);
		await executionsWith(stage, question, 'success', 2);
		expect(await outputOf(waiting!)).toMatchObject([
			{ replied: false, text: null, from: phone(2) },
		]);
		await answer(stage, { from: phone(2), text: 'Too late?' });
		const texts = async () => {
			const started = await stage.client.executions(trigger.workflow.id, { most: 50 });
			const runs = await Promise.all(
				started.map(async ({ id }) => await stage.client.execution(id)),
			);
			return runs
				.flatMap((run) => run.items('Wavy Trigger').map(({ json }) => json.text))
				.filter(Boolean);
		};
		await pollUntil(
			'The late reply',
			async () => ((await texts()).includes('Too late?') ? true : undefined),
			{ deadlineInMs: 20_000 },
		);
	});

	it(
		'asks the same person twice: an answer wakes the question that it answers, and a ' +
			'replayed one wakes nothing',
		async () => {
			question = await publishQuestion(stage);
			await ask(question, phone(3));
			await executionsWith(stage, question, 'waiting', 1);
			await ask(question, phone(3));
			const waiting = await executionsWith(stage, question, 'waiting', 2);
			const [first, second] = await questions();
			await answer(stage, { from: phone(3), text: 'To the second' });
			const afterSecond = await pollUntil(
				'The second question',
				async () => {
					const left = await stage.client.executions(question.workflow.id, { status: 'waiting' });
					return left.length === 1 ? left[0] : undefined;
				},
				{ deadlineInMs: 20_000 },
			);
			await answer(stage, { from: phone(3), text: 'To the first', messageId: first!.id });
			await executionsWith(stage, question, 'success', 3);
			expect(await outputOf(afterSecond!.id)).toMatchObject([{ text: 'To the first' }]);
			expect(await outputOf(waiting.find((id) => id !== afterSecond!.id)!)).toMatchObject([
				{ text: 'To the second' },
			]);
			// The same answer under another id, as somebody who has seen it might send it.
			const replay = {
				id: randomUUID(),
				source: phone(3),
				correlationId: second!.correlationId,
				message: { type: 'TEXT', messageText: 'again' },
				receivedAt: Date.now(),
			};
			const { status } = await axios.post(
				trigger.url,
				{ total: 1, data: [replay] },
				{ proxy: false, validateStatus: () => true },
			);
			expect(status).toBe(200);
			expect(await outputOf(waiting.find((id) => id !== afterSecond!.id)!)).toMatchObject([
				{ text: 'To the second' },
			]);
		},
	);
});

/** The genuine one with its signature, its execution, its node or its time changed. */
function forge(genuine: string, next: () => number): string {
	const parts = genuine.split('.');
	const which = 1 + Math.floor(next() * 4);
	const part = parts[which]!;
	const at =
		which === 3
			? 1 + Math.floor(next() * (part.length - 2))
			: Math.floor(next() * (part.length - 1));
	const letters =
		which === 1
			? '0123456789'
			: which === 2
				? '0123456789abcdefghijklmnopqrstuvwxyz'
				: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
	let letter = part[at]!;
	while (letter === part[at]) letter = letters[Math.floor(next() * letters.length)]!;
	parts[which] = part.slice(0, at) + letter + part.slice(at + 1);
	return parts.join('.');
}
