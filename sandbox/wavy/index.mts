import type { Call, Vendor } from '../shared/vendor.mts';
import { answerOnPhone, readOnPhone } from './phone.mts';
import { endpoints } from './receive.mts';
import { wavyError } from './schemas.mts';
import { wavySettings, type WavySettings } from './settings.mts';
import { createState, type WavyState } from './state.mts';

/** The documented words (CONTRACTS 1.2); what an administrator is told is not documented. */
const UNKNOWN_USER = 'Authentication Error: No user was found with this combination of username and Authentication token.';

function authorize({ settings }: WavyState, { headers }: Call): void {
	const isKnown = headers.username === settings.userName && headers.authenticationtoken === settings.authenticationToken;
	if (!isKnown || settings.administrator) throw wavyError(401, UNKNOWN_USER);
}

const file = (name: string) => new URL(name, import.meta.url);
const newest = <Row,>(rows: Row[], count: number): Row[] => rows.slice(-count).reverse();

/** Wavy (Movile Messaging, now Sinch Latin America), after CONTRACTS 1. */
export const wavy = {
	name: 'wavy',
	title: 'Wavy (WhatsApp and SMS)',
	settings: wavySettings,
	create: createState,
	configure: (state, settings) => (state.settings = settings),
	credentials: ({ settings }) => ({ userName: settings.userName, authenticationToken: settings.authenticationToken, namespace: settings.namespace }),
	authorize,
	endpoints,
	faults: { rateLimited420: () => ({ status: 420, body: { errorCode: 420, errorMessage: 'Message is Rate Limited' } }) },
	summary: ({ ledger, callbacks }) => ({ ...ledger.summary(), callbacks: callbacks.summary() }),
	collections: {
		messages: { rows: ({ ledger }) => ledger.messages, newest: ({ ledger }, count) => newest(ledger.messages, count), find: ({ ledger }, id) => ledger.message(id) },
		replies: { rows: ({ ledger }) => ledger.replies, newest: ({ ledger }, count) => newest(ledger.replies, count) },
		sms: { rows: ({ ledger }) => ledger.sms, newest: ({ ledger }, count) => newest(ledger.sms, count) },
		callbacks: { rows: ({ callbacks }) => callbacks.rows, newest: ({ callbacks }, count) => newest(callbacks.rows, count) },
		phones: { rows: ({ ledger }) => ledger.phones(Number.POSITIVE_INFINITY), newest: ({ ledger }, count) => ledger.phones(count), find: ({ ledger }, id) => ledger.phone(id) },
	},
	actions: { answer: answerOnPhone, read: readOnPhone },
	dispose: ({ callbacks }) => callbacks.close(),
	page: file('./page.js'),
	files: [
		{ url: '/phone', file: file('./phone.html'), type: 'text/html; charset=utf-8' },
		{ url: '/page/phone.js', file: file('./phone.js'), type: 'text/javascript; charset=utf-8' },
		{ url: '/page/phone.css', file: file('./phone.css'), type: 'text/css; charset=utf-8' },
	],
} satisfies Vendor<WavyState, WavySettings>;
