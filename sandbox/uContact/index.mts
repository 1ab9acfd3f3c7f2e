import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { HttpError, type HttpResponse, type Call, type Endpoint, type Vendor } from '../shared/vendor.mts';
import { automationEndpoints } from './automation.mts';
import { uContactSettings, type UContactSettings } from './settings.mts';

/** A row of an uploaded base. */
interface BaseRow {
	campaign: string;
	phone: string;
	message: string;
	fourth: string;
	fileName: string;
	request: number;
}

/** An entry of a Wavy callback that was passed on. */
interface ForwardedRow {
	kind: 'message' | 'status';
	id: string | null;
	entry: object;
	clientInfo: object | null;
	request: number;
}

/** A contact that a hub got through the Automation API. */
interface LeadRow {
	hub: string;
	/** The list that it came with; null for a fresh lead. */
	list: string | null;
	contact: object;
	/** A list waits until somebody starts it. */
	active: boolean;
	request: number;
}

export interface UContactState {
	settings: UContactSettings;
	readonly sessions: Map<string, number>;
	readonly base: BaseRow[];
	readonly forwarded: ForwardedRow[];
	readonly leads: LeadRow[];
	uploads: number;
	signIns: number;
}

function form({ headers, body }: Call): Record<string, string> {
	if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) throw new HttpError(415, 'A form is expected');
	return Object.fromEntries(new URLSearchParams(body.toString()));
}

/** POST auth/getUserToken (CONTRACTS 5): a list whose last element is the token; a failure is `0`. */
const signIn: Endpoint<UContactState> = {
	name: 'auth.token',
	method: 'POST',
	path: '/Integra/resources/auth/getUserToken',
	open: true,
	handle(state, call) {
		const { user, password } = form(call);
		if (user !== state.settings.user || password !== state.settings.password) return { status: 200, body: '0' };
		const token = Buffer.from(`${user}:${randomUUID()}`).toString('base64');
		state.sessions.set(token, 0);
		state.signIns++;
		return { status: 200, body: JSON.stringify([1, user, token]) };
	},
};

function authorize({ settings, sessions }: UContactState, { headers }: Call): void {
	const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
	if (scheme === 'Bearer' && token === settings.apiToken) return;
	const used = sessions.get(token);
	if (scheme !== 'Basic' || used === undefined || used >= (settings.sessionRequests ?? Number.POSITIVE_INFINITY)) throw new HttpError(401, 'Unauthorized');
	sessions.set(token, used + 1);
}

/** POST SMS/uploadbase (CONTRACTS 5): failures come as 200 with `ERROR`. */
function uploadBase(state: UContactState, call: Call): HttpResponse {
	const { filename, fileb64, campaign } = form(call);
	if (!filename || !fileb64 || !campaign || !state.settings.campaigns.includes(campaign)) return { status: 200, body: 'ERROR' };
	const lines = Buffer.from(fileb64, 'base64').toString().split('\n').filter(Boolean);
	const rows = lines.map((line) => line.split(';'));
	if (rows.some((row) => row.length !== 4 || row[0] !== campaign || !/^\d{7,15}$/.test(row[1]!))) return { status: 200, body: 'ERROR' };
	for (const [, phone, message, fourth] of rows) state.base.push({ campaign, phone: phone!, message: message!, fourth: fourth!, fileName: filename, request: call.n });
	state.uploads++;
	call.countItems(rows.length);
	return { status: 200, body: 'OK' };
}

/** Wavy's own payload (002, CONTRACTS 1.5 and 1.6). */
const entry = z.looseObject({ id: z.string().optional() });
/** Tells the accounts of Wavy apart. */
const clientInfo = z.looseObject({ customerId: z.number() }).optional();
const callbacks = {
	message: z.looseObject({ clientInfo, data: z.array(entry.refine(({ message, source }) => message !== undefined && source !== undefined)).min(1) }),
	status: z.looseObject({ clientInfo, data: z.array(entry.refine(({ destination, sentStatusCode }) => destination !== undefined && sentStatusCode !== undefined)).min(1) }),
};

function forwarded(kind: 'message' | 'status'): Endpoint<UContactState> {
	return {
		name: `wavy.${kind}`,
		method: 'POST',
		path: `/Integra/resources/Wavy/${kind}`,
		// Wavy calls it without signing in.
		open: true,
		handle(state, call) {
			let body: unknown;
			try {
				body = JSON.parse(call.body.toString());
			} catch {
				return { status: 200, body: 'ERROR' };
			}
			const parsed = callbacks[kind].safeParse(body);
			if (!parsed.success) return { status: 200, body: 'ERROR' };
			call.countItems(parsed.data.data.length);
			for (const one of parsed.data.data) state.forwarded.push({ kind, id: one.id ?? null, entry: one, clientInfo: parsed.data.clientInfo ?? null, request: call.n });
			return { status: 200 };
		},
	};
}

const newest = <Row,>(rows: Row[], count: number): Row[] => rows.slice(-count).reverse();

/** Ends every session before its time. */
function expireTokens({ sessions }: { sessions: Map<string, number> }): { expired: number } {
	const { size } = sessions;
	sessions.clear();
	return { expired: size };
}

/** uContact (net2phone, Integra CCS), after document 002 and CONTRACTS 5. */
export const uContact = {
	name: 'uContact',
	title: 'uContact',
	settings: uContactSettings,
	create: (settings) => ({ settings, sessions: new Map(), base: [], forwarded: [], leads: [], uploads: 0, signIns: 0 }),
	configure: (state, settings) => (state.settings = settings),
	credentials: ({ settings: { user, password, apiToken } }) => ({ user, password, apiToken }),
	authorize,
	endpoints: [
		signIn,
		{ name: 'home', method: 'GET', path: '/Integra/', handle: () => ({ status: 200, body: 'uContact' }) },
		{ name: 'sms.upload', method: 'POST', path: '/Integra/resources/SMS/uploadbase', handle: uploadBase },
		forwarded('message'),
		forwarded('status'),
		...automationEndpoints,
	],
	faults: { zero: () => ({ status: 200, body: '0' }) },
	summary: ({ base, forwarded: passed, uploads, signIns }) => ({ rows: base.length, uploads, forwarded: passed.length, signIns }),
	collections: {
		base: { rows: (state) => state.base, newest: (state, count) => newest(state.base, count) },
		leads: { rows: (state) => state.leads, newest: (state, count) => newest(state.leads, count) },
		forwarded: { rows: (state) => state.forwarded, newest: (state, count) => newest(state.forwarded, count) },
	},
	actions: { expireTokens },
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<UContactState, UContactSettings>;
