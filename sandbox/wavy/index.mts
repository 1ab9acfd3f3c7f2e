import { listCollection, type Call, type Callback, type Vendor } from '../shared/vendor.mts';
import type { Kind } from './callbacks.mts';
import { wavyError } from './errors.mts';
import { listEndpoints } from './lists.mts';
import { mediaEndpoint } from './media.mts';
import { answerBySms, answerOnPhone, readOnPhone } from './phone.mts';
import { samples } from './samples.mts';
import { sendEndpoint } from './send.mts';
import { wavySettings, type WavySettings } from './settings.mts';
import { smsEndpoints } from './sms.mts';
import { createState, type WavyState } from './state.mts';

/** The documented words; what an administrator is told is not documented. */
const UNKNOWN_USER =
	'Authentication Error: No user was found with this combination of username and Authentication token.';

function authorize({ settings }: WavyState, { headers }: Call): void {
	const { userName, authenticationToken, administrator } = settings;
	const isKnown =
		headers.username === userName && headers.authenticationtoken === authenticationToken;
	if (!isKnown || administrator) throw wavyError(401, UNKNOWN_USER);
}

/** All callbacks share a header, each has an address of its own. */
function callback(kind: Kind, title: string): Callback<WavySettings> {
	return {
		title,
		read: ({ callbackUrls, callbackHeader }) => ({
			url: callbackUrls[kind] ?? null,
			headerName: callbackHeader?.name ?? null,
			headerValue: callbackHeader?.value ?? null,
		}),
		write: ({ callbackUrls }, { url, headerName, headerValue }) => ({
			callbackUrls: { ...callbackUrls, [kind]: url ?? undefined },
			callbackHeader:
				headerName !== null && headerValue !== null
					? { name: headerName, value: headerValue }
					: null,
		}),
	};
}

const file = (name: string) => new URL(name, import.meta.url);

/** Wavy (Movile Messaging, now Sinch Latin America); docs/contracts/wavy.md is the contract. */
export const wavy = {
	name: 'wavy',
	title: 'Wavy (WhatsApp and SMS)',
	settings: wavySettings,
	create: createState,
	configure: (state, settings) => (state.settings = settings),
	credentials: ({ settings: { userName, authenticationToken, namespace } }) => ({
		userName,
		authenticationToken,
		namespace,
	}),
	authorize,
	endpoints: [sendEndpoint, ...smsEndpoints, ...listEndpoints, mediaEndpoint],
	faults: {
		rateLimited420: () => ({
			status: 420,
			body: { errorCode: 420, errorMessage: 'Message is Rate Limited' },
		}),
	},
	summary: ({ ledger, callbacks }) => ({ ...ledger.summary(), callbacks: callbacks.summary() }),
	collections: {
		messages: listCollection(
			({ ledger }: WavyState) => ledger.messages,
			({ ledger }, id) => ledger.message(id),
		),
		replies: listCollection(({ ledger }: WavyState) => ledger.replies),
		sms: listCollection(
			({ ledger }: WavyState) => ledger.sms,
			({ ledger }, id) => ledger.smsById(id),
		),
		smsReplies: listCollection(({ ledger }: WavyState) => ledger.smsReplies),
		callbacks: listCollection(({ callbacks }: WavyState) => callbacks.rows),
		phones: {
			rows: ({ ledger }) => ledger.phones(Number.POSITIVE_INFINITY),
			newest: ({ ledger }, count) => ledger.phones(count),
			find: ({ ledger }, id) => ledger.phone(id),
		},
	},
	actions: { answer: answerOnPhone, read: readOnPhone, smsAnswer: answerBySms },
	callbacks: {
		message: callback('message', 'WhatsApp messages'),
		status: callback('status', 'WhatsApp statuses'),
		smsMessage: callback('smsMessage', 'SMS messages'),
		smsStatus: callback('smsStatus', 'SMS statuses'),
	},
	samples,
	dispose: ({ callbacks }) => callbacks.close(),
	page: file('./page.js'),
	files: [
		{ url: '/phone', file: file('./phone.html'), type: 'text/html; charset=utf-8' },
		{ url: '/page/phone.js', file: file('./phone.js'), type: 'text/javascript; charset=utf-8' },
		{ url: '/page/phone.css', file: file('./phone.css'), type: 'text/css; charset=utf-8' },
	],
} satisfies Vendor<WavyState, WavySettings>;
