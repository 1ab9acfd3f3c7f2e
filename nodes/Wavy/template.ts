import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { optional } from '../../engine/fields/blank';
import { choiceReader } from '../../engine/fields/choice';
import { itemError, quoted } from '../../engine/fields/itemError';
import { readJsonObject } from '../../engine/fields/json';
import { readWholeNumber } from '../../engine/fields/number';
import type { Parameters } from '../../engine/fields/parameters';
import { optionalText, requiredText } from '../../engine/fields/text';
import { LIMITS } from './api';
import { headerProperties, headerReader } from './templateHeader';

const guided = { show: { templateInput: ['fields'] } };
const notJson = { show: { templateInput: ['fields', 'shorthand'] } };

/** The prefilled example of the JSON parameter: what is documented of the newer form (wavy 1.2). */
const EXAMPLE = {
	template: {
		namespace: '',
		elementName: '',
		languageCode: '',
		header: {
			element: {
				image: { url: 'https://example.com/summer.jpg', type: 'JPG', caption: 'summer.jpg' },
			},
		},
	},
};

/** How a template (HSM) is given: guided, in uContact's shorthand, or as Wavy's own JSON. */
export const templateProperties: INodeProperties[] = [
	{
		displayName: 'Template Input',
		name: 'templateInput',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'How to choose the template and fill it in',
		options: [
			{
				name: 'Fields',
				value: 'fields',
				description: 'Name the template and its parameters one by one',
			},
			{ name: 'JSON', value: 'json', description: 'The whole message as Wavy takes it' },
			{
				name: 'Shorthand',
				value: 'shorthand',
				description: 'Text such as hsm:code:data1:data2, as in uContact dialers',
			},
		],
	},
	{
		displayName: 'Namespace',
		name: 'namespace',
		type: 'string',
		required: true,
		default: '',
		displayOptions: notJson,
		description:
			'Namespace of the WhatsApp account that the template belongs to; Wavy shows it beside the template',
	},
	{
		displayName: 'Template Name (Element Name)',
		name: 'elementName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. appointment_reminder',
		displayOptions: guided,
		description: 'Code of the template, as listed in Wavy under WhatsApp, HSM',
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add parameter',
		default: {},
		displayOptions: guided,
		description: 'Values for the gaps of the template, in their order',
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Text to fill in',
					},
				],
			},
		],
	},
	...headerProperties.map((property) => ({
		...property,
		displayOptions: { show: { ...guided.show, ...property.displayOptions?.show } },
	})),
	{
		displayName: 'Shorthand',
		name: 'shorthand',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. hsm:appointment_reminder:Ana:tomorrow at 12',
		displayOptions: { show: { templateInput: ['shorthand'] } },
		description:
			'Code and parameters, separated by colons. A parameter that holds a colon itself needs Fields.',
	},
	{
		displayName: 'Language Code',
		name: 'languageCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. pt_BR',
		displayOptions: notJson,
		description: 'Language of the template. Left blank, none is sent.',
	},
	{
		displayName: 'Template (JSON)',
		name: 'templateJson',
		type: 'json',
		required: true,
		default: JSON.stringify(EXAMPLE, undefined, 2),
		displayOptions: { show: { templateInput: ['json'] } },
		description:
			'The message object as Wavy takes it, with "hsm" or the newer "template". Of the ' +
			'latter, the names for body parameters and buttons are not documented: ask Wavy for them.',
	},
];

/** What the options of templates add. */
interface TemplateOptions {
	languagePolicy?: string;
	ttl?: number;
}

/** Reads the template of an item as Wavy's `message` object. */
export function templateMessage(parameters: Parameters): (item: number) => object {
	const optionsOf = readTemplateOptions(parameters);
	const choice = { name: 'templateInput', title: 'Template Input', fallback: 'fields' };
	const messageOf = choiceReader<(options: TemplateOptions) => object>(parameters, choice, {
		fields: guidedTemplate,
		shorthand: shorthandTemplate,
		json: givenTemplate,
	});
	return (item) => messageOf(item)(optionsOf(item));
}

type TemplateReader = (item: number) => (options: TemplateOptions) => object;

/** WhatsApp rejects parameters with these, after Wavy has accepted the message (status 207). */
const NOT_IN_PARAMETERS = /[\n\r\t\v\f\u2028\u2029]| {5}/;

function readParameter(value: unknown, i: number): string {
	const text = requiredText(value, `Parameter ${i + 1}`);
	if (!NOT_IN_PARAMETERS.test(text)) return text;
	throw itemError(
		`"Parameter ${i + 1}" holds a line break, a tab or more than four blanks in a row: ${quoted(text)}`,
		'WhatsApp delivers no template with these. Put a comma or a blank in their place',
	);
}

