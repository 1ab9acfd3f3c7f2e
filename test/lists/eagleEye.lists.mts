import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runEagleEye } from '../support/eagleEye.mts';
import { anyEndpoint } from './anyEndpoint.mts';
import { anyOf, type Column, column, type Empty, NO_VALUE } from './cells.mts';
import { lists } from './columns/choices.mts';
import { eachOnce, names } from './columns/ids.mts';
import { whole } from './columns/numbers.mts';
import { documentValues, words } from './columns/texts.mts';
import { CUSTOMERS, customers, type Wallet, walletCall, walletsOf } from './eagleEye.wallets.mts';
import { type ListOperation, type ListVendor, pick } from './operation.mts';

const leftOut = { right: undefined };
const pointsCall = (value: string, place: string): ListOperation =>
	walletCall({
		columns: () => ({ points: whole() }),
		sent: (below, { body }) => (below.at(-1) === value ? pick(body, { points: place }) : undefined),
	});

const membershipOf = (wallets: Wallet[]): Column =>
	eachOnce(wallets.map(({ tier }) => tier!.tierMembershipId));

const tierCall = (
	value: string,
	own: Record<string, Column>,
	places: Record<string, string>,
): ListOperation =>
	walletCall({
		columns: (wallets) => ({ membershipId: membershipOf(wallets), ...own }),
		sent: (below, { body }) =>
			below.at(-1) === value ? { membershipId: below[2], ...pick(body, places) } : undefined,
	});

/** Bodies as objects and as JSON text. */
const accounts = column<IDataObject>({
	meant: (random) => ({ status: 'ACTIVE', state: random.pick(['EARNBURN', 'BURN', 'LOADED']) }),
	right: (account) => account,
	writings: [
		(account) => account,
		(account) => JSON.stringify(account),
		(account) => ` ${JSON.stringify(account, undefined, 2)}\n`,
	],
	damages: [
		anyOf([
			true,
			[],
			[{}],
			'[]',
			'{a:1}',
			"{'status': 'ACTIVE'}",
			'{"n":12345678901234567890}',
			{ n: 2 ** 60 },
			'None',
		]),
		anyOf(NO_VALUE),
		(account) => JSON.stringify(account).slice(0, -1),
	],
});

const joinCall = (resource: string, parameter: string, id: string): ListOperation =>
	walletCall({
		columns: () => ({ [parameter]: names({ of: [id], isPath: true }), accountJson: accounts }),
		sent: (below, { body }) =>
			below[0] === resource && below[2] === 'account'
				? { [parameter]: below[1], accountJson: body }
				: undefined,
	});

/** Values that no wallet has yet. */
function newNames(empty?: Empty): Column {
	const all = names({ empty });
	return {
		right: (random, row) => all.right(random, row + 1_000_000),
		wrong: (random, row) => all.wrong!(random, row + 1_000_000),
	};
}

const consumerParameters: INodeParameters = {
	consumerInput: 'fields',
	consumer: { field: [{ name: 'data.loyalty' }] },
};

