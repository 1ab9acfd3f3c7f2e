import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { entriesOf, readEntry } from '../../nodes/Wavy/callback';
import { callback, reply, status } from './callbacks.mts';
import { startTrigger } from './startTrigger.mts';

describe('callbacks that are not what they should be', () => {
	it.each([[[]], [{}], [{ data: {} }], [{ total: 1, data: [7, null, 'x', {}] }], ['text'], [null]])(
		'answers 400 to %j and starts nothing',
		async (body) => {
			const trigger = await startTrigger();
			expect((await trigger.post(body)).status).toBe(400);
			expect(trigger.executions).toEqual([]);
		},
	);

	it('keeps the good entries beside odd ones', async () => {
		const trigger = await startTrigger();
		const data = [null, status('1'), 7, { nothing: true }, [], reply('2'), 'x'];
		expect((await trigger.post({ total: 'seven', data })).status).toBe(200);
		expect(trigger.items.map(({ id }) => id)).toEqual(['1', '2']);
	});

	it('never answers 500 and never loses a valid entry, whatever JSON surrounds it', async () => {
		const trigger = await startTrigger({ joinCallbacks: false });
		let n = 0;
		const fields = [
			'sentStatusCode',
			'deliveredStatusCode',
			'message',
			'source',
			'userProfile',
			'session',
			'extraInfo',
			'receivedAt',
			'sentAt',
			'read',
			'__proto__',
			'correlationId',
		];
		const odd = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
		const arbitrary = fc.oneof(fc.jsonValue(), odd);
		await fc.assert(
			fc.asyncProperty(
				fc.array(arbitrary, { maxLength: 6 }),
				odd,
				fc.boolean(),
				async (others, more, isReply) => {
					const id = `valid-${n++}`;
					const valid = isReply ? reply(id, more as IDataObject) : status(id, more as IDataObject);
					Object.assign(
						valid,
						isReply
							? {
									source: '5519',
									message: { type: 'TEXT', messageText: 'x' },
									sentStatusCode: undefined,
								}
							: { sentStatusCode: 2, message: undefined },
					);
					const data = [...others.slice(0, 3), valid, ...others.slice(3)];
					const answer = await trigger.post({ total: data.length, data });
					expect(answer.status).toBe(200);
					expect(trigger.items.filter((item) => item.id === id)).toHaveLength(1);
				},
			),
			{ numRuns: 300 },
		);
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), async (body) => {
				expect([200, 400]).toContain((await trigger.post(body)).status);
			}),
			{ numRuns: 200 },
		);
	});

	it('reads what it has read before to the same', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const body = callback(
					reply('1', { message: value as IDataObject, extraInfo: JSON.stringify(value) }),
					status('2', { sentStatus: value as string }),
				);
				const read = () => entriesOf(JSON.parse(JSON.stringify(body))).map(readEntry);
				expect(read()).toEqual(read());
			}),
		);
	});
});
