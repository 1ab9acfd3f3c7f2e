// Generated from the files in this folder by `npm run generate`.
import type { Resource } from '../../../engine/operation';
import { call as apiCall } from './api/call';
import { resource as api } from './api/resource';
import { getAll as campaignGetAll } from './campaign/getAll';
import { resource as campaign } from './campaign/resource';
import { addTags as customerAddTags } from './customer/addTags';
import { get as customerGet } from './customer/get';
import { upsert as customerUpsert } from './customer/upsert';
import { resource as customer } from './customer/resource';
import { trigger as eventTrigger } from './event/trigger';
import { resource as event } from './event/resource';
import { getAll as offerGetAll } from './offer/getAll';
import { getDetails as offerGetDetails } from './offer/getDetails';
import { issue as offerIssue } from './offer/issue';
import { purchase as offerPurchase } from './offer/purchase';
import { redeem as offerRedeem } from './offer/redeem';
import { revoke as offerRevoke } from './offer/revoke';
import { update as offerUpdate } from './offer/update';
import { resource as offer } from './offer/resource';
import { deposit as pointsDeposit } from './points/deposit';
import { getBalance as pointsGetBalance } from './points/getBalance';
import { spend as pointsSpend } from './points/spend';
import { resource as points } from './points/resource';
import { getAll as rewardStoreGetAll } from './rewardStore/getAll';
import { getOffers as rewardStoreGetOffers } from './rewardStore/getOffers';
import { resource as rewardStore } from './rewardStore/resource';
import { send as transactionSend } from './transaction/send';
import { resource as transaction } from './transaction/resource';

/** All that the node can do. */
export const resources: Resource[] = [
	{ value: 'api', ...api, operations: [apiCall] },
	{ value: 'campaign', ...campaign, operations: [campaignGetAll] },
	{ value: 'customer', ...customer, operations: [customerAddTags, customerGet, customerUpsert] },
	{ value: 'event', ...event, operations: [eventTrigger] },
	{
		value: 'offer',
		...offer,
		operations: [
			offerGetAll,
			offerGetDetails,
			offerIssue,
			offerPurchase,
			offerRedeem,
			offerRevoke,
			offerUpdate,
		],
	},
	{ value: 'points', ...points, operations: [pointsDeposit, pointsGetBalance, pointsSpend] },
	{ value: 'rewardStore', ...rewardStore, operations: [rewardStoreGetAll, rewardStoreGetOffers] },
	{ value: 'transaction', ...transaction, operations: [transactionSend] },
];
