import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { receivedRows } from '../shared/received.mts';
import { <% if (!endpointImport) { %>type Endpoint, <% } %>HttpError, listCollection } from '../shared/vendor.mts';
<% if (endpointImport) { %><%= endpointImport %>
<% } %>import type { <%= state.type %> } from '<%= state.module %>';

// TODO: what the vendor takes, and nothing else.
const entry = z.object({ id: z.string().min(1), value: z.string().optional() }).strict();
const requestBody = z.object({ entries: z.array(entry).min(1).max(100) }).strict();

type Row = z.infer<typeof entry> & { receipt: string };

const rowsOf = receivedRows<<%= state.type %>, Row>();

/** TODO: where the call is documented (<%= vendor %> x.y). */
export const <%= endpointConstant %><% if (!endpointImport) { %>: Endpoint<<%= state.type %>><% } %> = <%= endpointBegin %>
		const parsed = requestBody.safeParse(parseJson(call.body).value);
		if (!parsed.success) throw new HttpError(400, parsed.error.issues[0]!.message);
		const { entries } = parsed.data;
		if (new Set(entries.map(({ id }) => id)).size < entries.length) throw new HttpError(400, 'A record stands there twice');
		const failing = call.failing(entries.map(({ id }) => id));
		const rows = rowsOf(state);
		const results = entries.map((one, i) => {
			if (failing.has(i)) return { id: one.id, error: 'This record was rejected' };
			const receipt = `receipt-${rows.length + 1}`;
			rows.push({ ...one, receipt });
			return { id: one.id, receipt };
		});
		call.countItems(entries.length);
		return { status: 200, body: { <%= success %>results } };
<%= endpointEnd %>;

export const <%= endpointConstant %>Rows = listCollection(rowsOf);
