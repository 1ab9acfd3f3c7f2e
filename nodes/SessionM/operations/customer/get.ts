import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { UnexpectedResponseError } from '../../../../engine/operation';
import { singleOperation } from '../../../../engine/single';
import { customerPath } from '../../api';
import { type Customer, customerProperties, customerReader } from '../../customer';
import { core } from '../../services';

/** What may be asked for beside the customer itself (sessionM 3.2). */
const EXTRAS: Record<string, string> = {
	profile: 'user[user_profile]',
	incentives: 'expand_incentives',
	identifiers: 'show_identifiers',
};

const properties: INodeProperties[] = [
	...customerProperties,
	{
		displayName: 'Include',
		name: 'include',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: 'Custom Profile',
				value: 'profile',
				description: 'The custom fields of the customer',
			},
			{
				name: 'Identifiers',
				value: 'identifiers',
				description: 'All external IDs of the customer',
			},
			{ name: 'Incentives', value: 'incentives', description: 'Offers and achievements' },
		],
		default: ['profile'],
		description: 'What to return beside the customer. Not every account of SessionM has all of it.',
	},
];

const answerSchema = z.object({ user: z.object({ id: z.string() }).passthrough() });

interface Query {
	customer: Customer;
	query: Array<[string, boolean]>;
}

export const get = singleOperation<Query>({
	resource: 'customer',
	value: 'get',
	name: 'Get',
	description: 'Get a customer with points and profile',
	action: 'Get a customer',
	properties,
	kind: 'get',
	idempotent: true,
	services: [core],
	read(parameters) {
		const customerOf = customerReader(parameters);
		const query = parameters
			.fixed<string[]>('include', [])
			.map((extra) => EXTRAS[extra])
			.filter((name) => name !== undefined)
			.map((name): [string, boolean] => [name, true]);
		return (item) => ({ customer: customerOf(item), query });
	},
	request: ({ customer, query }) => ({
		method: 'GET',
		path: customerPath(customer).withQuery(query),
	}),
	parseResponse(_query, body) {
		const parsed = answerSchema.safeParse(body);
		if (!parsed.success) throw new UnexpectedResponseError();
		// No result is called `id`: the item's own `id` is the shop's.
		const { id: userId, ...user } = parsed.data.user as IDataObject;
		return { accepted: true, result: { userId, ...user } };
	},
});
