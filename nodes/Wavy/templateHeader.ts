import type { INodeProperties } from 'n8n-workflow';

import { isBlank, optional } from '../../engine/fields/blank';
import { itemError, quoted } from '../../engine/fields/itemError';
import type { Parameters } from '../../engine/fields/parameters';
import { optionalText, requiredText } from '../../engine/fields/text';
import { LIMITS } from './api';
import { MEDIA, type MediaKind, fileTypesText, readMedia } from './media';

const withHeader = { templateHeaderType: ['text', 'image', 'audio', 'video', 'document'] };
const withFile = { templateHeaderType: ['image', 'audio', 'video', 'document'] };

/** What stands above a template (wavy 1.2). */
export const headerProperties: INodeProperties[] = [
	{
		displayName: 'Header Type',
		name: 'templateHeaderType',
		type: 'options',
		default: 'none',
		options: [
			{ name: 'Audio', value: 'audio' },
			{ name: 'Document', value: 'document' },
			{ name: 'Image', value: 'image' },
			{
				name: 'None',
				value: 'none',
				description: 'The template has no header, or one without anything to fill in',
			},
			{ name: 'Text', value: 'text' },
			{ name: 'Video', value: 'video' },
		],
		description:
			'What the header of the template is filled with. A template with a header is sent in the ' +
			'newer form, for which Wavy documents no parameters of the text: those need JSON.',
	},
	{
		displayName: 'Header',
		name: 'templateHeader',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/summer.jpg',
		displayOptions: { show: withHeader },
		description: `The text of the header, or the address of its file. ${fileTypesText}.`,
	},
	{
		displayName: 'Header Caption',
		name: 'templateHeaderCaption',
		type: 'string',
		default: '',
		displayOptions: { show: withFile },
		description: 'Text or name of the file. Left blank, it is the end of its address.',
	},
	{
		displayName: 'Header Title',
		name: 'templateHeaderTitle',
		type: 'string',
		default: '',
		displayOptions: { show: withHeader },
		description: `Title of the header, up to ${LIMITS.templateHeader} characters. Left blank, none is sent.`,
	},
];

/** Reads the header of an item; undefined where it has none. */
export function headerReader(parameters: Parameters): (item: number) => object | undefined {
	const [type, header, caption, title] = [
		parameters.field('templateHeaderType', 'none'),
		parameters.field('templateHeader'),
		parameters.field('templateHeaderCaption'),
		parameters.field('templateHeaderTitle'),
	];
	return (item) => {
		const kind = isBlank(type(item)) ? 'none' : type(item);
		if (kind === 'none') return undefined;
		const element = elementOf(kind, header(item), caption(item));
		const text = optional(title(item), (value) =>
			optionalText(value, 'Header Title', LIMITS.templateHeader),
		);
		return { ...(text !== undefined && { title: text }), element };
	};
}

/** One of several kinds, each by its name; of a file, all three fields are required (wavy 1.2). */
function elementOf(kind: unknown, header: unknown, caption: unknown): object {
	if (kind === 'text') return { text: requiredText(header, 'Header') };
	if (typeof kind !== 'string' || !Object.hasOwn(MEDIA, kind)) {
		throw itemError(
			`"Header Type" is not known: ${quoted(kind)}`,
			`Use one of none, text, ${Object.keys(MEDIA).join(', ')}`,
		);
	}
	const { url, type } = readMedia(kind as MediaKind, header, '', 'Header');
	const name = new URL(url).pathname.split('/').at(-1) ?? '';
	return {
		[kind]: { url, type, caption: optionalText(caption, 'Header Caption') ?? (name || kind) },
	};
}
