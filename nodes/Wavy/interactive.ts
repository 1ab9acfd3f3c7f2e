import type { INodeProperties } from 'n8n-workflow';

import type { Field, Parameters } from '../../engine/fields/parameters';
import { itemError } from '../../engine/fields/itemError';
import { optionalText, requiredText } from '../../engine/fields/text';
import { LIMITS } from './api';
import { MEDIA, type MediaKind, readMedia } from './media';

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
		description: 'How to give the message',
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
			{ name: 'Reply Buttons', value: 'REPLY_BUTTON', description: `Up to ${LIMITS.buttons} buttons` },
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
					{ displayName: 'Title', name: 'title', type: 'string', default: '', description: 'Text of the row' },
					{
						displayName: 'Identifier',
						name: 'identifier',
						type: 'string',
						default: '',
						description: 'What comes back when it is chosen. Left blank, the title.',
					},
					{ displayName: 'Description', name: 'description', type: 'string', default: '', description: 'Smaller text below the title' },
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
		description: `Text of up to ${LIMITS.interactiveHeader} characters, or the address of the file`,
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
		default: '{\n  "messageInteractiveType": "REPLY_BUTTON",\n  "body": { "text": "" },\n  "replyButtonAction": { "buttons": [] }\n}',
		displayOptions: { show: { interactiveInput: ['json'] } },
		description: 'The interactive object as Wavy takes it',
	},
];

/** A text with reply buttons, as Wavy's `interactive` object. */
export function buttonMessage(text: string, buttons: Array<{ title: unknown; payload: unknown }>): object {
	return {
		messageInteractiveType: 'REPLY_BUTTON',
		body: { text: requiredText(text, 'Body Text', LIMITS.interactiveBody) },
		replyButtonAction: { buttons: readButtons(buttons) },
	};
}

function readButtons(buttons: Array<{ title: unknown; payload: unknown }>): object[] {
	mustHave(buttons, 'Buttons', LIMITS.buttons);
	const read = buttons.map(({ title, payload }, i) => {
		const text = requiredText(title, `Title of button ${i + 1}`, LIMITS.buttonTitle);
		return { title: text, payload: optionalText(payload, `Payload of button ${i + 1}`, LIMITS.buttonPayload) ?? text };
	});
	mustDiffer(read.map(({ payload }) => payload), 'buttons', 'payload');
	return read.map((reply) => ({ reply }));
}

/** Reads the `interactive` object of an item, its documented limits checked (CONTRACTS 1.2). */
export function interactiveOf(parameters: Parameters): (item: number) => object {
	const bodyText = parameters.field('bodyText');
	const footerText = parameters.field('footerText');
	const alternativeText = parameters.field('alternativeText');
	const headerOf = readHeader(parameters);
	const isList = parameters.fixed<string>('interactiveType', 'REPLY_BUTTON') === 'LIST';
	const actionOf = isList ? listAction(parameters) : buttonAction(parameters);
	return (item) => {
		const footer = optionalText(footerText(item), 'Footer Text', LIMITS.interactiveFooter);
		return {
			messageInteractiveType: isList ? 'LIST' : 'REPLY_BUTTON',
			header: headerOf(item, isList),
			body: { text: requiredText(bodyText(item), 'Body Text', LIMITS.interactiveBody) },
			footer: footer === undefined ? undefined : { text: footer },
			alternativeText: optionalText(alternativeText(item), 'Alternative Text'),
			...actionOf(item),
		};
	};
}

function buttonAction(parameters: Parameters): (item: number) => object {
	const rows = parameters.rows('buttons.button', ['title', 'payload']);
	return (item) => ({
		replyButtonAction: { buttons: readButtons(rows.map(({ title, payload }) => ({ title: title(item), payload: payload(item) }))) },
	});
}

function listAction(parameters: Parameters): (item: number) => object {
	const listButton = parameters.field('listButton');
	const rows = parameters.rows('rows.row', ['title', 'identifier', 'description']);
	return (item) => {
		mustHave(rows, 'Rows', LIMITS.rows);
		const read = rows.map((row, i) => readRow(row, i + 1, item));
		mustDiffer(read.map(({ identifier }) => identifier), 'rows', 'identifier');
		return { listAction: { button: requiredText(listButton(item), 'List Button'), sections: [{ rows: read }] } };
	};
}

function readRow(row: Record<'title' | 'identifier' | 'description', Field>, nth: number, item: number) {
	const title = requiredText(row.title(item), `Title of row ${nth}`);
	return {
		identifier: optionalText(row.identifier(item), `Identifier of row ${nth}`) ?? title,
		title,
		description: optionalText(row.description(item), `Description of row ${nth}`),
	};
}

function readHeader(parameters: Parameters): (item: number, isList: boolean) => object | undefined {
	const headerType = parameters.field('headerType', 'none');
	const header = parameters.field('header');
	return (item, isList) => {
		const type = String(headerType(item));
		if (type === 'none') return undefined;
		if (type === 'text') return { text: requiredText(header(item), 'Header', LIMITS.interactiveHeader) };
		if (isList) throw itemError('A list takes only text above it', 'Set Header Type to Text or None');
		if (!Object.hasOwn(MEDIA, type) || type === 'audio') {
			throw itemError(`"Header Type" is not known: ${JSON.stringify(type)}`, 'Use none, text, image, video or document');
		}
		return { [type]: readMedia(type as MediaKind, header(item), '') };
	};
}

function mustHave(entries: unknown[], field: string, most: number): void {
	if (entries.length >= 1 && entries.length <= most) return;
	throw itemError(
		`"${field}" has ${entries.length} entries, and may have 1 to ${most}`,
		entries.length === 0 ? 'Add at least one' : `Remove ${entries.length - most}`,
	);
}

/** Two that come back the same cannot be told apart in the answer. */
function mustDiffer(values: string[], what: string, field: string): void {
	if (new Set(values).size === values.length) return;
	throw itemError(`Two ${what} have the same ${field}`, `Give each of the ${what} a ${field} of its own`);
}
