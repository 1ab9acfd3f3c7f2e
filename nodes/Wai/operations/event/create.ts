import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { isoUtc, readDate } from '../../../../engine/fields/date';
import type { Operation } from '../../../../engine/operation';
import { requiredText } from '../../../../engine/fields/text';
import { path } from '../../../../engine/path';
import {
	contactAnswers,
	type ContactEndpoint,
	contactEntry,
	contactRequest,
	readContactId,
	sharedByContact,
} from '../../api';
import { contactIdProperty } from '../../contactId';
import { DOCUMENTED_EVENTS } from '../../names';

const endpoint: ContactEndpoint = { method: 'POST', suffix: path`/events`, arrays: true };

const properties: INodeProperties[] = [
	contactIdProperty,
	{
		displayName: 'Event Name',
		name: 'eventName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. conversion',
		description:
			'What has happened, by the name agreed with Wiraya, such as conversion or optout. Upper and lower case matter.',
	},
	{
		displayName: 'At',
		name: 'at',
		type: 'dateTime',
		default: '',
		description:
			'When it happened. Left blank, the time of the run is sent. A date without a time zone is ' +
			'read in the time zone of the workflow.',
	},
];

export const create: Operation<string> = {
	resource: 'event',
	value: 'create',
	name: 'Create',
	description: 'Tell WAI what a contact has done, such as a conversion or an opt-out',
	action: 'Create an event',
	properties,
	batching: sharedByContact,
	// Nothing is documented by which WAI would know a repeated event (wai 4.6).
	idempotent: false,
	read(parameters, { timezone, startedAt, note }) {
		const checkCase = (name: string) => {
			const meant = DOCUMENTED_EVENTS.find((one) => one !== name && one === name.toLowerCase());
			if (meant)
				note(`WAI knows the event "${meant}", but not "${name}": upper and lower case matter`);
		};
		const contactId = parameters.field('contactId');
		const eventName = parameters.field('eventName');
		const at = parameters.field('at');
		// The time is given whatever happens: WAI would put the time of arrival in the place of a missing one
		// (wai 4.6).
		const now = parameters.isBlank('at') ? isoUtc(DateTime.fromMillis(startedAt)) : undefined;
		return (item) => {
			const name = requiredText(eventName(item), 'Event Name');
			checkCase(name);
			const event = { name, at: now ?? isoUtc(readDate(at(item), 'At', timezone)) };
			return contactEntry(item, readContactId(contactId(item)), JSON.stringify(event));
		};
	},
	request: (batch) => contactRequest(endpoint, batch),
	parseResponse(batch, body) {
		// The answer to a single event is not documented (wai 4.6): where it holds nothing, there is no receipt.
		const holdsNothing = body === undefined || JSON.stringify(body) === '{}';
		const response = batch.length === 1 && holdsNothing ? { id: [], failures: {} } : body;
		return contactAnswers(endpoint, batch, response, ({ key, data }, receiptId) => {
			const { name, at } = JSON.parse(data) as { name: string; at: string };
			return { contactId: key, eventName: name, at, accepted: true, receiptId };
		});
	},
};
