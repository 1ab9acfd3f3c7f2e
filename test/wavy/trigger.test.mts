import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { STATUS_NAMES } from '../../nodes/Wavy/statuses';
import { entriesOf, readEntry } from '../../nodes/Wavy/callback';
import { TriggerServer, type TriggerSetup } from '../support/trigger.mts';
import { callback, reply, status } from './callbacks.mts';

const servers: TriggerServer[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) await server.stop();
});

async function start(
	parameters: INodeParameters = {},
	more: Partial<TriggerSetup> = {},
): Promise<TriggerServer> {
	const defaults = {
		events: ['reply', 'status'],
		messageTypes: [],
		statuses: [],
		authentication: 'none',
		ignoreDuplicates: true,
		joinCallbacks: true,
	};
	const server = await TriggerServer.start(new WavyTrigger(), {
		parameters: { ...defaults, ...parameters },
		...more,
	});
	servers.push(server);
	return server;
}

describe('what a callback becomes', () => {
	it('is one item an entry, replies and statuses told apart by their keys', async () => {
		const trigger = await start();
		expect(
			(
				await trigger.post(
					callback(
						status('1'),
						reply('2'),
						status('3', { type: 'MESSAGE', deliveredStatusCode: 4, delivered: true }),
					),
				)
			).status,
		).toBe(200);
		expect(trigger.items.map(({ event, id, status: name }) => [event, id, name])).toEqual([
			['status', '1', 'SENT_SUCCESS'],
			['reply', '2', undefined],
			['status', '3', 'DELIVERED_SUCCESS'],
		]);
	});

	it('gives a reply in full', async () => {
		const trigger = await start();
		const entry = reply('r', { extraInfo: '{"order":7}', unheardOf: [1] });
		await trigger.post(callback(entry));
		expect(trigger.items[0]).toEqual({
			event: 'reply',
			channel: 'whatsapp',
			id: 'r',
			from: '5519900000000',
			to: '551140000000',
			contactName: 'Ana',
			type: 'TEXT',
			text: 'Hello',
			payload: null,
			media: null,
			location: null,
			contacts: null,
			sessionStartedAt: null,
			windowEndsAt: '2017-12-19T17:09:31.473Z',
			campaignAlias: 'spring',
			correlationId: 'c-r',
			extraInfo: { order: 7 },
			receivedAt: '2017-12-18T17:09:31.473Z',
			raw: { ...entry, clientInfo: { customerId: 42, subAccountId: 1291, userId: 1 } },
		});
	});

	it.each<[string, IDataObject, IDataObject]>([
		[
			'IMAGE',
			{ type: 'IMAGE', mediaUrl: 'https://x/y.jpg', mimeType: 'image/jpeg', caption: 'Look' },
			{ text: 'Look', media: { url: 'https://x/y.jpg', mimeType: 'image/jpeg', caption: 'Look' } },
		],
		[
			'AUDIO',
			{ type: 'AUDIO', mediaUrl: 'https://x/y.ogg', mimeType: 'audio/ogg' },
			{ text: null },
		],
		[
			'DOCUMENT',
			{ type: 'DOCUMENT', mediaUrl: 'https://x/y.pdf', mimeType: 'application/pdf' },
			{},
		],
		['STICKER', { type: 'STICKER', mediaUrl: 'https://x/y.webp', mimeType: 'image/webp' }, {}],
		['ORDER', { type: 'ORDER' }, { text: null }],
		[
			'BUTTON',
			{ type: 'BUTTON', messageText: 'Yes', button: { text: 'Yes', payload: 'YES' } },
			{ text: 'Yes', payload: 'YES' },
		],
		[
			'LOCATION',
			{ location: { geoPoint: '1.5,2.5', name: 'Shop', address: 'Street 1' } },
			{ location: { geoPoint: '1.5,2.5', name: 'Shop', address: 'Street 1' } },
		],
		[
			'CONTACTS',
			{ contacts: [{ name: { first_name: 'Bo' } }] },
			{ contacts: [{ name: { first_name: 'Bo' } }] },
		],
		[
			'INTERACTIVE',
			{
				type: 'TEXT',
				messageText: 'Row',
				interactive: { type: 'LIST_REPLY', listReply: { rowIdentifier: 'row-1', rowTitle: 'Row' } },
			},
			{ text: 'Row', payload: 'row-1' },
		],
		[
			'INTERACTIVE',
			{ interactive: { type: 'BUTTON_REPLY', buttonReply: { payload: 'p', title: 'Title' } } },
			{ text: 'Title', payload: 'p' },
		],
		['UNKNOWN', { type: 'UNKNOWN' }, {}],
		['UNKNOWN', { type: 'HOLOGRAM', beam: 1 }, {}],
	])('knows the message type %s', async (type, message, expected) => {
		const trigger = await start();
		await trigger.post(callback(reply('1', { message })));
		expect(trigger.items[0]).toMatchObject({ type, ...expected });
	});

	it.each([
		[{ sentStatusCode: 2 }, 'SENT_SUCCESS', false],
		[{ sentStatusCode: 2, deliveredStatusCode: 4 }, 'DELIVERED_SUCCESS', false],
		[{ sentStatusCode: 2, deliveredStatusCode: 5 }, 'READ_SUCCESS', true],
		[{ sentStatusCode: 2, deliveredStatusCode: 101 }, 'EXPIRED', true],
		[{ sentStatusCode: 2, deliveredStatusCode: 104 }, 'NOT_DELIVERED', true],
		[{ sentStatusCode: 102 }, 'CARRIER_COMMUNICATION_ERROR', true],
		[{ sentStatusCode: 103 }, 'REJECTED_BY_CARRIER', true],
		[{ sentStatusCode: 202 }, 'INVALID_DESTINATION_NUMBER', true],
		[{ sentStatusCode: 204 }, 'DESTINATION_BLOCKED_BY_OPTOUT', true],
		[{ sentStatusCode: 206 }, 'INVALID_MESSAGE_LENGTH', true],
		[{ sentStatusCode: 207 }, 'INVALID_MESSAGE_TEXT', true],
		[{ sentStatusCode: 209 }, 'INVALID_CONTENT', true],
		[{ sentStatusCode: 210 }, 'INVALID_SESSION', true],
		[{ sentStatusCode: 211 }, 'DESTINATION_BLOCKED_BY_OPTIN', true],
		[{ sentStatusCode: 212 }, 'DESTINATION_BLOCKED_BY_WHITELIST', true],
		[{ sentStatusCode: 311 }, 'INTERNAL_ERROR', true],
		// The page's own sample, whose code is not in its table (wavy 1.5).
		[
			{ sentStatusCode: 1, deliveredStatusCode: 1, sent: true, delivered: true, read: true },
			'READ_SUCCESS',
			true,
		],
		[{ sentStatusCode: '2', deliveredStatusCode: '4' }, 'DELIVERED_SUCCESS', false],
		[{ sentStatusCode: 999, sent: false, sentStatus: 'odd' }, 'UNKNOWN', false],
	])('knows the status of %j', async (fields, name, final) => {
		const trigger = await start();
		await trigger.post(callback(status('1', fields as IDataObject)));
		expect(trigger.items[0]).toMatchObject({ status: name, final });
		expect(String(trigger.items[0]!.reason).length).toBeGreaterThan(5);
		expect(STATUS_NAMES).toContain(name);
	});

	it('takes the flat callbacks of SMS, too', async () => {
		const trigger = await start();
		await trigger.post({
			id: 's1',
			destination: '5519900000000',
			sentStatusCode: 201,
			sentStatus: 'NO_CREDIT',
			sentAt: 1_513_616_971_891,
		});
		await trigger.post({
			id: 's2',
			source: '5519900000000',
			shortCode: '123',
			messageText: 'STOP',
			receivedAt: 1_513_616_971_891,
		});
		expect(trigger.items).toMatchObject([
			{ event: 'status', status: 'NO_CREDIT' },
			{ event: 'reply', text: 'STOP', to: '123' },
		]);
	});

	it('filters events, message types and statuses', async () => {
		const body = callback(
			status('1'),
			status('2', { sentStatusCode: 204 }),
			reply('3'),
			reply('4', { message: { type: 'IMAGE', mediaUrl: 'https://x' } }),
		);
		const wanted = async (parameters: INodeParameters) => {
			const trigger = await start(parameters);
			expect((await trigger.post(body)).status).toBe(200);
			return trigger.items.map(({ id }) => id);
		};
		expect(await wanted({ events: ['reply'] })).toEqual(['3', '4']);
		expect(await wanted({ events: ['reply'], messageTypes: ['IMAGE'] })).toEqual(['4']);
		expect(await wanted({ statuses: ['DESTINATION_BLOCKED_BY_OPTOUT'] })).toEqual(['2', '3', '4']);
		expect(await wanted({ events: ['status'], statuses: ['READ_SUCCESS'] })).toEqual([]);
	});
});

