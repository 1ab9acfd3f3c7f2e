import { NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';

import { describeNetworkError, parseBody } from '../../engine/delivery/classify';
import { path } from '../../engine/transport/path';
import { type HttpResult, Session } from '../../engine/transport/session';
import { wai } from './api';

/** Path of the campaign list (wai 4.10). */
export const CAMPAIGNS_PATH = path`/api/Campaign/campaigns`;

/** `[{ id, description, enabled }]` (wai 4.10). */
export const campaignsSchema = z.array(
	z
		.object({
			id: z.string(),
			description: z.string().nullish(),
			enabled: z.boolean().nullish(),
		})
		.passthrough(),
);

/** How long the editor waits for the list, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** The campaigns of the account for the From List dropdown. */
export async function searchCampaigns(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const session = new Session(this, wai.name, wai.service, TIMEOUT_MS);
	await session.open();
	const result = await session.send({ method: 'GET', path: CAMPAIGNS_PATH });
	const campaigns = campaignsSchema.safeParse(parseBody(result, wai).value);
	if (result.kind !== 'response' || result.status !== 200 || !campaigns.success) throw noList(this, result);
	const wanted = filter.toLowerCase();
	const results = campaigns.data
		.map(({ id, description, enabled }) => ({
			name: `${description || id}${enabled === false ? ' (disabled)' : ''}`,
			value: id,
		}))
		.filter(({ name, value }) => `${name}\n${value}`.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}

/** Why there is no list, in words for the user. */
function noList(context: ILoadOptionsFunctions, result: HttpResult): NodeOperationError {
	const description = 'Check the credential and its base URL, or give the campaign by its ID';
	return new NodeOperationError(context.getNode(), reasonOf(result), { description });
}

function reasonOf(result: HttpResult): string {
	if (result.kind === 'tokenError') return result.message;
	if (result.kind === 'networkError') return `${wai.name}: ${describeNetworkError(result.code)}`;
	if (result.unreadable !== undefined) return `${wai.name}: ${result.unreadable}`;
	if (result.status === 200) return 'WAI answered with something other than a list of campaigns';
	return `WAI answered with HTTP status ${result.status}`;
}
