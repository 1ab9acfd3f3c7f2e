import { DateTime } from 'luxon';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { wavyError } from './errors.mts';
import type { WavyState } from './state.mts';

/** Numbers of each list, with the moment that each was put on it. */
const LISTS: Record<string, (state: WavyState) => Array<[number: string, at: number]>> = {
	OPTOUT: ({ settings, optedOut, createdAt }) => [
		...settings.optedOut.map((number): [string, number] => [number, createdAt]),
		...optedOut,
	],
	OPTIN: ({ settings, createdAt }) => settings.optedIn.map((number) => [number, createdAt]),
	BLACKLIST: ({ settings, createdAt }) => settings.blacklisted.map((number) => [number, createdAt]),
	WHITELIST: ({ settings, createdAt }) => settings.whitelisted.map((number) => [number, createdAt]),
};

/** The query names the account. */
function requireAccount({ settings }: WavyState, { query }: Call): void {
	const { customerId, subAccountId } = settings.clientInfo;
	const isOwn =
		query.customerId === String(customerId) && query.subAccountId === String(subAccountId);
	if (!isOwn) throw wavyError(403, 'customerId and subAccountId must be those of the account');
}

/** Answers the address of a file; an empty list has none, which is no error. */
function list(state: WavyState, call: Call): HttpResponse {
	const name = call.params.list!;
	const numbers = LISTS[name]?.(state);
	if (!numbers) throw wavyError(404, 'There is no such list');
	requireAccount(state, call);
	const data = `${call.baseUrl}/files/${name}.csv`;
	return { status: 200, body: { success: true, status: 200, ...(numbers.length > 0 && { data }) } };
}

const inBrazil = (at: number): string =>
	DateTime.fromMillis(at, { zone: 'America/Sao_Paulo' }).toFormat('yyyy-MM-dd HH:mm:ss');

function csv(head: string, rows: Array<[string, number]>): HttpResponse {
	const lines = rows.map(([number, at]) => `${number},${inBrazil(at)}`);
	const body = [head, ...lines, ''].join('\n');
	return { status: 200, body, headers: { 'content-type': 'text/csv; charset=utf-8' } };
}

function file(state: WavyState, { params }: Call): HttpResponse {
	const name = params.file!.replace(/\.csv$/, '');
	if (name === 'SESSIONS') return csv('source,session_created_at', [...state.sessions]);
	const numbers = LISTS[name]?.(state);
	if (!numbers) throw wavyError(404, 'There is no such file');
	return csv('source,createdAt', numbers);
}

/** The templates of the account, in pages from 1. Their host and its authorization are not documented. */
function templates({ settings }: WavyState, { query }: Call): HttpResponse {
	const size = Number(query.page_size ?? 10);
	const page = Number(query.page ?? 1);
	if (!(page >= 1 && size >= 1)) throw wavyError(400, 'page and page_size must be numbers from 1');
	const wanted = settings.templates.filter(
		({ elementName }) => query.element_name === undefined || query.element_name === elementName,
	);
	const data = wanted.slice((page - 1) * size, page * size).map((template) => ({
		id: String(settings.templates.indexOf(template) + 1),
		element_name: template.elementName,
		namespace: settings.namespace,
		message_type: 'whatsapp',
		template_type: 'hsm',
		languages: ['en'],
		customer_id: settings.clientInfo.customerId,
		sub_account_id: settings.clientInfo.subAccountId,
		last_modified: new Date(0).toISOString(),
		messages: [
			{
				id: '1',
				language: 'en',
				status: 'approved',
				header_type: template.header,
				header: null,
				text: template.text,
				footer: null,
				placeholders: [...new Set(template.text.match(/\{\{\d+\}\}/g) ?? [])],
				buttons_type: template.buttons.length > 0 ? 'quick_reply' : null,
				buttons: { payload: JSON.stringify(template.buttons) },
			},
		],
	}));
	return { status: 200, body: { data } };
}

/** Lists of numbers, open conversations and templates. */
export const listEndpoints: Array<Endpoint<WavyState>> = [
	{ name: 'list', method: 'GET', path: '/v1/list/:list', handle: list },
	{
		name: 'session',
		method: 'GET',
		path: '/v1/session',
		handle(state, call) {
			requireAccount(state, call);
			return { status: 200, body: { file_url: `${call.baseUrl}/files/SESSIONS.csv` } };
		},
	},
	{ name: 'file', method: 'GET', path: '/files/:file', open: true, handle: file },
	{
		name: 'templates',
		method: 'GET',
		path: '/api/v1/whatsapp_message_templates',
		handle: templates,
	},
];
