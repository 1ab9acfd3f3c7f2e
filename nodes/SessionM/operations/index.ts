import type { Resource } from '../../../engine/operation';
import { call } from './api/call';
import { resource as api } from './api/resource';
import { getAll as getCampaigns } from './campaign/getAll';
import { addTags } from './customer/addTags';
import { get } from './customer/get';
import { upsert } from './customer/upsert';
import { trigger } from './event/trigger';
import { getAll as getOffers } from './offer/getAll';
import { getDetails } from './offer/getDetails';
import { issue } from './offer/issue';
import { purchase } from './offer/purchase';
import { redeem } from './offer/redeem';
import { revoke } from './offer/revoke';
import { update } from './offer/update';
import { deposit } from './points/deposit';
import { getBalance } from './points/getBalance';
import { spend } from './points/spend';
import { getAll as getStores } from './rewardStore/getAll';
import { getOffers as getStoreOffers } from './rewardStore/getOffers';
import { send } from './transaction/send';

/** All that the SessionM node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{ value: 'customer', name: 'Customer', operations: [upsert, get, addTags] },
	{ value: 'campaign', name: 'Campaign', operations: [getCampaigns] },
	{ value: 'transaction', name: 'Transaction', operations: [send] },
	{ value: 'offer', name: 'Offer', operations: [getOffers, purchase, issue, revoke, redeem, update, getDetails] },
	{ value: 'points', name: 'Point', operations: [deposit, getBalance, spend] },
	{ value: 'rewardStore', name: 'Reward Store', operations: [getStores, getStoreOffers] },
	{ value: 'event', name: 'Event', operations: [trigger] },
	{ value: 'api', ...api, operations: [call] },
];
