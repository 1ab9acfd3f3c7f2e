import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { issueReward } from '../support/eagleEye.mts';
import { onErrorOutput, runNode } from '../support/engine.mts';
import { startServer, type TestServer } from '../support/server.mts';
import { forCustomer, transaction, upsert as upsertCustomer } from '../support/sessionM.mts';
import { forward } from '../support/uContact.mts';
import { event, upsert } from '../support/wai.mts';
import { message, sms } from '../support/wavy.mts';
import { plantedCredential } from './credentials.mts';
import { inherited, RUNS, seed, timeoutMs } from './fuzzRuns.mts';
import { hostileJson, mutationsOf } from './hostileJson.mts';

/** Each vendor by operations whose answers take different ways, with answers as it gives them. */
const answers: Array<[string, string, string, INodeParameters, IDataObject, unknown]> = [
	[
		'WAI contacts',
		'wai',
		'waiApi',
		upsert(),
		{ id: '1', name: 'Ada' },
		{ id: ['r-1'], error: false, failures: { 1: { retry: false } } },
	],
	[
		'WAI events',
		'wai',
		'waiApi',
		event(),
		{ id: '1', name: 'x', at: '2026-11-21T10:00:00Z' },
		{ id: ['r-1'] },
	],
	[
		'WAI campaigns',
		'wai',
		'waiApi',
		{ resource: 'campaign', operation: 'getAll', returnAll: true, onlyEnabled: false },
		{},
		[{ id: '1', description: 'x', enabled: true }],
	],
	[
		'Wavy messages',
		'wavy',
		'wavyApi',
		message('sendText', { messageText: 'Hi' }),
		{ phone: '5519900001111' },
		{ id: 'm', destinations: [{ id: '1', destination: '5519900001111' }] },
	],
	[
		'Wavy SMS',
		'wavy',
		'wavyApi',
		sms(),
		{ phone: '5519900001111', text: 'Hi' },
		{ id: 'm', messages: [{ id: '1' }] },
	],
	[
		'uContact callbacks',
		'uContact',
		'uContactApi',
		forward({ kind: 'message' }),
		{ raw: { id: '1' } },
		1,
	],
	[
		'Eagle Eye rewards',
		'eagleEye',
		'eagleEyeAirApi',
		{ connection: 'air', ...issueReward() },
		{ id: 'C1' },
		{ walletId: '7', accounts: [{ accountId: '1' }] },
	],
	[
		'Eagle Eye by Connect',
		'eagleEye',
		'eagleEyeConnectApi',
		{ connection: 'connect', ...issueReward() },
		{ id: 'C1' },
		{ message: 'queued' },
	],
	[
		'Eagle Eye accounts',
		'eagleEye',
		'eagleEyeAirApi',
		{
			connection: 'air',
			resource: 'account',
			operation: 'getAll',
			lookupBy: 'walletId',
			walletId: '7',
			returnAll: true,
		},
		{},
		{ total: 1, limit: 10, offset: 0, results: [{ accountId: '1' }] },
	],
	[
		'SessionM customers',
		'sessionM',
		'sessionMApi',
		forCustomer('customer', 'get'),
		{ id: 'C-1' },
		{ status: 'ok', user: { id: 'u', external_id: 'C-1' } },
	],
	[
		'SessionM upserts',
		'sessionM',
		'sessionMApi',
		upsertCustomer(),
		{ id: 'C-1', first_name: 'Ada' },
		{ status: 'ok', user: { id: 'u', phone_numbers: [] } },
	],
	[
		'SessionM transactions',
		'sessionM',
		'sessionMApi',
		transaction(),
		{ id: 'C-1', lines: [{ item_id: 'a', quantity: 1, unit_price: 1 }] },
		{ status: 'OK', payload: { points: 1 } },
	],
	[
		'SessionM campaigns',
		'sessionM',
		'sessionMApi',
		{ resource: 'campaign', operation: 'getAll', scope: 'app', returnAll: true, filters: {} },
		{},
		{ status: 'ok', campaigns: [{ id: 1 }] },
	],
	[
		'SessionM balances',
		'sessionM',
		'sessionMApi',
		{ resource: 'points', operation: 'getBalance', lookupBy: 'userId', customerId: 'u-1' },
		{},
		{ status: 'ok', payload: { balance: 1 } },
	],
];

describe('answers of vendors', () => {
	let vendor: TestServer;
	let given: Array<{ status: number; body: string }> = [];
	beforeAll(async () => {
		vendor = await startServer((_, response) => {
			const { status: code, body } = given[vendor.received.length % given.length]!;
			response.writeHead(code).end(body);
		});
	});
	afterAll(() => vendor.stop());

	const ITEMS = 20;
	it.each(answers)(
		'%s: each item has one outcome that can be stored, whatever is answered',
		async (_, type, name, parameters, item, document) => {
			const bodies = fc
				.oneof(mutationsOf(document), hostileJson, fc.constant(document))
				.map((value) => JSON.stringify(value) ?? '');
			const statuses = fc.constantFrom(
				200,
				200,
				200,
				201,
				204,
				206,
				304,
				400,
				401,
				403,
				404,
				409,
				422,
				500,
			);
			const before = inherited();
			await fc.assert(
				fc.asyncProperty(
					fc.array(
						fc.record({ status: statuses, body: fc.oneof(bodies, fc.string({ unit: 'binary' })) }),
						{
							minLength: ITEMS,
							maxLength: ITEMS,
						},
					),
					async (replies) => {
						given = replies.map((one) =>
							[204, 304].includes(one.status) ? { ...one, body: '' } : one,
						);
						vendor.received.length = 0;
						const items = Array.from({ length: ITEMS }, (_none, i) => ({
							...item,
							...(item.id !== undefined && { id: `${String(item.id)}${i}` }),
						}));
						const { output, errors, error } = await runNode({
							type,
							parameters: { ...parameters, options: { maxRetries: 0, batchSize: 1 } },
							items,
							credentials: { [name]: plantedCredential(name).data(vendor.url) },
							...onErrorOutput,
						});
						expect(error).toBeUndefined();
						const settled = new Set(
							[...output, ...errors].map(({ pairedItem }) => (pairedItem as { item: number }).item),
						);
						// A list may be empty, so that its item has no output.
						if (parameters.operation !== 'getAll') expect(settled.size).toBe(ITEMS);
						for (const one of [...output, ...errors]) JSON.stringify(structuredClone(one.json));
					},
				),
				{ numRuns: Math.max(2, Math.ceil(RUNS / ITEMS / 4)), seed },
			);
			expect(inherited()).toBe(before);
		},
		timeoutMs,
	);

	it('lists of campaigns are called what SessionM calls them, names of every object among them', async () => {
		given = [
			{
				status: 200,
				body: '{"status":"ok","campaigns":{"constructor":[{"id":1}],"tiles":[{"id":2}]}}',
			},
		];
		const { output } = await runNode({
			type: 'sessionM',
			parameters: forCustomer('campaign', 'getAll', {
				scope: 'customer',
				returnAll: true,
				filters: {},
			}),
			items: [{ id: 'C-1' }],
			credentials: { sessionMApi: plantedCredential('sessionMApi').data(vendor.url) },
		});
		expect(output.map(({ json }) => json.kind)).toEqual(['constructor', 'tile']);
	});
});