export const eagleEye: ListVendor = {
	title: 'Eagle Eye',
	platform: 'eagleEye',
	run: runEagleEye,
	operations: {
		'api.call': {
			settings: () => ({ wallets: walletsOf(CUSTOMERS) }),
			plan: () =>
				anyEndpoint({
					method: 'POST',
					path: '/services/{value}',
					more: { service: 'wallet' },
					value: names({ of: ['trigger'], isPath: true }),
					body: (random, row) => ({
						walletTransaction: { reference: `${words(random)} ${row}` },
						identityValue: random.pick(customers(CUSTOMERS)),
						triggers: [{ reference: 'LATE_DELIVERY' }],
					}),
					valueAt: -1,
					isCall: ({ parts }) => parts.at(-2) === 'services',
				}),
		},
		'account.cancel': walletCall({
			isOnce: true,
			columns: (wallets) => ({
				accountId: eachOnce(wallets.map((one) => one.accounts[0]!.accountId)),
			}),
			sent: (below) => (below[2] === 'cancel' ? { accountId: below[1] } : undefined),
		}),
		'consumer.create': walletCall({
			isOnce: true,
			columns: () => ({ 'consumer.field[0].value': documentValues() }),
			parameters: consumerParameters,
			sent: (below, { body }) =>
				below[0] === 'consumer'
					? pick(body, { 'consumer.field[0].value': 'data.loyalty' })
					: undefined,
		}),
		'consumer.update': walletCall({
			columns: () => ({ 'consumer.field[0].value': documentValues() }),
			parameters: consumerParameters,
			async prepare(tenant) {
				const rows = await tenant.rows('eagleEye/wallets');
				const create = {
					resource: 'consumer',
					operation: 'create',
					lookupBy: 'walletId',
					walletId: '={{ $json.id }}',
					consumer: { field: [{ name: 'friendlyName', value: 'new' }] },
				};
				const { error } = await runEagleEye(
					tenant,
					create,
					rows.map(({ walletId }) => ({ id: walletId })),
					{},
				);
				if (error) throw new Error(error.message);
			},
			sent: (_, { body, method }) =>
				method === 'PATCH' ? pick(body, { 'consumer.field[0].value': 'data.loyalty' }) : undefined,
		}),
		'coupon.issue': walletCall({
			columns: () => ({
				campaignId: names({ of: ['5001', '5002'], isPath: true }),
				state: names({ empty: { right: 'LOADED' } }),
			}),
			parameters: { couponInput: 'single' },
			sent: (below, { body }) =>
				below[0] === 'campaign'
					? { campaignId: below[1], ...pick(body, { state: 'state' }) }
					: undefined,
		}),
		'identity.create': walletCall({
			columns: () => ({
				type: names({ of: ['CARD', 'MOBILE'] }),
				newValue: newNames(),
				state: names({ empty: { right: 'DEFAULT' } }),
			}),
			sent: (below, { body }) =>
				below[0] === 'identity'
					? pick(body, { type: 'type', newValue: 'value', state: 'state' })
					: undefined,
		}),
		'identity.update': walletCall({
			isOnce: true,
			columns: (wallets) => ({
				identityId: eachOnce(wallets.map(({ identities }) => identities[0]!.identityId)),
				newValue: newNames('none'),
				state: names({ empty: leftOut }),
			}),
			sent: (below, { body }) =>
				below[0] === 'identity'
					? { identityId: below[1], ...pick(body, { newValue: 'value', state: 'state' }) }
					: undefined,
		}),
		'plan.join': joinCall('plan', 'planId', '532'),
		'points.credit': pointsCall('credit', 'balances.current'),
		'points.debit': pointsCall('debit', 'balances.current'),
		'points.earn': pointsCall('earn', 'balances.current'),
		'points.goodwill': pointsCall('goodwill', 'points'),
		'reward.issue': {
			settings: () => ({ wallets: walletsOf(CUSTOMERS) }),
			plan: () => ({
				columns: {
					identityValue: names({ of: customers(CUSTOMERS) }),
					actionReferences: lists({ of: ['LATE_DELIVERY', 'WELCOME', 'FREE_COFFEE'] }),
					reference: names(),
				},
				sent: ({ parts, body }) =>
					parts.at(-1) === 'trigger'
						? [
								{
									...pick(body, {
										identityValue: 'identityValue',
										reference: 'walletTransaction.reference',
									}),
									actionReferences: (
										body as { triggers: Array<{ reference: string }> }
									).triggers.map(({ reference }) => reference),
								},
							]
						: [],
			}),
		},
		'scheme.join': joinCall('scheme', 'schemeId', '1287'),
		'tier.adjust': tierCall(
			'adjust',
			{ 'balances.points': whole({ isOpen: true }) },
			{ 'balances.points': 'balances.points' },
		),
		'tier.credit': tierCall(
			'credit',
			{ 'balances.points': whole() },
			{ 'balances.points': 'balances.points' },
		),
		'tier.debit': tierCall(
			'debit',
			{ 'balances.points': whole() },
			{ 'balances.points': 'balances.points' },
		),
		'tier.move': tierCall(
			'move',
			{ tierId: names({ of: ['301', '302', '303'] }) },
			{ tierId: 'tierId' },
		),
		'wallet.create': {
			settings: () => ({ wallets: [] }),
			plan: () => ({
				columns: {
					'identities.identity[0].type': names({ of: ['CUSTOMER_ID', 'CARD'] }),
					'identities.identity[0].value': names(),
					'consumer.field[0].value': documentValues(),
					schemeId: names({ of: ['1287'], empty: leftOut }),
					campaignTags: lists({ of: ['freecoffee', 'initialoffer'], empty: leftOut }),
					'states.walletState': names({ empty: { right: 'DEFAULT' } }),
				},
				parameters: { walletInput: 'fields', ...consumerParameters },
				sent: ({ parts, body, isChange }) =>
					isChange && parts.at(-1) === 'accounts' ? [created(body)] : [],
			}),
		},
		'wallet.delete': walletCall({
			isOnce: true,
			sent: (_, { method }) => (method === 'DELETE' ? {} : undefined),
		}),
	},
};

function created(body: unknown): object {
	const { campaign } = (body as { accounts: { campaign?: Array<{ campaignTag: string }> } })
		.accounts;
	return {
		...pick(body, {
			'identities.identity[0].type': 'identities[0].type',
			'identities.identity[0].value': 'identities[0].value',
			'consumer.field[0].value': 'consumer.data.loyalty',
			schemeId: 'accounts.scheme[0].schemeId',
			'states.walletState': 'state',
		}),
		campaignTags: campaign?.map(({ campaignTag }) => campaignTag),
	};
}
