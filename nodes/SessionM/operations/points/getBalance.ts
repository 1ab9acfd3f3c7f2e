import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isObject } from '../../../../engine/fields/json';
import type { Path } from '../../../../engine/path';
import { toConnect } from '../../api';
import { bodyInput, cultureProperty, cultureReader } from '../../body';
import { customerOperation } from '../../customerOperation';
import { payloadOf } from '../../envelope';
import { POINTS } from '../../points';
import { connect } from '../../services';

const scope: INodeProperties = {
	displayName: 'Accounts',
	name: 'accounts',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Main', value: 'balance', description: 'The balance of the customer' },
		{
			name: 'All',
			value: 'all_balances',
			description: 'The balances of all point accounts of the customer',
		},
	],
	default: 'balance',
	description: 'Which balances to get',
};

const input = bodyInput({
	name: 'balance',
	title: 'Balance',
	fields: [cultureProperty],
	jsonDefault: '{}',
	caution: 'The fields of this call were seen in integrations.',
});

/** sessionM 3.4. */
export const getBalance = customerOperation<{ path: Path; body: IDataObject }>({
	resource: 'points',
	value: 'getBalance',
	name: 'Get Balance',
	description: 'Get how many points a customer has',
	action: 'Get balance of points',
	properties: [scope, ...input.properties],
	kind: 'get',
	idempotent: true,
	service: connect,
	read(parameters, facts) {
		const path = POINTS('1.0').below(parameters.fixed<string>('accounts', 'balance'));
		const bodyOf = input.reader(parameters, { fields: cultureReader });
		const retailer = { retailer_id: facts.setting(connect, 'retailerId') };
		return (item) => ({ path, body: { ...retailer, ...bodyOf(item) } });
	},
	request: ({ path, body }, userId) => toConnect(path, { user_id: userId, ...body }),
	parseResponse(_call, response, who) {
		const payload = payloadOf(response);
		const balances = isObject(payload) ? (payload as IDataObject) : { balances: payload };
		return { accepted: true, result: { ...who, ...balances } };
	},
});
