import type { IDataObject } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { pointIds, runSessionM } from '../support/sessionM.mts';
import type { Column } from './cells.mts';
import { anyEndpoint } from './anyEndpoint.mts';
import { lists, yesOrNo } from './columns/choices.mts';
import { days, moments } from './columns/dates.mts';
import { eachOnce, ids, names } from './columns/ids.mts';
import { money, whole } from './columns/numbers.mts';
import { phonesAsWritten } from './columns/phones.mts';
import { documentValues, texts, words } from './columns/texts.mts';
import { type ListOperation, type ListVendor, pick, type SentRequest } from './operation.mts';
import { CUSTOMERS, customersOf, lineItems, OFFERS, offersOf } from './sessionM.items.mts';

const leftOut = { right: undefined };

/** A call for a customer, whose body holds the columns at these places. */
function customerCall(
	end: string,
	columnsOf: (tenant: SandboxTenant) => Record<string, Column>,
	places: Record<string, string>,
): ListOperation {
	return {
		async plan({ tenant, random }) {
			const { known, externalIds } = await customersOf(tenant, random);
			return {
				columns: { customerId: ids({ of: known }), ...columnsOf(tenant) },
				parameters: { lookupBy: 'externalId' },
				sent: ({ parts, body }) =>
					parts.at(-1) === end
						? [
								{
									customerId: externalIds.get((body as { user_id: string }).user_id),
									...pick(body, places),
								},
							]
						: [],
			};
		},
	};
}

/** What is done once to each offer of a wallet. */
function offerCall(
	end: string,
	columns: Record<string, Column>,
	places: Record<string, string>,
): ListOperation {
	return {
		async plan({ tenant, random, count }) {
			const { offers } = await offersOf(tenant, random, count);
			return {
				columns: { userOfferId: eachOnce(offers), ...columns },
				sent: ({ parts, body }) =>
					parts.at(-1) === end ? [pick(body, { userOfferId: 'user_offer_id', ...places })] : [],
			};
		},
	};
}

/** The customer of a request that creates or updates one. */
function upserted({ parts, body }: SentRequest): object[] {
	const { user } = body as { user: IDataObject };
	const at = parts.lastIndexOf('users');
	const externalId = parts[at + 1] ?? user.external_id;
	const places = {
		last_name: 'last_name',
		first_name: 'first_name',
		dob: 'dob',
		loyalty: 'user_profile.loyalty',
	};
	return [
		{ externalId, ...pick(user, { ...places, phone_numbers: 'phone_numbers[0].phone_number' }) },
	];
}

