import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { checkedBaseUrl } from '../../engine/transport/baseUrl';
import { wai } from './api';

/** Path of the campaign list (wai 4.10). */
export const CAMPAIGNS_PATH = '/api/Campaign/campaigns';

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

/** The campaigns of the account for the From List dropdown. */
export async function searchCampaigns(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const { baseUrl } = await this.getCredentials(wai.service.credential);
	const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(
		this,
		wai.service.credential,
		{
			method: 'GET',
			url: `${checkedBaseUrl(baseUrl, wai.name)}${CAMPAIGNS_PATH}`,
			json: true,
			disableFollowRedirect: true,
			timeout: 30_000,
		},
	);
	const campaigns = campaignsSchema.safeParse(answer);
	if (!campaigns.success) {
		throw new NodeOperationError(
			this.getNode(),
			'WAI answered with something other than a list of campaigns',
			{
				description: 'Check the base URL of the credential, or enter the ID of the campaign',
			},
		);
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
