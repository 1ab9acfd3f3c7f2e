// Generated from the files in this folder by `npm run generate`.
import type { Resource } from '../../../engine/operation';
import { call as apiCall } from './api/call';
import { resource as api } from './api/resource';
import { getAll as campaignGetAll } from './campaign/getAll';
import { resource as campaign } from './campaign/resource';
import { addToCampaign as contactAddToCampaign } from './contact/addToCampaign';
import { upsert as contactUpsert } from './contact/upsert';
import { resource as contact } from './contact/resource';
import { create as eventCreate } from './event/create';
import { resource as event } from './event/resource';
import { create as metricCreate } from './metric/create';
import { resource as metric } from './metric/resource';

/** All that the node can do. */
export const resources: Resource[] = [
	{ value: 'api', ...api, operations: [apiCall] },
	{ value: 'campaign', ...campaign, operations: [campaignGetAll] },
	{ value: 'contact', ...contact, operations: [contactAddToCampaign, contactUpsert] },
	{ value: 'event', ...event, operations: [eventCreate] },
	{ value: 'metric', ...metric, operations: [metricCreate] },
];