describe('callbacks that are not what they should be', () => {
	it.each([[[]], [{}], [{ data: {} }], [{ total: 1, data: [7, null, 'x', {}] }], ['text'], [null]])(
		'answers 400 to %j and starts nothing',
		async (body) => {
			const trigger = await start();
			expect((await trigger.post(body)).status).toBe(400);
			expect(trigger.executions).toEqual([]);
		},
	);

	it('keeps the good entries beside odd ones', async () => {
		const trigger = await start();
		const data = [null, status('1'), 7, { nothing: true }, [], reply('2'), 'x'];
		expect((await trigger.post({ total: 'seven', data })).status).toBe(200);
		expect(trigger.items.map(({ id }) => id)).toEqual(['1', '2']);
	});

	it('never answers 500 and never loses a valid entry, whatever JSON surrounds it', async () => {
		const trigger = await start({ joinCallbacks: false });
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
		const inQuery = await start({ authentication: 'secret' }, protectedBy('query'));
		expect((await inQuery.post(callback(reply('1')))).status).toBe(401);
		expect((await inQuery.post(callback(reply('1')), { query: '?token=wrong' })).status).toBe(401);
		expect(
			(await inQuery.post(callback(reply('1')), { query: '?token=correct%20horse%20battery' }))
				.status,
		).toBe(200);
		const inHeader = await start({ authentication: 'secret' }, protectedBy('header'));
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
		const trigger = await start();
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
		const trigger = await start();
		await trigger.post(
			callback(
				reply('last-mt'),
				reply('last-mt', { message: { type: 'TEXT', messageText: 'And another thing' } }),
			),
		);
		expect(trigger.items).toHaveLength(2);
	});

	it('knows them after a restart of n8n', async () => {
		const before = await start();
		await before.post(callback(reply('1'), reply('2')));
		// Another server stands for another process: only static data is left.
		const after = await start({}, { staticData: before.staticData });
		await after.post(callback(reply('2'), reply('3')));
		expect(after.items.map(({ id }) => id)).toEqual(['3']);
	});

	it('are kept where the user wants them', async () => {
		const trigger = await start({ ignoreDuplicates: false });
		await trigger.post(callback(reply('1')));
		await trigger.post(callback(reply('1')));
		expect(trigger.items).toHaveLength(2);
	});
});

describe('joined callbacks', () => {
	it('puts out each entry of a burst exactly once, in far fewer executions, and saves static data once an execution', async () => {
		const trigger = await start();
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
	});
});
