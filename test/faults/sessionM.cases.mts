import fc from 'fast-check';
import lodash from 'lodash';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CustomerRow } from '../../sandbox/sessionM/index.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import {
	forCustomer,
	FRIES,
	pointIds,
	runSessionM,
	transaction,
	upsert,
} from '../support/sessionM.mts';
import {
	holdAgainstLedger,
	holdAgainstStates,
	holdReads,
	holdReceipts,
	nameOf,
	timesIn,
} from './balance.mts';
import { status } from './schedules.mts';
import type { FaultVendor, Finished } from './vendor.mts';

/** Customers of a run: each has several items in it, which go one after another. */
const customersOf = (count: number) => Math.min(500, Math.ceil(count / 3));

const item = (i: number, count: number) => ({
	id: `C-${i % customersOf(count)}`,
	name: nameOf(i),
	lines: FRIES,
});

function deposit(tenant: SandboxTenant, more: INodeParameters): INodeParameters {
	return forCustomer('points', 'deposit', { ...pointIds(tenant), ...more });
}

/** Every second customer may take part in a campaign that the others do not get to see. */
const optsIn = ({ id }: IDataObject) => Number(String(id).slice('C-'.length)) % 2 === 0;

function purchase(tenant: SandboxTenant, more: INodeParameters): INodeParameters {
	return forCustomer('offer', 'purchase', {
		offerId: 'large-for-small',
		pointAccountIds: pointIds(tenant).pointAccountId,
		...more,
	});
}

/** What every customer gets beforehand, so that nothing is refused for want of points. */
const POINTS_ENOUGH = 1e9;

async function prepare(tenant: SandboxTenant, count: number): Promise<void> {
	const known = Array.from({ length: customersOf(count) }, (_, i) => ({
		id: `C-${i}`,
		...nameAndEmail(`c${i}`),
	}));
	await runBefore(tenant, upsert(), known);
	await runBefore(tenant, deposit(tenant, { amount: POINTS_ENOUGH, referenceId: 'before' }), known);
}

const nameAndEmail = (name: string) => ({
	email: `${name}@example.com`,
	first_name: 'Ana',
	last_name: 'Luz',
});

/** A run before there is trouble; throws where it fails. */
async function runBefore(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
): Promise<void> {
	const { error } = await runSessionM(tenant, parameters, items);
	if (error) throw new Error(error.message);
}

/** The claims against how often each item's name is among those that the rows of a collection hold. */
const holdRows = async <Row,>(
	{ claims, tenant }: Finished,
	collection: string,
	nameIn: (row: Row) => string | undefined,
) =>
	holdAgainstLedger(
		claims,
		timesIn((await tenant.rows<Row>(`sessionM/${collection}`)).map(nameIn)),
	);

/** Every second customer brings a phone number, which is added to those on file. */
const upsertItem = (i: number, count: number) => ({
	id: `U-${i % 3 ? i : i % Math.max(12, Math.ceil(count / 20))}`,
	n: i,
	...nameAndEmail(nameOf(i)),
	// A mark that every write leaves in the profile, whatever is written after it.
	[nameOf(i)]: true,
	...(i % 2 && { phone_numbers: phoneOf(i) }),
});

const phoneOf = (i: number) => `+1555${String(i).padStart(7, '0')}`;

async function holdCustomers({ claims, items, tenant }: Finished): Promise<void> {
	const customers = await tenant.rows<CustomerRow>('sessionM/customers');
	const states = new Map(
		customers.map(({ externalId, user_profile: { n } }) => [externalId, n as number]),
	);
	holdAgainstStates(
		claims,
		items.map(({ id }) => id as string),
		(id) => states.get(id),
	);
	const written = timesIn(customers.flatMap(({ user_profile: profile }) => Object.keys(profile)));
	holdAgainstLedger(claims, written);
	const onFile = new Set(
		customers.flatMap(({ phone_numbers: phones }) =>
			(phones ?? []).map(({ phone_number: number }) => number),
		),
	);
	items.forEach(({ phone_numbers: phone }, i) => {
		if (phone && onFile.has(phoneOf(i)) !== written(i) > 0)
			throw new Error(
				`The phone number of item ${i} is ${onFile.has(phoneOf(i)) ? '' : 'not '}on file`,
			);
	});
}

