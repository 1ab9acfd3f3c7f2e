import type { Resource } from '../../../engine/operation';
import { call } from './api/call';
import { resource as api } from './api/resource';
import { cancel } from './account/cancel';
import { getAll } from './account/getAll';
import { create as createConsumer } from './consumer/create';
import { update as updateConsumer } from './consumer/update';
import { issue as issueCoupons } from './coupon/issue';
import { create as createIdentity } from './identity/create';
import { update as updateIdentity } from './identity/update';
import { joinPlan } from './plan/join';
import { credit } from './points/credit';
import { debit } from './points/debit';
import { earn } from './points/earn';
import { goodwill } from './points/goodwill';
import { issue as issueReward } from './reward/issue';
import { joinScheme } from './scheme/join';
import { adjust } from './tier/adjust';
import { credit as creditTier } from './tier/credit';
import { debit as debitTier } from './tier/debit';
import { move } from './tier/move';
import { create } from './wallet/create';
import { deleteWallet } from './wallet/delete';
import { get } from './wallet/get';

/** All that the Eagle Eye node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{ value: 'reward', name: 'Reward', operations: [issueReward] },
	{ value: 'account', name: 'Account', operations: [getAll, cancel] },
	{ value: 'consumer', name: 'Consumer', operations: [createConsumer, updateConsumer] },
	{ value: 'coupon', name: 'Coupon', operations: [issueCoupons] },
	{ value: 'identity', name: 'Identity', operations: [createIdentity, updateIdentity] },
	{ value: 'plan', name: 'Plan', operations: [joinPlan] },
	{ value: 'points', name: 'Points', operations: [credit, debit, earn, goodwill] },
	{ value: 'scheme', name: 'Scheme', operations: [joinScheme] },
	{ value: 'tier', name: 'Tier', operations: [creditTier, debitTier, adjust, move] },
	{ value: 'wallet', name: 'Wallet', operations: [get, create, deleteWallet] },
	{ value: 'api', ...api, operations: [call] },
];
