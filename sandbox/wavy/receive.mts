import { randomUUID } from 'node:crypto';
import type { HttpResponse, Call, Endpoint } from '../shared/vendor.mts';
import type { MessageRow, SmsRow } from './ledger.mts';
import { parseBulkSms, parseSend, parseSms, wavyError, type Message, type Sms } from './schemas.mts';
import type { WavySettings } from './settings.mts';
import type { WavyState } from './state.mts';
import { fateOf, progress } from './statuses.mts';

/** POST /v1/whatsapp/send (CONTRACTS 1.2) */
function sendWhatsApp(state: WavyState, call: Call): HttpResponse {
	requireJson(call);
	const { destinations, message, campaignAlias, flowId, defaultExtraInfo } = parseSend(call.body);
	call.countItems(destinations.length);
	if (destinations.length > state.settings.maxDestinations) throw wavyError(413, 'Too many destinations');
	const rows = destinations.map(({ destination: to, correlationId }): MessageRow => {
		const codes = fateOf(state, to, message);
		const row: MessageRow = {
			n: state.ledger.messages.length + 1,
			id: randomUUID(),
			to,
			correlationId,
			campaignAlias,
			flowId,
			extraInfo: defaultExtraInfo,
			message,
			shown: codes.some(({ name }) => name === 'DELIVERED_SUCCESS') ? shownOf(state.settings, message) : undefined,
			statuses: [],
			request: call.n,
			at: Date.now(),
		};
		state.ledger.addMessage(row);
		progress(state, row, codes);
		return row;
	});
	const answers = rows.map(({ id, correlationId, to }) => ({ id, correlationId, destination: to }));
	const id = rows[0]!.id;
	return { status: 200, body: state.settings.answerShape === 'printed' ? { Id: id, destination: answers } : { id, destinations: answers } };
}

/** What stands on the phone: text, buttons below it, rows of a list. */
function shownOf({ templates }: WavySettings, message: Message): MessageRow['shown'] {
	const { messageText, hsm, template, interactive, image, video, document, audio, location, contacts } = message;
	const plain = (text = '') => ({ text, buttons: [], rows: [] });
	if (interactive) {
		return {
			text: [interactive.header?.text, interactive.body.text, interactive.footer?.text].filter(Boolean).join('\n'),
			buttons: interactive.replyButtonAction?.buttons.map(({ reply }) => reply) ?? [],
			rows: interactive.listAction?.sections.flatMap(({ rows }) => rows) ?? [],
		};
	}
	const given = hsm ?? template;
	const known = given && templates.find(({ elementName }) => elementName === given.elementName);
	if (known) {
		const text = known.text.replace(/\{\{(\d+)\}\}/g, (_, nth: string) => hsm?.parameters[Number(nth) - 1] ?? '');
		return { text, buttons: known.buttons.map((title) => ({ title, payload: title })), rows: [] };
	}
	if (location) return plain([location.name, location.address, location.geoPoint].filter(Boolean).join('\n'));
	if (contacts) return plain(contacts.map(({ name }) => String(name.formatted_name ?? name.first_name ?? '')).join(', '));
	return plain(messageText ?? (image ?? video ?? document ?? audio)?.caption ?? '');
}

/** POST /v1/send-sms and /v1/send-bulk-sms (CONTRACTS 1.7) */
function sendSms(state: WavyState, call: Call): HttpResponse {
	requireJson(call);
	const sms = parseSms(call.body);
	call.countItems(1);
	return { status: 200, body: [{ id: takeSms(state, call, sms).id, correlationId: sms.correlationId }] };
}

function sendBulkSms(state: WavyState, call: Call): HttpResponse {
	requireJson(call);
	const { messages } = parseBulkSms(call.body);
	call.countItems(messages.length);
	return { status: 200, body: { id: randomUUID(), messages: messages.map((sms) => ({ id: takeSms(state, call, sms).id })) } };
}

function takeSms(state: WavyState, { n: request }: Call, { destination: to, messageText, correlationId, extraInfo }: Sms): SmsRow {
	const row: SmsRow = { n: state.ledger.sms.length + 1, id: randomUUID(), to, correlationId, extraInfo, messageText, statuses: [], request, at: Date.now() };
	state.ledger.sms.push(row);
	const reach = (name: string, deliveredStatusCode?: number) => {
		const at = Date.now();
		row.statuses.push({ name, sentStatusCode: 2, deliveredStatusCode, at });
		const delivery = deliveredStatusCode === undefined ? {} : { deliveredStatusCode, deliveredStatus: name, deliveredAt: at, deliveredDate: new Date(at).toISOString() };
		state.callbacks.add('sms', {
			id: row.id, correlationId, carrierId: 1, carrierName: 'SANDBOX', destination: to, extraInfo, campaignId: 100,
			sentStatusCode: 2, sentStatus: 'SENT_SUCCESS', sentAt: at, sentDate: new Date(at).toISOString(), ...delivery,
		});
	};
	reach('SENT_SUCCESS');
	state.callbacks.later(state.settings.statusDelayMs, () => reach('DELIVERED_SUCCESS', 4));
	return row;
}

function requireJson({ headers }: Call): void {
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw wavyError(415, 'Content-Type must be application/json');
}

export const endpoints: Array<Endpoint<WavyState>> = [
	{ name: 'whatsapp.send', method: 'POST', path: '/v1/whatsapp/send', handle: sendWhatsApp },
	{ name: 'sms.bulk', method: 'POST', path: '/v1/send-bulk-sms', handle: sendBulkSms },
	{ name: 'sms.one', method: 'POST', path: '/v1/send-sms', handle: sendSms },
	{
		name: 'sms.received',
		method: 'GET',
		path: '/v1/sms/receive/search',
		handle: () => ({ status: 200, body: { total: 0, messages: [] } }),
	},
];
