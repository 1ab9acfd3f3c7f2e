import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { toConnect } from '../../api';
import { bodyReader, cultureProperty, guidedOrJson, readText } from '../../body';
import { customerOperation } from '../../customerOperation';
import { payloadOf } from '../../envelope';
import { connect } from '../../services';

const fields: INodeProperties[] = [
	{
		displayName: 'Event Lookup',
		name: 'eventLookup',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. app_opened',
		description: 'Name by which SessionM knows the event',
	},
	{
		displayName: 'Include Progress',
		name: 'includeProgress',
		type: 'boolean',
		default: false,
		description: 'Whether to return how far the customer has come in the campaigns that the event counts for',
	},
	cultureProperty,
];

/** CONTRACTS 3.4, trigger_user_event. */
export const trigger = customerOperation<IDataObject>({
	resource: 'event',
	value: 'trigger',
	name: 'Trigger',
	description: 'Tell SessionM that a customer has done something, such as opened the app',
	action: 'Trigger an event',
	properties: [
		...guidedOrJson('event', 'Event', fields, '{\n  "event_lookup": ""\n}', 'The fields were seen in integrations, not in the documents of SessionM.'),
	],
	// Nothing in the call tells a repeat from a second event.
	idempotent: false,
	service: connect,
	read(parameters, facts) {
		const bodyOf = bodyReader(parameters, 'event', 'Event', () => {
			const lookup = parameters.field('eventLookup');
			const progress = parameters.field('includeProgress', false);
			const culture = parameters.field('culture');
			return (item) => ({
				event_lookup: readText(lookup(item), 'Event Lookup'),
				include_progress: progress(item) === true,
				...(culture(item) ? { culture: String(culture(item)) } : {}),
			});
		});
		const account = { retailer_id: facts.setting(connect, 'retailerId') };
		return (item) => ({ ...account, ...bodyOf(item) });
	},
	request: (body, userId) => toConnect('/incentives/api/1.0/user_events/trigger_user_event', { user_id: userId, ...body }),
	parseResponse: (body, response, who) => ({
		accepted: true,
		result: { ...who, accepted: true, eventLookup: body.event_lookup, response: payloadOf(response) },
	}),
});