export const sessionM: FaultVendor = {
	title: 'SessionM',
	platform: 'sessionM',
	run: runSessionM,
	rejections: (words) =>
		[200, 400, 422].map((code) => ({
			status: code,
			body: { status: 'error', errors: { code: 'invalid', message: words } },
		})),
	// An error under HTTP 200, and a 404 that says nothing of the customer.
	actions: ['statusError', status(404)],
	settings: fc.record(
		{
			errors: fc.constant('ok'),
			createExisting: fc.constant('update'),
			pendingAnswers: fc.constant(1),
		},
		{ requiredKeys: [] },
	),
	settingsAtSize: {},
	prepare,
	budgetMs: 3000,
	cases: [
		{
			name: 'customers, one in three repeated',
			single: true,
			asksFirst: true,
			parameters: (options) => upsert({ options }),
			item: upsertItem,
			check: holdCustomers,
		},
		{
			name: 'transactions',
			single: true,
			parameters: (options) => transaction({ transactionId: '={{ $json.name }}', options }),
			item,
			async check(finished) {
				const rows = await finished.tenant.rows<{ transactionId: string; requestId: string }>(
					'sessionM/transactions',
				);
				holdAgainstLedger(finished.claims, timesIn(rows.map(({ transactionId }) => transactionId)));
				holdReceipts(
					finished.outcomes,
					'requestId',
					rows.map(({ transactionId, requestId }) => [transactionId, requestId]),
				);
			},
		},
		{
			name: 'deposits, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options, tenant) =>
				deposit(tenant, { amount: 5, referenceId: '={{ $json.name }}', options }),
			item,
			check: async (finished) =>
				await holdRows<{ reference: string }>(finished, 'deposits', ({ reference }) => reference),
		},
		{
			name: 'behaviours, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options) =>
				forCustomer('event', 'trigger', { eventLookup: '={{ $json.name }}', options }),
			item,
			check: async (finished) =>
				await holdRows<{ event: string }>(finished, 'events', ({ event }) => event),
		},
		{
			name: 'purchases, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options, tenant) =>
				purchase(tenant, { rewardStoreId: '={{ $json.name }}', options }),
			item,
			check: async (finished) =>
				await holdRows<{ rewardStore?: string }>(
					finished,
					'purchases',
					({ rewardStore }) => rewardStore,
				),
		},
		{
			name: 'customers read',
			reads: true,
			single: true,
			parameters: (options) => forCustomer('customer', 'get', { options }),
			item,
			check: async ({ outcomes, items }) =>
				holdReads(
					outcomes,
					items.map(({ id }) => id as string),
					(json) => json.external_id,
				),
		},
		{
			name: 'balances read, the customer looked up',
			reads: true,
			single: true,
			parameters: (options) => forCustomer('points', 'getBalance', { options }),
			item,
			check: async ({ outcomes, items }) =>
				holdReads(
					outcomes,
					items.map(({ id }) => `${String(id)}: ${POINTS_ENOUGH}`),
					(json) =>
						`${String(json.externalId)}: ${String((json.summary as IDataObject).total_points)}`,
				),
		},
		{
			name: 'offers read, the customer looked up',
			reads: true,
			single: true,
			parameters: (options) => forCustomer('offer', 'getAll', { limit: 1, options }),
			item,
			async prepare(items, tenant) {
				await runBefore(
					tenant,
					purchase(tenant, { rewardStoreId: '={{ $json.id }}' }),
					lodash.uniqBy(items, ({ id }) => id),
				);
				return items;
			},
			async check({ outcomes, items, tenant }) {
				const offers = await tenant.rows('sessionM/offers');
				const ids = new Map(offers.map(({ externalId, id }) => [externalId, id]));
				holdReads(
					outcomes,
					items.map(({ id }) => ids.get(id as string)!),
					(json) => json.id,
				);
			},
		},
		{
			name: 'campaigns read',
			reads: true,
			single: true,
			parameters: (options) =>
				forCustomer('campaign', 'getAll', {
					limit: 1,
					filters: { creatives: 'promotion' },
					options,
				}),
			item,
			async prepare(items, tenant) {
				const customers = lodash.uniqBy(items, ({ id }) => id);
				await runBefore(
					tenant,
					upsert(),
					customers.filter(optsIn).map(({ id }) => ({ id, opted_in: true })),
				);
				return items;
			},
			check: async ({ outcomes, items }) =>
				holdReads(
					outcomes,
					items.map((one) => (optsIn(one) ? 'snack-box' : 'large-fries')),
					(json) => json.id,
				),
		},
		{
			name: 'tags, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options) =>
				forCustomer('customer', 'addTags', { tags: '={{ $json.name }}', ttl: 60, options }),
			item,
			async check({ claims, tenant }) {
				const customers = await tenant.rows<CustomerRow>('sessionM/customers');
				holdAgainstLedger(claims, timesIn(customers.flatMap(({ tags }) => Object.keys(tags))));
			},
		},
	],
};
