import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { STATUS_NAMES } from '../../nodes/Wavy/statuses';
import { callback, reply, status } from './callbacks.mts';
import { startTrigger } from './startTrigger.mts';

describe('what a callback becomes', () => {
	it('is one item an entry, replies and statuses told apart by their keys', async () => {
		const trigger = await startTrigger();
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
		const trigger = await startTrigger();
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
		const trigger = await startTrigger();
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
		const trigger = await startTrigger();
		await trigger.post(callback(status('1', fields as IDataObject)));
		expect(trigger.items[0]).toMatchObject({ status: name, final });
		expect(String(trigger.items[0]!.reason).length).toBeGreaterThan(5);
		expect(STATUS_NAMES).toContain(name);
	});

	it('takes the flat callbacks of SMS, too', async () => {
		const trigger = await startTrigger();
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
			const trigger = await startTrigger(parameters);
			expect((await trigger.post(body)).status).toBe(200);
			return trigger.items.map(({ id }) => id);
		};
		expect(await wanted({ events: ['reply'] })).toEqual(['3', '4']);
		expect(await wanted({ events: ['reply'], messageTypes: ['IMAGE'] })).toEqual(['4']);
		expect(await wanted({ statuses: ['DESTINATION_BLOCKED_BY_OPTOUT'] })).toEqual(['2', '3', '4']);
		expect(await wanted({ events: ['status'], statuses: ['READ_SUCCESS'] })).toEqual([]);
	});
});
