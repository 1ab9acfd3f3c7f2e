import type { Resource } from '../../../engine/operation';
import { cancel } from './account/cancel';
import { getAll } from './account/getAll';
import { issue as issueCoupons } from './coupon/issue';
import { joinPlan } from './plan/join';
import { credit } from './points/credit';
import { debit } from './points/debit';
import { goodwill } from './points/goodwill';
import { issue as issueReward } from './reward/issue';
import { joinScheme } from './scheme/join';
import { create } from './wallet/create';
import { deleteWallet } from './wallet/delete';
import { get } from './wallet/get';

/** All that the Eagle Eye node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{ value: 'reward', name: 'Reward', operations: [issueReward] },
	{ value: 'account', name: 'Account', operations: [getAll, cancel] },
	{ value: 'coupon', name: 'Coupon', operations: [issueCoupons] },
	{ value: 'plan', name: 'Plan', operations: [joinPlan] },
	{ value: 'points', name: 'Points', operations: [credit, debit, goodwill] },
	{ value: 'scheme', name: 'Scheme', operations: [joinScheme] },
	{ value: 'wallet', name: 'Wallet', operations: [get, create, deleteWallet] },
];
