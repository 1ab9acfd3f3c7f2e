import { randomUUID } from 'node:crypto';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { readBody, wavyError } from './errors.mts';
import type { MessageRow, Shown } from './ledger.mts';
import { sendBody, type Message } from './schemas.mts';
import type { WavySettings } from './settings.mts';
import type { WavyState } from './state.mts';
import { fateOf, progress } from './statuses.mts';

/** POST /v1/whatsapp/send: one message to many. 200 means accepted; what becomes of it is told by callback. */
function sendWhatsApp(state: WavyState, call: Call): HttpResponse {
	const body = readBody(call, sendBody);
	const { destinations, message, campaignAlias, flowId, defaultExtraInfo: extraInfo } = body;
	call.countItems(destinations.length);
	if (destinations.length > state.settings.maxDestinations) {
		throw wavyError(413, 'Too many destinations');
	}
	const rows = destinations.map(({ destination: to, correlationId }): MessageRow => {
		const codes = fateOf(state, to, message);
		const arrives = codes.some(({ name }) => name === 'DELIVERED_SUCCESS');
		const row: MessageRow = {
			n: state.ledger.messages.length + 1,
			id: randomUUID(),
			to,
			correlationId,
			campaignAlias,
			flowId,
			extraInfo,
			message,
			shown: arrives ? shownOf(state.settings, message) : undefined,
			statuses: [],
			request: call.n,
			at: Date.now(),
		};
		state.ledger.addMessage(row);
		progress(state, row, codes);
		return row;
	});
	const answers = rows.map(({ id, correlationId, to }) => ({ id, correlationId, destination: to }));
	const { id } = rows[0]!;
	const isPrinted = state.settings.answerShape === 'printed';
	return {
		status: 200,
		body: isPrinted ? { Id: id, destination: answers } : { id, destinations: answers },
	};
}

const plain = (text = ''): Shown => ({ text, buttons: [], rows: [] });

/** What stands on the phone: text, buttons below it, rows of a list. */
function shownOf({ templates }: WavySettings, message: Message): Shown {
	const { messageText, hsm, template, interactive, location, contacts } = message;
	if (interactive) return shownInteractive(interactive);
	const given = hsm ?? template;
	const known = given && templates.find(({ elementName }) => elementName === given.elementName);
	if (known) {
		const value = (_: string, nth: string) => hsm?.parameters[Number(nth) - 1] ?? '';
		const text = known.text.replace(/\{\{(\d+)\}\}/g, value);
		return { text, buttons: known.buttons.map((title) => ({ title, payload: title })), rows: [] };
	}
	if (location) {
		return plain([location.name, location.address, location.geoPoint].filter(Boolean).join('\n'));
	}
	if (contacts) {
		const names = contacts.map(({ name }) => String(name.formatted_name ?? name.first_name ?? ''));
		return plain(names.join(', '));
	}
	const { image, video, document, audio } = message;
	return plain(messageText ?? (image ?? video ?? document ?? audio)?.caption);
}

function shownInteractive(interactive: NonNullable<Message['interactive']>): Shown {
	const { header, body, footer, replyButtonAction, listAction } = interactive;
	const place =
		header?.location && [header.location.name, header.location.address].filter(Boolean).join(', ');
	return {
		text: [header?.text ?? place, body.text, footer?.text].filter(Boolean).join('\n'),
		buttons: replyButtonAction?.buttons.map(({ reply }) => reply) ?? [],
		rows: listAction?.sections.flatMap(({ rows }) => rows) ?? [],
	};
}

export const sendEndpoint: Endpoint<WavyState> = {
	name: 'whatsapp.send',
	method: 'POST',
	path: '/v1/whatsapp/send',
	handle: sendWhatsApp,
};
