import type { Resource } from '../../../engine/operation';
import { getAll as getCampaigns } from './campaign/getAll';
import { addTags } from './customer/addTags';
import { get } from './customer/get';
import { upsert } from './customer/upsert';
import { trigger } from './event/trigger';
import { getAll as getOffers } from './offer/getAll';
import { purchase } from './offer/purchase';
import { deposit } from './points/deposit';
import { getBalance } from './points/getBalance';
import { send } from './transaction/send';

/** All that the SessionM node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{ value: 'customer', name: 'Customer', operations: [upsert, get, addTags] },
	{ value: 'campaign', name: 'Campaign', operations: [getCampaigns] },
	{ value: 'transaction', name: 'Transaction', operations: [send] },
	{ value: 'offer', name: 'Offer', operations: [getOffers, purchase] },
	{ value: 'points', name: 'Point', operations: [deposit, getBalance] },
	{ value: 'event', name: 'Event', operations: [trigger] },
];
