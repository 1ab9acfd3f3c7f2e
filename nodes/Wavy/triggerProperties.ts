import type { INodeProperties } from 'n8n-workflow';

import {
	authenticationProperty,
	deliveryProperties,
	optionsProperty,
} from '../../engine/webhooks/properties';
import { MESSAGE_TYPES } from './callback';
import { STATUS_NAMES } from './statuses';

/** `DELIVERED_SUCCESS` as `Delivered Success`. */
const titleOf = (name: string): string =>
	name
		.toLowerCase()
		.replace(
			/(^|_)([a-z])/g,
			(_, gap: string, letter: string) => (gap ? ' ' : '') + letter.toUpperCase(),
		);

/** Parameters of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Click the Production URL above to copy it. For WhatsApp, ask Wavy support to register ' +
			'it for new messages (MO) and for statuses (MT) of your number; one address serves both. ' +
			'For SMS, enter it yourself for statuses in the portal of Wavy, under API settings, and ' +
			'ask support for messages. With a secret in the query, add it to the end, such as ' +
			'?token=your-secret',
		name: 'addressNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['reply', 'status'],
		description: 'What starts the workflow',
		options: [
			{
				name: 'Reply',
				value: 'reply',
				description: 'A customer has written, on WhatsApp or by SMS',
			},
			{
				name: 'Status',
				value: 'status',
				description: 'A message was sent, delivered, read, or failed',
			},
		],
	},
	{
		displayName: 'Message Types',
		name: 'messageTypes',
		type: 'multiOptions',
		default: [],
		displayOptions: { show: { events: ['reply'] } },
		description: 'Which replies start the workflow. Left empty, all do.',
		options: MESSAGE_TYPES.map((value) => ({ name: titleOf(value), value })),
	},
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		default: [],
		displayOptions: { show: { events: ['status'] } },
		description: 'Which statuses start the workflow. Left empty, all do.',
		options: STATUS_NAMES.map((value) => ({ name: titleOf(value), value })),
	},
	authenticationProperty('Wavy'),
	...deliveryProperties('Wavy'),
	optionsProperty(),
];
