import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { receivedRows } from '../shared/received.mts';
import { <% if (!endpointImport) { %>type Endpoint, <% } %>HttpError, listCollection } from '../shared/vendor.mts';
<% if (endpointImport) { %><%= endpointImport %>
<% } %>import type { <%= state.type %> } from '<%= state.module %>';

// TODO: what the vendor takes, and nothing else.
const requestBody = z.object({ id: z.string().min(1), value: z.string().optional() }).strict();

type Row = z.infer<typeof requestBody> & { receipt: string };

const rowsOf = receivedRows<<%= state.type %>, Row>();

/** TODO: where the call is documented (<%= vendor %> x.y). */
export const <%= endpointConstant %><% if (!endpointImport) { %>: Endpoint<<%= state.type %>><% } %> = <%= endpointBegin %>
		const parsed = requestBody.safeParse(parseJson(call.body).value);
		if (!parsed.success) throw new HttpError(400, parsed.error.issues[0]!.message);
		const rows = rowsOf(state);
		const receipt = `receipt-${rows.length + 1}`;
		rows.push({ ...parsed.data, receipt });
		call.countItems(1);
		return { status: 200, body: { <%= success %>receipt } };
<%= endpointEnd %>;

export const <%= endpointConstant %>Rows = listCollection(rowsOf);
