import type { INodeProperties } from 'n8n-workflow';

import {
	authenticationProperty,
	deliveryProperties,
	optionsProperty,
} from '../../engine/webhooks/properties';

export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Copy the Production URL above and give it to your SessionM contact, who puts it into ' +
			'the template (external message or webhook outcome) with the secret.',
		name: 'setup',
		type: 'notice',
		default: '',
	},
	authenticationProperty('SessionM'),
	...deliveryProperties('SessionM'),
	{
		displayName: 'ID Field',
		name: 'idField',
		type: 'string',
		default: '',
		placeholder: 'e.g. message_id',
		description:
			'Where the message holds an ID of its own, with points between the names. A message ' +
			'whose ID has come before is dropped. Left empty, none is.',
	},
	{
		displayName: 'Field Map',
		name: 'fieldMap',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add field',
		default: {},
		description:
			'Fields of your template to bring into the output under "fields". Customer, offer, ' +
			'points and campaign are found without it where they have a usual name.',
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. storeName',
						description: 'Name of the field in the output',
					},
					{
						displayName: 'Path',
						name: 'path',
						type: 'string',
						default: '',
						placeholder: 'e.g. data.store.name',
						description: 'Where the message holds it, with points between the names',
					},
				],
			},
		],
	},
	optionsProperty([
		{
			displayName: 'List Field',
			name: 'listField',
			type: 'string',
			default: '',
			placeholder: 'e.g. messages',
			description:
				'Where a call holds a list of messages, each of which becomes an item. A call that is a list needs none.',
		},
	]),
];
