import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { isoUtc, readDate } from '../../../../engine/fields/date';
import type { Operation } from '../../../../engine/operation';
import { itemError } from '../../../../engine/fields/itemError';
import {
	contactAnswers,
	type ContactEndpoint,
	contactEntry,
	contactRequest,
	readContactId,
	sharedByContact,
} from '../../api';
import { contactIdProperty } from '../../contactId';

const endpoint: ContactEndpoint = { method: 'POST', suffix: '/events', arrays: true };

const properties: INodeProperties[] = [
	contactIdProperty,
	{
		displayName: 'Event Name',
		name: 'eventName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. conversion',
		description: 'What has happened, by the name agreed with Wiraya, such as conversion or optout',
	},
	{
		displayName: 'At',
		name: 'at',
		type: 'dateTime',
		default: '',
		description:
			'When it happened. Left blank, the time of the run is sent. A date without a time zone is taken to be in the time zone of the workflow.',
	},
];

export const create: Operation<string> = {
	resource: 'event',
	value: 'create',
	name: 'Create',
	description: 'Send something that a contact has done',
	action: 'Create an event',
	properties,
	batching: sharedByContact,
	// 001 names nothing by which WAI would know a repeated event.
	idempotent: false,
	read(parameters, { timezone, startedAt }) {
		const contactId = parameters.field('contactId');
		const eventName = parameters.field('eventName');
		const at = parameters.field('at');
		// The time is given whatever happens: WAI would put the time of arrival in the place of a missing one.
		const now = parameters.isBlank('at') ? isoUtc(DateTime.fromMillis(startedAt)) : undefined;
		return (item) => {
			const name = eventName(item);
			if (typeof name !== 'string' || name.trim() === '') {
				throw itemError('"Event Name" is empty', 'Give the event the name agreed with Wiraya, such as conversion');
			}
			const event = { name, at: now ?? isoUtc(readDate(at(item), 'At', timezone)) };
			return contactEntry(item, readContactId(contactId(item)), JSON.stringify(event));
		};
	},
	request: (batch) => contactRequest(endpoint, batch),
	parseResponse(batch, body) {
		// 001 does not show the answer to a single event: where it holds nothing, there is no receipt.
		const holdsNothing = body === undefined || JSON.stringify(body) === '{}';
		return contactAnswers(endpoint, batch, batch.length === 1 && holdsNothing ? { id: [] , failures: {} } : body, ({ key, data }, receiptId) => {
			const { name, at } = JSON.parse(data) as { name: string; at: string };
			return { contactId: key, eventName: name, at, accepted: true, receiptId };
		});
	},
};
