import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import {
	HttpError,
	listCollection,
	type Call,
	type Collection,
	type Endpoint,
} from '../shared/vendor.mts';
import type { Hub } from './settings.mts';
import type { List, UContactState } from './state.mts';

const numbers = { clientIds: z.array(z.string().trim().min(1)).min(1) };
const address = { clientId: z.string().regex(/^\S+@\S+$/, 'must be an email address') };

/** Which further fields a contact may have is not documented, nor how an SMS or WhatsApp hub names a person. */
const contacts: Record<Hub['channel'], z.ZodType<object>> = {
	telephony: z.looseObject({ ...numbers, clientId: z.never().optional() }),
	email: z.looseObject({ ...address, clientIds: z.never().optional() }),
	sms: named(),
	whatsapp: named(),
};

function named(): z.ZodType<object> {
	const either = z.looseObject({
		clientIds: numbers.clientIds.optional(),
		clientId: z.string().min(1).optional(),
	});
	return either.refine(
		({ clientIds, clientId }) => (clientIds === undefined) !== (clientId === undefined),
		'a contact needs either clientIds or clientId',
	);
}

interface Body {
	hub: string;
	filename: string | undefined;
	list: object[];
}

/** The Automation API takes nothing but the portal's API token (uContact 5.1). */
function read(state: UContactState, call: Call, maxContacts: number): Body {
	const { apiToken, hubs } = state.settings;
	if (call.headers.authorization !== `Bearer ${apiToken}`)
		throw new HttpError(401, 'An API token is needed');
	const type = call.headers['content-type'] ?? '';
	if (!/^application\/json\s*(;|$)/i.test(type))
		throw new HttpError(415, 'Content-Type must be application/json');
	const hub = hubs.find(({ name }) => name === call.params.hub);
	if (!hub) throw new HttpError(404, `There is no hub ${call.params.hub}`);
	const list = z.array(contacts[hub.channel]).min(1).max(maxContacts);
	const schema = z.object({ filename: z.string().trim().min(1).optional(), list }).strict();
	const parsed = schema.safeParse(parseJson(call.body).value);
	if (!parsed.success) throw new HttpError(400, z.prettifyError(parsed.error));
	call.countItems(parsed.data.list.length);
	return { hub: hub.name, filename: parsed.data.filename, list: parsed.data.list };
}

/** What the answer carries is not documented. */
const taken = { status: 200, body: { status: 'OK' } };

/** Lists and fresh leads (uContact 5.6). */
export const automationEndpoints: Array<Endpoint<UContactState>> = [
	{
		name: 'automation.list',
		method: 'POST',
		path: '/api/dialer/id/:hub/lists',
		handle(state, call) {
			const { hub, filename, list } = read(state, call, Number.POSITIVE_INFINITY);
			if (filename === undefined) throw new HttpError(400, 'filename: a list needs a name');
			state.received.push({
				id: String(lists(state).length + 1),
				hub,
				filename,
				contacts: list,
				loadedAt: Date.now() + state.settings.listLoadMs,
				isStarted: false,
				request: call.n,
			});
			return taken;
		},
	},
	{
		name: 'automation.leads',
		method: 'POST',
		path: '/api/dialer/id/:hub/freshLeads',
		handle(state, call) {
			const { hub, list } = read(state, call, state.settings.maxLeads);
			state.received.push({ hub, contacts: list, request: call.n });
			return taken;
		},
	},
];

export const lists = ({ received }: UContactState): List[] =>
	received.filter((one) => 'filename' in one);

/** Loading until all contacts are saved, then inactive until somebody starts it (uContact 5.6). */
function statusOf({ loadedAt, isStarted }: List): 'loading' | 'inactive' | 'active' {
	if (isStarted) return 'active';
	return Date.now() < loadedAt ? 'loading' : 'inactive';
}

function listRow(list: List) {
	const { id, hub, filename, request } = list;
	return { id, hub, filename, contacts: list.contacts.length, status: statusOf(list), request };
}

/** Contacts that a hub has by now: those of a list once it is loaded, fresh leads at once. */
export function leadRows({ received }: UContactState) {
	return received.flatMap((one) => {
		const { hub, contacts: saved, request } = one;
		const list = 'filename' in one ? one : undefined;
		if (list && statusOf(list) === 'loading') return [];
		const active = !list || list.isStarted;
		return saved.map((contact) => ({
			hub,
			list: list?.filename ?? null,
			contact,
			active,
			request,
		}));
	});
}

export const automationCollections = {
	lists: listCollection((state: UContactState) => lists(state).map(listRow)),
	leads: listCollection(leadRows),
} satisfies Record<string, Collection<UContactState>>;

const startBody = z.object({ id: z.string() }).strict();

/** Somebody starts a list in the portal. */
export function startList(state: UContactState, body: unknown): object {
	const parsed = startBody.safeParse(body);
	if (!parsed.success) throw new HttpError(400, z.prettifyError(parsed.error));
	const list = lists(state).find(({ id }) => id === parsed.data.id);
	if (!list) throw new HttpError(404, `There is no list ${parsed.data.id}`);
	if (statusOf(list) === 'loading') throw new HttpError(409, 'The list is still loading');
	list.isStarted = true;
	return listRow(list);
}
