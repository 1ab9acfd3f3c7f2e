import { <% if (!endpointImport) { %>type Endpoint, <% } %>HttpError } from '../shared/vendor.mts';
<% if (endpointImport) { %><%= endpointImport %><% } else { %>import type { <%= state.type %> } from '<%= state.module %>';<% } %>

/** Results a page. */
const PAGE = 2;

/** TODO: results as the vendor gives them. */
const results = Array.from({ length: 5 }, (_, i) => ({ id: `R-${i + 1}`, name: `Result ${i + 1}` }));

/** TODO: where the call is documented (<%= vendor %> x.y). */
export const <%= endpointConstant %><% if (!endpointImport) { %>: Endpoint<<%= state.type %>><% } %> = <%= endpointBegin %>
		const { tag, page, ...others } = call.query;
		if (typeof tag !== 'string' || !/^[1-9]\d*$/.test(String(page)) || Object.keys(others).length > 0) {
			throw new HttpError(400, 'The query must be ?tag=…&page=1');
		}
		const from = (Number(page) - 1) * PAGE;
		const found = results.map((one) => ({ ...one, tag }));
		return { status: 200, body: { <%= success %>results: found.slice(from, from + PAGE), total: found.length } };
<%= endpointEnd %>;
