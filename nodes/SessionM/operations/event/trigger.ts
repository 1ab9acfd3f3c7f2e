import { readBoolean } from '../../../../engine/fields/boolean';
import { readName } from '../../../../engine/fields/id';
import { path } from '../../../../engine/path';
import { bodyInput, cultureProperty, cultureReader } from '../../body';
import { customerConnectOperation } from '../../connectOperation';
import { SEEN_IN_INTEGRATIONS, textProperty } from '../../offer';

const input = bodyInput({
	name: 'event',
	title: 'Event',
	fields: [
		textProperty('Event Lookup', 'eventLookup', 'Name of the event in SessionM', {
			required: true,
			placeholder: 'e.g. app_opened',
		}),
		{
			displayName: 'Include Progress',
			name: 'includeProgress',
			type: 'boolean',
			default: false,
			description:
				'Whether to return how far the customer has come in the campaigns that the event counts for',
		},
		cultureProperty,
	],
	jsonDefault: '{\n  "event_lookup": ""\n}',
	isExample: true,
	caution: SEEN_IN_INTEGRATIONS,
});

/** sessionM 3.4, trigger_user_event. */
export const trigger = customerConnectOperation({
	resource: 'event',
	value: 'trigger',
	name: 'Trigger',
	description: 'Tell SessionM that a customer has done something, such as opened the app',
	action: 'Trigger an event',
	// Nothing in the call tells a repeat from a second event.
	idempotent: false,
	path: path`/incentives/api/1.0/user_events/trigger_user_event`,
	input,
	body(parameters) {
		const lookup = parameters.field('eventLookup');
		const progress = parameters.field('includeProgress', false);
		const cultureOf = cultureReader(parameters);
		return (item) => ({
			event_lookup: readName(lookup(item), 'Event Lookup'),
			include_progress: readBoolean(progress(item), 'Include Progress', false),
			...cultureOf(item),
		});
	},
	result: (body) => ({ eventLookup: body.event_lookup ?? null }),
});
