import type { MessageRow, StatusChange } from './ledger.mts';
import type { Message } from './schemas.mts';
import type { Template } from './settings.mts';
import { endsWithAny, hasSession, isOptedOut, type WavyState } from './state.mts';

type Code = Omit<StatusChange, 'at'>;

const SENT: Code = { name: 'SENT_SUCCESS', sentStatusCode: 2 };
const DELIVERED: Code = { name: 'DELIVERED_SUCCESS', sentStatusCode: 2, deliveredStatusCode: 4 };
const READ: Code = { name: 'READ_SUCCESS', sentStatusCode: 2, deliveredStatusCode: 5 };
const NOT_DELIVERED: Code = { name: 'NOT_DELIVERED', sentStatusCode: 2, deliveredStatusCode: 104 };

const failed = (name: string, sentStatusCode: number): Code[] => [{ name, sentStatusCode }];

/** Where a message ends, by the documented table of codes. */
export function fateOf(state: WavyState, to: string, message: Message): Code[] {
	return blockOf(state, to) ?? contentFate(state, to, message);
}

function blockOf(state: WavyState, to: string): Code[] | undefined {
	const { notOnWhatsApp, optedIn, whitelisted } = state.settings;
	if (endsWithAny(to, notOnWhatsApp)) return failed('INVALID_DESTINATION_NUMBER', 202);
	if (isOptedOut(state, to)) return failed('DESTINATION_BLOCKED_BY_OPTOUT', 204);
	if (optedIn.length > 0 && !optedIn.includes(to))
		return failed('DESTINATION_BLOCKED_BY_OPTIN', 211);
	if (whitelisted.length > 0 && !whitelisted.includes(to)) {
		return failed('DESTINATION_BLOCKED_BY_WHITELIST', 212);
	}
	return undefined;
}

function contentFate(state: WavyState, to: string, { hsm, template }: Message): Code[] {
	const { settings } = state;
	const given = hsm ?? template;
	if (!given) return hasSession(state, to) ? [SENT, DELIVERED] : failed('INVALID_SESSION', 210);
	const known = settings.templates.find(({ elementName }) => elementName === given.elementName);
	const isOwn = known && given.namespace === settings.namespace && headerFits(known, template);
	if (!isOwn) return [SENT, NOT_DELIVERED];
	if (hsm && !parametersFit(known, hsm.parameters)) return failed('INVALID_MESSAGE_TEXT', 207);
	return [SENT, DELIVERED];
}

/** The older form of a template has no header; the newer one must bring what the template has. */
function headerFits({ header }: Template, template: Message['template']): boolean {
	const given = Object.keys(template?.header?.element ?? {})[0] ?? 'none';
	return given === header;
}

const BAD_VALUE = /[\n\t]| {5}|^$/;

function parametersFit({ text }: Template, parameters: string[]): boolean {
	const wanted = new Set(text.match(/\{\{\d+\}\}/g) ?? []).size;
	return parameters.length === wanted && !parameters.some((value) => BAD_VALUE.test(value));
}

/** Lets a message reach its statuses one after the other, each with its callback. */
export function progress(state: WavyState, row: MessageRow, codes: Code[]): void {
	const step = (index: number) => {
		const code = codes[index];
		if (!code) return;
		reach(state, row, code);
		state.callbacks.later(state.settings.statusDelayMs, () => step(index + 1));
	};
	// Without anybody to tell, it is as if all had happened already.
	if (!state.settings.callbackUrls.status) for (const code of codes) reach(state, row, code);
	else state.callbacks.later(state.settings.statusDelayMs, () => step(0));
}

/** The person has seen the message. */
export function markRead(state: WavyState, row: MessageRow): void {
	if (!row.statuses.some(({ name }) => name === 'READ_SUCCESS')) reach(state, row, READ);
}

function reach(state: WavyState, row: MessageRow, code: Code): void {
	const change: StatusChange = { ...code, at: Date.now() };
	row.statuses.push(change);
	state.callbacks.add('status', statusEntry(state, row, change));
}

/** An entry of a status callback. */
function statusEntry({ settings }: WavyState, row: MessageRow, change: StatusChange): object {
	const { sentStatusCode, deliveredStatusCode, name, at } = change;
	const date = new Date(at).toISOString();
	const wasSent = sentStatusCode === 2;
	return {
		id: row.id,
		correlationId: row.correlationId,
		destination: row.to,
		origin: settings.origin,
		campaignId: 100,
		campaignAlias: row.campaignAlias,
		flowId: row.flowId,
		extraInfo: row.extraInfo,
		type: 'MESSAGE',
		sent: wasSent,
		sentStatusCode,
		sentStatus: wasSent ? 'SENT_SUCCESS' : name,
		sentDate: date,
		sentAt: at,
		...(deliveredStatusCode !== undefined && {
			delivered: deliveredStatusCode === 4 || deliveredStatusCode === 5,
			deliveredStatusCode,
			deliveredStatus: name,
			deliveredDate: date,
			deliveredAt: at,
		}),
		...(deliveredStatusCode === 5 && { read: true, readDate: date, readAt: at }),
		updatedDate: date,
		updatedAt: at,
	};
}
