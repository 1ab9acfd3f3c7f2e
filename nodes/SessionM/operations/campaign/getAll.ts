import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { limitProperties, limitReader } from '../../../../engine/description/limit';
import { optional } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import { optionalList } from '../../../../engine/fields/list';
import type { Parameters } from '../../../../engine/fields/parameters';
import { optionalText } from '../../../../engine/fields/text';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { pagedOperation } from '../../../../engine/single';
import type { Path } from '../../../../engine/path';
import { appPath, customerPath } from '../../api';
import { optionalField } from '../../body';
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
			{
				name: 'Customer',
				value: 'customer',
				description: 'Campaigns that a customer is eligible for',
			},
			{ name: 'App', value: 'app', description: 'Campaigns of the whole app' },
		],
		default: 'customer',
		description: 'Whose campaigns to get',
	},
	...customerProperties.map((property) => ({
		...property,
		displayOptions: { show: { scope: ['customer'] } },
	})),
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
			filter(
				'Auth Token',
				'authToken',
				'Token of a signed-in customer, for campaigns of the app as that customer may see them (auth_token)',
			),
			filter(
				'Creatives',
				'creatives',
				'Kinds of creatives to return, separated by commas, such as tiles, promotion',
			),
			filter(
				'Filters',
				'filters',
				'Which campaigns to return, separated by commas, as agreed with SessionM',
			),
			filter(
				'Page Parameter',
				'pageParameter',
				'Name of the query parameter by which your account pages campaigns. Left empty, further ' +
					'pages are asked for by "page" where SessionM says that there are some.',
			),
			filter(
				'Query',
				'query',
				'Anything else to put into the query, such as locale=en. For what SessionM has told you ' +
					'and this node does not have.',
			),
			filter(
				'Sections',
				'sections',
				'Sections to return of each campaign, separated by commas, such as behaviors, progress, offers',
			),
		].map((option) =>
			option.name === 'authToken' ? { ...option, typeOptions: { password: true } } : option,
		),
	},
];

/** A campaign is taken as it is: the fields of one are not documented in public. */
const list = z.array(z.custom<IDataObject>((value) => typeof value === 'object' && value !== null));
const pageSchema = z.object({
	/** For the app a list, for a customer an object of lists by kind, such as tiles and promotions (sessionM 3.3). */
	campaigns: z.union([list, z.record(list)]),
	page: z.number().optional(),
	number_of_pages: z.number().optional(),
});
const responseSchema = z.union([
	pageSchema,
	z.object({ payload: pageSchema }).transform(({ payload }) => payload),
]);

/** What a customer's lists are called, in the singular. */
const KINDS = new Map([
	['tiles', 'tile'],
	['promotions', 'promotion'],
]);

/** All campaigns of a response; those of a customer tell of which kind they are. */
function campaignsIn(campaigns: z.infer<typeof pageSchema>['campaigns']): IDataObject[] {
	if (Array.isArray(campaigns)) return campaigns;
	return Object.entries(campaigns).flatMap(([name, ofKind]) =>
		ofKind.map((campaign) => ({ kind: KINDS.get(name) ?? name, ...campaign })),
	);
}

/** A customer who is eligible for nothing (sessionM 3.3). */
const NONE = 'no_active_campaign_found';

type Pair = readonly [name: string, value: string];

interface Query {
	path: Path;
	query: Pair[];
	pageParameter: string | undefined;
}

/** sessionM 3.3. */
const LISTS: Record<string, string> = {
	sections: 'section[]',
	creatives: 'creatives[]',
	filters: 'filters[]',
};

function queryReader(parameters: Parameters): (item: number) => Pair[] {
	const field = (name: string) => parameters.field(`filters.${name}`);
	const lists = Object.entries(LISTS).map(([name, key]) => ({ name, key, value: field(name) }));
	const [token, other] = [field('authToken'), field('query')];
	return (item) => [
		...lists.flatMap(({ name, key, value }) =>
			optionalList(value(item), name).map((one): Pair => [key, one]),
		),
		...Object.entries(
			optionalField('auth_token', token(item), (value) => readName(value, 'Auth Token')),
		).map(([key, value]): Pair => [key, String(value)]),
		...new URLSearchParams(optionalText(other(item), 'Query') ?? ''),
	];
}

const identityOf = (campaign: IDataObject) =>
	JSON.stringify(campaign.id ?? campaign.campaign_id ?? campaign);

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
		const customerOf =
			parameters.fixed<string>('scope', 'customer') === 'app'
				? undefined
				: customerReader(parameters);
		const queryOf = queryReader(parameters);
		const limit = limitReader(parameters);
		const pageParameter = parameters.field('filters.pageParameter');
		return (item) => ({
			path: customerOf
				? customerPath(customerOf(item), version).below('campaigns')
				: appPath('campaigns', version),
			query: queryOf(item),
			limit: limit(item),
			pageParameter: optional(pageParameter(item), (value) => readName(value, 'Page Parameter')),
		});
	},
	request({ path, query, pageParameter }, { page }) {
		// A service that does not page is not asked for a page.
		const isPaged = pageParameter !== undefined || page > 1;
		const paged = isPaged ? [...query, [pageParameter ?? 'page', page] as const] : query;
		return { method: 'GET', path: path.withQuery(paged) };
	},
	parsePage({ pageParameter }, body, { page, results }) {
		const parsed = responseSchema.safeParse(body);
		if (!parsed.success) throw new UnexpectedResponseError();
		const { campaigns, number_of_pages: pages } = parsed.data;
		const known = new Set(results.map(identityOf));
		// A service that does not know the parameter responds with the same page again: then nothing is new.
		const fresh = campaignsIn(campaigns).filter((campaign) => !known.has(identityOf(campaign)));
		return {
			results: fresh,
			hasMore: pages === undefined ? pageParameter !== undefined : page < pages,
		};
	},
	onFailure: (_query, { code }) => (code === NONE ? [] : undefined),
});
