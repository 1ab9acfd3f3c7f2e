import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { issueReward } from '../support/eagleEye.mts';
import { forCustomer, transaction, upsert as upsertCustomer } from '../support/sessionM.mts';
import { forward } from '../support/uContact.mts';
import { event, upsert } from '../support/wai.mts';
import { message, sms } from '../support/wavy.mts';

/** Each vendor by operations whose answers take different ways through the node. */
export const operations: Array<[string, string, string, INodeParameters, IDataObject]> = [
	['WAI contact', 'wai', 'waiApi', upsert(), { id: '1', firstName: 'Ada' }],
	['WAI event', 'wai', 'waiApi', event(), { id: '1', name: 'x', at: '2026-11-21T10:00:00Z' }],
	[
		'WAI campaigns',
		'wai',
		'waiApi',
		{ resource: 'campaign', operation: 'getAll', returnAll: true, onlyEnabled: false },
		{},
	],
	[
		'Wavy text',
		'wavy',
		'wavyApi',
		message('sendText', { messageText: 'Hi' }),
		{ phone: '5519900001111' },
	],
	['Wavy SMS', 'wavy', 'wavyApi', sms(), { phone: '5519900001111', text: 'Hi' }],
	[
		'uContact callback',
		'uContact',
		'uContactApi',
		forward({ kind: 'message' }),
		{ raw: { id: '1' } },
	],
	[
		'uContact lead',
		'uContact',
		'uContactApi',
		{ resource: 'lead', operation: 'create', hubName: 'R', to: '={{ $json.phone }}' },
		{ phone: '59891111111' },
	],
	[
		'Eagle Eye reward by AIR',
		'eagleEye',
		'eagleEyeAirApi',
		{ connection: 'air', ...issueReward() },
		{ id: 'C1' },
	],
	[
		'Eagle Eye reward by Connect',
		'eagleEye',
		'eagleEyeConnectApi',
		{ connection: 'connect', ...issueReward() },
		{ id: 'C1' },
	],
	[
		'Eagle Eye wallet',
		'eagleEye',
		'eagleEyeAirApi',
		{
			connection: 'air',
			resource: 'wallet',
			operation: 'get',
			lookupBy: 'walletId',
			walletId: '7',
		},
		{},
	],
	['SessionM customer', 'sessionM', 'sessionMApi', forCustomer('customer', 'get'), { id: 'C-1' }],
	[
		'SessionM upsert',
		'sessionM',
		'sessionMApi',
		upsertCustomer(),
		{ id: 'C-1', first_name: 'Ada' },
	],
	[
		'SessionM points',
		'sessionM',
		'sessionMApi',
		{ resource: 'points', operation: 'getBalance', lookupBy: 'userId', customerId: 'u-1' },
		{},
	],
	[
		'SessionM transaction',
		'sessionM',
		'sessionMApi',
		transaction(),
		{ id: 'C-1', lines: [{ item_id: 'a', quantity: 1, unit_price: 1 }] },
	],
];
