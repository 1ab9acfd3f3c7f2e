import type { Resource } from '../../../engine/operation';
import { call } from './api/call';
import { resource as api } from './api/resource';
import { getAll } from './campaign/getAll';
import { addToCampaign } from './contact/addToCampaign';
import { upsert } from './contact/upsert';
import { create as createEvent } from './event/create';
import { create as createMetric } from './metric/create';

/** All that the WAI node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{ value: 'contact', name: 'Contact', operations: [upsert, addToCampaign] },
	{ value: 'event', name: 'Event', operations: [createEvent] },
	{ value: 'metric', name: 'Metric', operations: [createMetric] },
	{ value: 'campaign', name: 'Campaign', operations: [getAll] },
	{ value: 'api', ...api, operations: [call] },
];