function guidedTemplate(parameters: Parameters): TemplateReader {
	const namespace = parameters.field('namespace');
	const elementName = parameters.field('elementName');
	const languageCode = parameters.field('languageCode');
	const rows = parameters.rows('parameters.parameter', ['value']);
	const headerOf = headerReader(parameters);
	return (item) =>
		({ ttl, languagePolicy }) => {
			const template = {
				namespace: requiredText(namespace(item), 'Namespace'),
				elementName: requiredText(elementName(item), 'Element Name'),
			};
			const language = languageCode(item);
			const header = headerOf(item);
			if (header) {
				mustHaveNoMore(rows.length, languagePolicy);
				return {
					ttl,
					template: { ...template, languageCode: requiredText(language, 'Language Code'), header },
				};
			}
			return {
				ttl,
				hsm: {
					...template,
					languageCode: optionalText(language, 'Language Code'),
					languagePolicy,
					parameters: rows.map(({ value }, i) => readParameter(value(item), i)),
				},
			};
		};
}

/** What is not documented of the newer form, which alone has a header (wavy 1.2). */
function mustHaveNoMore(parameters: number, languagePolicy: string | undefined): void {
	const found =
		parameters > 0 ? 'parameters' : languagePolicy === 'FALLBACK' ? 'a language policy' : undefined;
	if (found === undefined) return;
	throw itemError(
		`Wavy does not document how a template with a header has ${found}`,
		'Ask Wavy how they are named, and give the message as JSON',
	);
}

/** `hsm:code:data1:data2` (uContact 5.4); the format has no way to write a colon. */
function shorthandTemplate(parameters: Parameters): TemplateReader {
	const namespace = parameters.field('namespace');
	const shorthand = parameters.field('shorthand');
	const languageCode = parameters.field('languageCode');
	return (item) =>
		({ ttl, languagePolicy }) => {
			const text = requiredText(shorthand(item), 'Shorthand').trim();
			const [prefix, elementName = '', ...values] = text.split(':');
			if (prefix?.toLowerCase() !== 'hsm' || elementName.trim() === '') {
				throw itemError(
					`"Shorthand" is not of the form hsm:code:data1:data2: ${quoted(text)}`,
					'Begin it with hsm: and the code of the template',
				);
			}
			return {
				ttl,
				hsm: {
					namespace: requiredText(namespace(item), 'Namespace'),
					elementName: elementName.trim(),
					languageCode: optionalText(languageCode(item), 'Language Code'),
					languagePolicy,
					parameters: values.map(readParameter),
				},
			};
		};
}

/** What is documented of the two forms; whatever else they hold is sent as it is. */
const name = z.string().min(1);
const messageSchema = z
	.object({
		ttl: z.number().int().min(LIMITS.ttlDays.min).max(LIMITS.ttlDays.max).optional(),
		hsm: z
			.object({ namespace: name, elementName: name, parameters: z.array(z.string()).optional() })
			.passthrough()
			.optional(),
		template: z
			.object({
				namespace: name,
				elementName: name,
				languageCode: name,
				header: z
					.object({ title: z.string().max(LIMITS.templateHeader).optional() })
					.passthrough()
					.optional(),
			})
			.passthrough()
			.optional(),
	})
	.passthrough();

function givenTemplate(parameters: Parameters): TemplateReader {
	const templateJson = parameters.field('templateJson');
	return (item) =>
		({ ttl }) => {
			const message = readJsonObject(templateJson(item), 'Template (JSON)', EXAMPLE);
			const parsed = messageSchema.safeParse(message);
			if (!parsed.success) {
				const [issue] = parsed.error.issues;
				throw itemError(
					`"Template (JSON)" is not a message: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`,
					'Correct it; it must hold "hsm" or "template" with namespace and elementName',
				);
			}
			if (message.hsm === undefined && message.template === undefined) {
				throw itemError(
					'"Template (JSON)" holds neither "hsm" nor "template"',
					"Put the template into one of them; later than 24 hours after the recipient's last message, nothing else arrives",
				);
			}
			parsed.data.hsm?.parameters?.forEach(readParameter);
			return ttl === undefined ? message : { ...message, ttl };
		};
}

function readTemplateOptions(parameters: Parameters): (item: number) => TemplateOptions {
	const languagePolicy = parameters.field('options.languagePolicy');
	const ttlDays = parameters.field('options.ttlDays');
	return (item) => ({
		languagePolicy: optionalText(languagePolicy(item), 'Language Policy'),
		ttl: readTtl(ttlDays(item)),
	});
}

/** Whole days, 1 to 30; Wavy would change others without a word (wavy 1.2). */
function readTtl(value: unknown): number | undefined {
	return optional(value, (days) => readWholeNumber(days, 'Time to Live (Days)', LIMITS.ttlDays));
}
