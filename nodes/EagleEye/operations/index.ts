// Generated from the files in this folder by `npm run generate`.
import type { Resource } from '../../../engine/operation';
import { cancel as accountCancel } from './account/cancel';
import { getAll as accountGetAll } from './account/getAll';
import { resource as account } from './account/resource';
import { call as apiCall } from './api/call';
import { resource as api } from './api/resource';
import { create as consumerCreate } from './consumer/create';
import { update as consumerUpdate } from './consumer/update';
import { resource as consumer } from './consumer/resource';
import { issue as couponIssue } from './coupon/issue';
import { resource as coupon } from './coupon/resource';
import { create as identityCreate } from './identity/create';
import { update as identityUpdate } from './identity/update';
import { resource as identity } from './identity/resource';
import { join as planJoin } from './plan/join';
import { resource as plan } from './plan/resource';
import { credit as pointsCredit } from './points/credit';
import { debit as pointsDebit } from './points/debit';
import { earn as pointsEarn } from './points/earn';
import { goodwill as pointsGoodwill } from './points/goodwill';
import { resource as points } from './points/resource';
import { issue as rewardIssue } from './reward/issue';
import { resource as reward } from './reward/resource';
import { join as schemeJoin } from './scheme/join';
import { resource as scheme } from './scheme/resource';
import { adjust as tierAdjust } from './tier/adjust';
import { credit as tierCredit } from './tier/credit';
import { debit as tierDebit } from './tier/debit';
import { move as tierMove } from './tier/move';
import { resource as tier } from './tier/resource';
import { create as walletCreate } from './wallet/create';
import { delete as walletDelete } from './wallet/delete';
import { get as walletGet } from './wallet/get';
import { resource as wallet } from './wallet/resource';

/** All that the node can do. */
export const resources: Resource[] = [
	{ value: 'account', ...account, operations: [accountCancel, accountGetAll] },
	{ value: 'api', ...api, operations: [apiCall] },
	{ value: 'consumer', ...consumer, operations: [consumerCreate, consumerUpdate] },
	{ value: 'coupon', ...coupon, operations: [couponIssue] },
	{ value: 'identity', ...identity, operations: [identityCreate, identityUpdate] },
	{ value: 'plan', ...plan, operations: [planJoin] },
	{
		value: 'points',
		...points,
		operations: [pointsCredit, pointsDebit, pointsEarn, pointsGoodwill],
	},
	{ value: 'reward', ...reward, operations: [rewardIssue] },
	{ value: 'scheme', ...scheme, operations: [schemeJoin] },
	{ value: 'tier', ...tier, operations: [tierAdjust, tierCredit, tierDebit, tierMove] },
	{ value: 'wallet', ...wallet, operations: [walletCreate, walletDelete, walletGet] },
];
