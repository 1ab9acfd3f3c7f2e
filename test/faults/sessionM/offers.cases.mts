import lodash from 'lodash';

import type { OfferRow } from '../../../sandbox/sessionM/index.mts';
import { forCustomer, transaction } from '../../support/sessionM.mts';
import {
	holdAgainstCounts,
	holdAgainstDeeds,
	holdAgainstLedger,
	holdAgainstStates,
	holdReads,
	holdReceipts,
	nameOf,
	timesIn,
} from '../balance.mts';
import type { FaultCase, Finished } from '../vendor.mts';
import { item, userOfferIn, withOffers } from './items.mts';

const offersIn = async ({ tenant }: Finished) => await tenant.rows<OfferRow>('sessionM/offers');

const offerIds = ({ items }: Finished) => items.map(({ offer }) => offer as string);

/** What can be done to each offer of a wallet once. */
const deed = (operation: 'redeem' | 'revoke', status: OfferRow['status']): FaultCase => ({
	name: `offers, ${operation}`,
	single: true,
	parameters: (options) => ({
		resource: 'offer',
		operation,
		userOfferId: '={{ $json.offer }}',
		options,
	}),
	item,
	prepare: withOffers,
	async check(finished) {
		const done = new Set(
			(await offersIn(finished)).filter((offer) => offer.status === status).map(({ id }) => id),
		);
		holdAgainstDeeds(finished.claims, offerIds(finished), (id) => done.has(id));
	},
});

export const cases: FaultCase[] = [
	{
		name: 'offers issued, the customer looked up',
		single: true,
		asksFirst: true,
		parameters: (options) => forCustomer('offer', 'issue', { offerId: 'free-snack-box', options }),
		item,
		// An issue has nothing of its own by which the wallet could tell it from another: it is counted.
		async check(finished) {
			const { claims, outcomes, items } = finished;
			const offers = await offersIn(finished);
			const count = lodash.countBy(offers, ({ externalId }) => externalId);
			holdAgainstCounts(
				claims,
				items.map(({ id }) => id as string),
				(id) => count[id] ?? 0,
			);
			const owners = new Map(offers.map(({ id, externalId }) => [id, externalId]));
			const accepted = outcomes.flatMap((outcome, i) =>
				claims[i] === 'accepted' ? [{ offer: userOfferIn(outcome), i }] : [],
			);
			if (new Set(accepted.map(({ offer }) => offer)).size < accepted.length)
				throw new Error('Two items came back with the same offer');
			for (const { offer, i } of accepted) {
				if (owners.get(offer) !== items[i]!.id)
					throw new Error(`Item ${i} came back with ${offer}, which is not its customer's`);
			}
		},
	},
	deed('redeem', 'redeemed'),
	deed('revoke', 'revoked'),
	{
		name: 'offers updated, the customer looked up',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			forCustomer('offer', 'update', {
				userOfferId: '={{ $json.offer }}',
				customData: '={{ $json.name }}',
				options,
			}),
		item,
		prepare: withOffers,
		async check(finished) {
			const data = new Map(
				(await offersIn(finished)).map(({ id, custom_data: name }) => [id, name]),
			);
			const ids = offerIds(finished);
			holdAgainstStates(finished.claims, ids, (id) => (data.get(id) ? ids.indexOf(id) : undefined));
			ids.forEach((id, i) => {
				if (data.get(id) && data.get(id) !== nameOf(i))
					throw new Error(
						`${id} has the data of ${data.get(id)}, and was to have that of item ${i}`,
					);
			});
		},
	},
	{
		name: 'transactions that apply an offer',
		single: true,
		parameters: (options) =>
			transaction({
				transactionId: '={{ $json.name }}',
				appliedOffers: {
					offer: [{ userOfferId: '={{ $json.offer }}', amount: '2.50', lines: '1' }],
				},
				options,
			}),
		item,
		prepare: withOffers,
		async check(finished) {
			const { claims, outcomes, tenant } = finished;
			const rows = await tenant.rows<{
				transactionId: string;
				requestId: string;
				redeemed: string[];
			}>('sessionM/transactions');
			holdAgainstLedger(claims, timesIn(rows.map(({ transactionId }) => transactionId)));
			holdReceipts(
				outcomes,
				'requestId',
				rows.map(({ transactionId, requestId }) => [transactionId, requestId]),
			);
			const ids = offerIds(finished);
			const redeemed = new Map(rows.map((row) => [row.transactionId, row.redeemed]));
			ids.forEach((id, i) => {
				const found = redeemed.get(nameOf(i));
				if (found && JSON.stringify(found) !== JSON.stringify([id]))
					throw new Error(`Item ${i} redeemed ${found.join()}, and was to redeem ${id}`);
			});
			const done = new Set(
				(await offersIn(finished))
					.filter(({ status }) => status === 'redeemed')
					.map(({ id }) => id),
			);
			holdAgainstDeeds(claims, ids, (id) => done.has(id));
		},
	},
	{
		name: 'details of offers read',
		reads: true,
		single: true,
		parameters: (options) => ({
			resource: 'offer',
			operation: 'getDetails',
			offerIds: '={{ $json.offer }}',
			options,
		}),
		item: (i, count) => ({
			...item(i, count),
			offer: i % 2 ? 'free-snack-box' : 'large-for-small',
		}),
		check: async (finished) =>
			holdReads(finished.outcomes, offerIds(finished), (json) => json.offer_id),
	},
];
