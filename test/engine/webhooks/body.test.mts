import type { INodeParameters, INodeType } from 'n8n-workflow';

import { EagleEyeTrigger } from '../../../nodes/EagleEye/EagleEyeTrigger.node';
import { SessionMTrigger } from '../../../nodes/SessionM/SessionMTrigger.node';
import { WavyTrigger } from '../../../nodes/Wavy/WavyTrigger.node';
import { airEvent } from '../../eagleEye/events.mts';
import { TriggerServer } from '../../support/trigger.mts';
import { callback, reply } from '../../wavy/callbacks.mts';
import { idsOf, startPlain, stopAll } from './plainTrigger.mts';

const open: TriggerServer[] = [];
afterEach(async () => {
	await stopAll();
	for (const server of open.splice(0)) await server.stop();
});

const headerValue = 'a pre-shared text';
const triggers: Array<[string, INodeType, INodeParameters, unknown]> = [
	['Wavy', new WavyTrigger(), { authentication: 'none' }, callback(reply('é–1'))],
	[
		'SessionM',
		new SessionMTrigger(),
		{ authentication: 'none' },
		{ event: 'offer_issued', title: 'Café + 50% = ¿?' },
	],
	[
		'Eagle Eye',
		new EagleEyeTrigger(),
		{ useCases: ['any'] },
		airEvent({ name: 'SERVICE.TRIGGER', id: 'é' }),
	],
];

const TYPES = [
	'application/json',
	'application/json; charset=utf-8',
	'Application/JSON',
	'text/plain',
	'text/json',
	undefined,
	'application/cloudevents+json',
	'application/octet-stream',
	'application/x-www-form-urlencoded',
	'application/vnd.api+json;v=1',
];

describe.each(triggers)('%s: JSON, whatever the media type says', (_, type, parameters, body) => {
	const start = async () => {
		const credentials = { eagleEyeWebhookApi: { headerName: 'X-Auth-Token', headerValue } };
		const server = await TriggerServer.start(type, { parameters, credentials });
		open.push(server);
		return server;
	};
	const headers = { 'x-auth-token': headerValue };
	// Of a callback of Wavy's, each reply comes by itself, with what the callback says of the sender of them all.
	const { data, clientInfo } = body as { data?: object[]; clientInfo?: object };
	const raw = Array.isArray(data) ? { ...data[0], clientInfo } : body;

	it.each(TYPES)('%s', async (media) => {
		const server = await start();
		for (const text of [JSON.stringify(body), `\uFEFF${JSON.stringify(body)}`]) {
			expect((await server.send(text, media, { headers })).status).toBe(200);
		}
		expect(server.items[0]!.raw).toEqual(raw);
	});

	it('encoded as a form, by itself or as its only field', async () => {
		const server = await start();
		const encoded = encodeURIComponent(JSON.stringify(body)).replaceAll('%20', '+');
		for (const form of [encoded, `${encoded}=`, `payload=${encoded}`]) {
			expect(
				(await server.send(form, 'application/x-www-form-urlencoded', { headers })).status,
			).toBe(200);
			expect(server.items.at(-1)!.raw).toEqual(raw);
		}
	});

	it.each([
		['no JSON', 'hello', 'text/plain', 400],
		['a form', 'a=1&b=2', 'application/x-www-form-urlencoded', 400],
		['nothing', '', undefined, 400],
		['XML', '<a/>', 'application/xml', 400],
		['a number', '7', 'application/octet-stream', 400],
		['broken JSON', '{"a":', 'application/json', 422],
	])('what is %s starts nothing', async (_name, text, media, status) => {
		const server = await start();
		expect((await server.send(text, media, { headers })).status).toBe(status);
		expect(server.executions).toEqual([]);
	});
});

describe('other charsets', () => {
	it.each([
		['utf-16le', Buffer.from('\uFEFF[{"id":"é"}]', 'utf16le')],
		['iso-8859-1', Buffer.from('[{"id":"é"}]', 'latin1')],
		['no-such-charset', Buffer.from('[{"id":"é"}]')],
	])('%s', async (charset, bytes) => {
		const trigger = await startPlain();
		expect((await trigger.send(bytes, `text/json; charset=${charset}`)).status).toBe(200);
		expect(idsOf(trigger)).toEqual(['é']);
	});
});

describe('a callback by GET', () => {
	it('is its query', async () => {
		const trigger = await startPlain();
		expect((await trigger.get('?id=7&name=Ana%20B')).status).toBe(200);
		expect(trigger.items).toEqual([{ id: '7', name: 'Ana B' }]);
	});

	it('brings replies by SMS to the Wavy Trigger, without the secret', async () => {
		const secret = 'correct horse battery';
		const credentials = { wavyWebhookApi: { placement: 'query', name: 'token', secret } };
		const server = await TriggerServer.start(new WavyTrigger(), {
			parameters: { authentication: 'secret' },
			credentials,
		});
		open.push(server);
		const query =
			'?id=sms-1&source=5519900000000&shortCode=123&messageText=STOP&receivedAt=1513616971473';
		expect((await server.get(query)).status).toBe(401);
		for (let n = 0; n < 2; n++)
			expect((await server.get(`${query}&token=${encodeURIComponent(secret)}`)).status).toBe(200);
		expect(server.items).toEqual([
			expect.objectContaining({
				event: 'reply',
				id: 'sms-1',
				from: '5519900000000',
				to: '123',
				text: 'STOP',
				receivedAt: '2017-12-18T17:09:31.473Z',
			}),
		]);
		expect(JSON.stringify(server.items)).not.toContain('battery');
		expect((await server.get(`?token=${encodeURIComponent(secret)}`)).status).toBe(400);
	});
});
