import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { limitProperties, limitReader } from '../../../../engine/description/limit';
import type { Parameters } from '../../../../engine/fields/parameters';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { pagedOperation } from '../../../../engine/single';
import { appPath, customerPath } from '../../api';
import { customerProperties, customerReader } from '../../customer';
import { core } from '../../services';

const filter = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	description,
});

const properties: INodeProperties[] = [
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Customer', value: 'customer', description: 'Campaigns that a customer is eligible for' },
			{ name: 'App', value: 'app', description: 'Campaigns of the whole app' },
		],
		default: 'customer',
		description: 'Whose campaigns to get',
	},
	...customerProperties.map((property) => ({ ...property, displayOptions: { show: { scope: ['customer'] } } })),
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'V1', value: 'v1' },
			{ name: 'V2', value: 'v2' },
		],
		default: 'v1',
		description: 'Version of the call. SessionM documents both; ask which one your account has.',
	},
	...limitProperties,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			filter('Auth Token', 'authToken', 'Token of a signed-in customer, for campaigns of the app as that customer may see them (auth_token)'),
			filter('Creatives', 'creatives', 'Kinds of creatives to return, separated by commas, such as tiles, promotion'),
			filter('Filters', 'filters', 'Which campaigns to return, separated by commas, as agreed with SessionM'),
			filter('Page Parameter', 'pageParameter', 'Name of the query parameter by which your account pages campaigns, such as page. Whether and how campaigns are paged is not verified; empty asks once.'),
			filter('Query', 'query', 'Anything else to put into the query, such as locale=en. For what SessionM has told you and this node does not have.'),
			filter('Sections', 'sections', 'Sections to return of each campaign, separated by commas, such as behaviors, progress, offers'),
		].map((option) => (option.name === 'authToken' ? { ...option, typeOptions: { password: true } } : option)),
	},
];

/** A campaign is taken as it is: the fields of one are not documented in public. */
const campaigns = z.array(z.custom<IDataObject>((value) => typeof value === 'object' && value !== null));
const answerSchema = z.union([
	z.object({ campaigns }),
	z.object({ payload: z.object({ campaigns }) }).transform(({ payload }) => payload),
]);

/** A customer who is eligible for nothing (CONTRACTS 3.3). */
const NONE = 'no_active_campaign_found';

interface Query {
	path: string;
	query: string[];
	pageParameter: string;
}

/** CONTRACTS 3.3: `section[]`, `creatives[]`, `filters[]`. */
const LISTS: Record<string, string> = { sections: 'section[]', creatives: 'creatives[]', filters: 'filters[]' };

function queryReader(parameters: Parameters): (item: number) => string[] {
	const field = (name: string) => parameters.field(`filters.${name}`);
	const lists = Object.entries(LISTS).map(([name, key]) => ({ key: encodeURIComponent(key), value: field(name) }));
	const [token, other] = [field('authToken'), field('query')];
	return (item) => [
		...lists.flatMap(({ key, value }) =>
			String(value(item) || '')
				.split(',')
				.map((one) => one.trim())
				.filter(Boolean)
				.map((one) => `${key}=${encodeURIComponent(one)}`),
		),
		...(token(item) ? [`auth_token=${encodeURIComponent(String(token(item)))}`] : []),
		...new URLSearchParams(String(other(item) || '')).toString().split('&').filter(Boolean),
	];
}

const identityOf = (campaign: IDataObject) => JSON.stringify(campaign.id ?? campaign.campaign_id ?? campaign);

export const getAll = pagedOperation<Query>({
	resource: 'campaign',
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many campaigns',
	action: 'Get many campaigns',
	properties,
	services: [core],
	read(parameters) {
		const version = parameters.fixed<string>('apiVersion', 'v1') === 'v2' ? 'v2' : 'v1';
		const customerOf = parameters.fixed<string>('scope', 'customer') === 'app' ? undefined : customerReader(parameters);
		const queryOf = queryReader(parameters);
		const limit = limitReader(parameters);
		const pageParameter = parameters.field('filters.pageParameter');
		return (item) => ({
			path: customerOf ? `${customerPath(customerOf(item), version)}/campaigns` : appPath('campaigns', version),
			query: queryOf(item),
			limit: limit(item),
			pageParameter: String(pageParameter(item) || '').trim(),
		});
	},
	request({ path, query, pageParameter }, { page }) {
		const parts = pageParameter === '' ? query : [...query, `${encodeURIComponent(pageParameter)}=${page}`];
		return { method: 'GET', path: parts.length > 0 ? `${path}?${parts.join('&')}` : path };
	},
	parsePage({ pageParameter }, body, { results }) {
		const parsed = answerSchema.safeParse(body);
		if (!parsed.success) throw new UnexpectedResponseError();
		const known = new Set(results.map(identityOf));
		// A service that does not know the parameter answers with the same page again: then nothing is new.
		const fresh = parsed.data.campaigns.filter((campaign) => !known.has(identityOf(campaign)));
		return { results: fresh, hasMore: pageParameter !== '' };
	},
	onFailure: (_query, { code }) => (code === NONE ? [] : undefined),
});
