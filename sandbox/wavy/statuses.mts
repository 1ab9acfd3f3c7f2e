import type { MessageRow, StatusChange } from './ledger.mts';
import type { Message } from './schemas.mts';
import { hasSession, type WavyState } from './state.mts';

type Code = Omit<StatusChange, 'at'>;

const SENT: Code = { name: 'SENT_SUCCESS', sentStatusCode: 2 };
const DELIVERED: Code = { name: 'DELIVERED_SUCCESS', sentStatusCode: 2, deliveredStatusCode: 4 };
const READ: Code = { name: 'READ_SUCCESS', sentStatusCode: 2, deliveredStatusCode: 5 };

/** Where a message ends, by the table of CONTRACTS 1.5. */
export function fateOf(state: WavyState, to: string, message: Message): Code[] {
	const { settings, optedOut } = state;
	if (settings.notOnWhatsApp.some((ending) => to.endsWith(ending))) return [{ name: 'INVALID_DESTINATION_NUMBER', sentStatusCode: 202 }];
	if (optedOut.has(to) || settings.optedOut.includes(to)) return [{ name: 'DESTINATION_BLOCKED_BY_OPTOUT', sentStatusCode: 204 }];
	const { hsm, template } = message;
	const given = hsm ?? template;
	if (!given) return hasSession(state, to) ? [SENT, DELIVERED] : [{ name: 'INVALID_SESSION', sentStatusCode: 210 }];
	const known = settings.templates.find(({ elementName }) => elementName === given.elementName);
	if (!known || given.namespace !== settings.namespace) return [SENT, { name: 'NOT_DELIVERED', sentStatusCode: 2, deliveredStatusCode: 104 }];
	if (hsm && (hsm.parameters.length !== placeholders(known.text) || hsm.parameters.some((value) => /[\n\t]| {5}/.test(value) || value === ''))) {
		return [{ name: 'INVALID_MESSAGE_TEXT', sentStatusCode: 207 }];
	}
	return [SENT, DELIVERED];
}

const placeholders = (text: string): number => new Set(text.match(/\{\{\d+\}\}/g) ?? []).size;

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

/** An entry of a status callback (CONTRACTS 1.5). */
function statusEntry({ settings }: WavyState, row: MessageRow, { sentStatusCode, deliveredStatusCode, name, at }: StatusChange): object {
	const date = new Date(at).toISOString();
	const wasSent = sentStatusCode === 2;
	const isDelivered = deliveredStatusCode === 4 || deliveredStatusCode === 5;
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
		...(deliveredStatusCode !== undefined && { delivered: isDelivered, deliveredStatusCode, deliveredStatus: name, deliveredDate: date, deliveredAt: at }),
		...(deliveredStatusCode === 5 && { read: true, readDate: date, readAt: at }),
		updatedDate: date,
		updatedAt: at,
	};
}
