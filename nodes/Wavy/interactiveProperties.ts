import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from './api';

/** The prefilled example of the JSON parameter. */
export const INTERACTIVE_EXAMPLE = {
	messageInteractiveType: 'REPLY_BUTTON',
	body: { text: '' },
	replyButtonAction: { buttons: [] },
};

const buttonsOnly = { show: { interactiveInput: ['fields'], interactiveType: ['REPLY_BUTTON'] } };
const listOnly = { show: { interactiveInput: ['fields'], interactiveType: ['LIST'] } };
const guided = { show: { interactiveInput: ['fields'] } };

/** The buttons under a text. */
export const buttonsProperty: INodeProperties = {
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add button',
	default: {},
	description: `Up to ${LIMITS.buttons} buttons that the recipient can tap`,
	options: [
		{
			displayName: 'Button',
			name: 'button',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					description: `Text on the button, up to ${LIMITS.buttonTitle} characters`,
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					default: '',
					description: `What comes back when it is tapped, up to ${LIMITS.buttonPayload} characters. Left blank, the title.`,
				},
			],
		},
	],
};

export const interactiveProperties: INodeProperties[] = [
	{
		displayName: 'Interactive Input',
		name: 'interactiveInput',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'How to enter the message',
		options: [
			{ name: 'Fields', value: 'fields', description: 'Text, buttons or list rows one by one' },
			{ name: 'JSON', value: 'json', description: 'The whole interactive object as Wavy takes it' },
		],
	},
	{
		displayName: 'Interactive Type',
		name: 'interactiveType',
		type: 'options',
		noDataExpression: true,
		default: 'REPLY_BUTTON',
		displayOptions: guided,
		description: 'What the recipient can choose from',
		options: [
			{ name: 'List', value: 'LIST', description: `A menu of up to ${LIMITS.rows} rows` },
			{
				name: 'Reply Buttons',
				value: 'REPLY_BUTTON',
				description: `Up to ${LIMITS.buttons} buttons`,
			},
		],
	},
	{
		displayName: 'Body Text',
		name: 'bodyText',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		displayOptions: guided,
		description: `The message itself, up to ${LIMITS.interactiveBody} characters`,
	},
	{ ...buttonsProperty, displayOptions: buttonsOnly },
	{
		displayName: 'List Button',
		name: 'listButton',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Choose a time',
		displayOptions: listOnly,
		description: 'Text on the button that opens the list',
	},
	{
		displayName: 'Rows',
		name: 'rows',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add row',
		default: {},
		displayOptions: listOnly,
		description: `Up to ${LIMITS.rows} rows to choose from`,
		options: [
			{
				displayName: 'Row',
				name: 'row',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						description: 'Text of the row',
					},
					{
						displayName: 'Identifier',
						name: 'identifier',
						type: 'string',
						default: '',
						description: 'What comes back when it is chosen. Left blank, the title.',
					},
					{
						displayName: 'Description',
						name: 'description',
						type: 'string',
						default: '',
						description: 'Smaller text below the title',
					},
					{
						displayName: 'Section',
						name: 'section',
						type: 'string',
						default: '',
						description:
							'Title of the section that the row stands in. Rows of the same one stand together; left ' +
							'blank, there is no title.',
					},
				],
			},
		],
	},
	{
		displayName: 'Header Type',
		name: 'headerType',
		type: 'options',
		default: 'none',
		displayOptions: guided,
		description: 'What stands above the text; lists take only text',
		options: [
			{ name: 'Document', value: 'document' },
			{ name: 'Image', value: 'image' },
			{ name: 'Location', value: 'location' },
			{ name: 'None', value: 'none' },
			{ name: 'Text', value: 'text' },
			{ name: 'Video', value: 'video' },
		],
	},
	{
		displayName: 'Header',
		name: 'header',
		type: 'string',
		required: true,
		default: '',
		displayOptions: { show: { interactiveInput: ['fields'] }, hide: { headerType: ['none'] } },
		description:
			`Text of up to ${LIMITS.interactiveHeader} characters, the address of the file, or ` +
			'latitude and longitude such as -22.8947, -47.0589',
	},
	{
		displayName: 'Footer Text',
		name: 'footerText',
		type: 'string',
		default: '',
		displayOptions: guided,
		description: `Smaller text below, up to ${LIMITS.interactiveFooter} characters`,
	},
	{
		displayName: 'Alternative Text',
		name: 'alternativeText',
		type: 'string',
		default: '',
		displayOptions: guided,
		description: 'What phones show that cannot show buttons and lists',
	},
	{
		displayName: 'Interactive (JSON)',
		name: 'interactiveJson',
		type: 'json',
		required: true,
		default: JSON.stringify(INTERACTIVE_EXAMPLE, undefined, 2),
		displayOptions: { show: { interactiveInput: ['json'] } },
		description: 'The interactive object as Wavy takes it',
	},
];
