import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import { z } from 'zod';

import { lookUp } from '../../engine/lookup';
import { path } from '../../engine/path';
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

/** What to do where there is no list to choose from. */
const ADVICE = 'Check the credential and its base URL, or give the campaign by its ID';

/** The campaigns of the account for the From List dropdown. */
export async function searchCampaigns(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const answer = await lookUp(this, wai, { method: 'GET', path: CAMPAIGNS_PATH }, ADVICE);
	const campaigns = campaignsSchema.safeParse(answer);
	if (!campaigns.success) {
		const message = 'WAI answered with something other than a list of campaigns';
		throw new NodeOperationError(this.getNode(), message, { description: ADVICE });
	}
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
