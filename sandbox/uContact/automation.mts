import { z } from 'zod/v4';
import { HttpError, type Call, type Endpoint, type HttpResponse } from '../shared/vendor.mts';
import type { UContactState } from './index.mts';

/** A contact of a hub: of its further fields nothing is documented. */
const contact = z.looseObject({ clientIds: z.array(z.string().min(1)).min(1).optional(), clientId: z.string().optional() })
	.refine(({ clientIds, clientId }) => clientIds ?? clientId, 'a contact needs clientIds or clientId');
const listBody = z.object({ filename: z.string().min(1), list: z.array(contact).min(1) }).strict();
const leadsBody = z.object({ list: z.array(contact).min(1).max(100) }).strict();

/** The Automation API takes the portal's API token only. */
function bodyOf<Schema extends z.ZodType>(state: UContactState, call: Call, schema: Schema): z.infer<Schema> {
	const { settings } = state;
	if (call.headers.authorization !== `Bearer ${settings.apiToken}`) throw new HttpError(401, 'Unauthorized');
	if (!/^application\/json\b/i.test(call.headers['content-type'] ?? '')) throw new HttpError(415, 'JSON is expected');
	if (!settings.hubs.includes(call.params.hub ?? '')) throw new HttpError(404, 'There is no such hub');
	let json: unknown;
	try {
		json = JSON.parse(call.body.toString());
	} catch {
		throw new HttpError(400, 'The body is not JSON');
	}
	const parsed = schema.safeParse(json);
	if (!parsed.success) throw new HttpError(400, z.prettifyError(parsed.error));
	return parsed.data;
}

function store(state: UContactState, call: Call, contacts: object[], list: string | null): HttpResponse {
	call.countItems(contacts.length);
	for (const one of contacts) {
		state.leads.push({ hub: call.params.hub!, list, contact: one, active: list === null, request: call.n });
	}
	return { status: 200, body: { status: 'OK' } };
}

const at = (call: string) => `/api/dialer/id/:hub/${call}`;

/** Lists, which wait until somebody starts them, and fresh leads. */
export const automationEndpoints: Array<Endpoint<UContactState>> = [
	{
		name: 'automation.list',
		method: 'POST',
		path: at('lists'),
		handle(state, call) {
			const { filename, list } = bodyOf(state, call, listBody);
			return store(state, call, list, filename);
		},
	},
	{
		name: 'automation.leads',
		method: 'POST',
		path: at('freshLeads'),
		handle: (state, call) => store(state, call, bodyOf(state, call, leadsBody).list, null),
	},
];