export const sessionM: ListVendor = {
	title: 'SessionM',
	platform: 'sessionM',
	run: runSessionM,
	operations: {
		'api.call': {
			async plan({ tenant, random }) {
				const { known } = await customersOf(tenant, random);
				return anyEndpoint({
					method: 'PUT',
					path: '/priv/v1/apps/:api_key/external/users/{value}',
					more: { service: 'core' },
					value: names({ of: known, isPath: true }),
					body: (random, row) => ({ user: { user_profile: { nth: row, name: words(random) } } }),
					valueAt: -1,
					isCall: ({ parts }) => parts.at(-2) === 'users',
				});
			},
		},
		'customer.upsert': {
			plan: ({ zone }) => ({
				columns: { externalId: ids({ isPath: true }) },
				fields: {
					last_name: texts({ empty: leftOut }),
					first_name: texts({ empty: leftOut }),
					dob: days(zone, leftOut),
					phone_numbers: phonesAsWritten(),
					loyalty: documentValues(),
				},
				parameters: { mapping: 'auto', phoneNumbers: 'replace' },
				sent: upserted,
			}),
		},
		'customer.addTags': {
			async plan({ tenant, random }) {
				const { known, externalIds } = await customersOf(tenant, random);
				return {
					columns: {
						customerId: ids({ of: known }),
						tags: lists(),
						ttl: whole({ isOpen: true, empty: leftOut }),
					},
					parameters: { lookupBy: 'externalId' },
					sent: ({ parts, body }) =>
						parts.at(-1) === 'tags'
							? [
									{
										customerId: externalIds.get(parts.at(-2)!),
										...pick(body, { tags: 'tags', ttl: 'ttl' }),
									},
								]
							: [],
				};
			},
		},
		'event.trigger': customerCall(
			'trigger_user_event',
			() => ({
				eventLookup: names(),
				includeProgress: yesOrNo(),
				culture: names({ empty: leftOut }),
			}),
			{ eventLookup: 'event_lookup', includeProgress: 'include_progress', culture: 'culture' },
		),
		'offer.issue': customerCall(
			'issue',
			() => ({ offerId: names({ of: OFFERS }), quantity: whole({ max: 5 }) }),
			{ offerId: 'offer_id', quantity: 'quantity' },
		),
		'offer.purchase': customerCall(
			'purchase_offer',
			(tenant) => ({
				offerId: names({ of: ['large-for-small'] }),
				rewardStoreId: names({ empty: leftOut }),
				pointAccountIds: lists({ of: [pointIds(tenant).pointAccountId] }),
			}),
			{
				offerId: 'offer_id',
				rewardStoreId: 'reward_store_id',
				pointAccountIds: 'point_account_ids',
			},
		),
		'offer.redeem': offerCall('manual_redeem', { force: yesOrNo() }, { force: 'force_redeem' }),
		'offer.revoke': offerCall(
			'revoke',
			{ reason: texts({ empty: leftOut }) },
			{ reason: 'reason' },
		),
		'offer.update': {
			async plan({ tenant, random }) {
				const { known, externalIds, offers } = await offersOf(tenant, random, CUSTOMERS);
				return {
					columns: {
						customerId: ids({ of: known }),
						userOfferId: names({ of: offers }),
						customData: texts({ empty: leftOut }),
						updateRedemptionDates: yesOrNo(),
					},
					parameters: { lookupBy: 'externalId' },
					sent: ({ parts, body }) =>
						parts.at(-1) === 'update'
							? [
									{
										customerId: externalIds.get((body as { user_id: string }).user_id),
										...pick(body, {
											userOfferId: 'user_offer_id',
											customData: 'custom_data',
											updateRedemptionDates: 'update_redemption_dates',
										}),
									},
								]
							: [],
				};
			},
		},
		'points.deposit': customerCall(
			'deposit',
			(tenant) => ({
				amount: money({ min: 1 }),
				pointSourceId: names({ of: [pointIds(tenant).pointSourceId] }),
				pointAccountId: names({ of: [pointIds(tenant).pointAccountId] }),
				referenceId: names({ empty: 'none' }),
				referenceType: names({ empty: leftOut }),
			}),
			{
				amount: 'deposit_details[0].amount',
				pointSourceId: 'deposit_details[0].point_source_id',
				pointAccountId: 'deposit_details[0].point_account_id',
				referenceId: 'deposit_details[0].reference_id',
				referenceType: 'deposit_details[0].reference_type',
			},
		),
		'points.spend': customerCall(
			'spend_multiple',
			(tenant) => ({
				amount: money({ min: 1 }),
				pointAccountIds: lists({ of: [pointIds(tenant).pointAccountId] }),
				referenceId: names({ empty: 'none' }),
				referenceType: names({ empty: leftOut }),
			}),
			{
				amount: 'spend_details[0].amount',
				pointAccountIds: 'spend_details[0].point_account_ids',
				referenceId: 'spend_details[0].reference_id',
				referenceType: 'spend_details[0].reference_type',
			},
		),
		'transaction.send': {
			async plan({ tenant, random, zone }) {
				const { known } = await customersOf(tenant, random);
				return {
					columns: {
						customerId: ids({ of: known }),
						requestId: names({ empty: 'none' }),
						lineItems,
						subtotal: money({ empty: 'none' }),
						taxTotal: money({ empty: { right: 0 } }),
						paymentType: names({ empty: { right: 'cash' } }),
						transactionId: names({ empty: 'none' }),
						openTime: moments(zone, { from: 2003, to: 2032, empty: 'none' }),
						channel: names({ empty: { right: 'POS' } }),
						storeId: names({ of: ['1001'], empty: { right: '1001' } }),
					},
					parameters: { lookupBy: 'externalId', transactionInput: 'fields' },
					sent: ({ parts, body }) =>
						parts.at(-1) === 'send_transaction'
							? [
									pick(body, {
										customerId: 'request_payload.payments[0].user_id',
										requestId: 'request_id',
										lineItems: 'request_payload.items',
										subtotal: 'request_payload.subtotal',
										taxTotal: 'request_payload.tax_total',
										paymentType: 'request_payload.payments[0].type',
										transactionId: 'request_payload.transaction_id',
										openTime: 'request_payload.open_time',
										channel: 'request_payload.channel',
										storeId: 'store_id',
									}),
								]
							: [],
				};
			},
		},
	},
};
