import { z } from 'zod';

import { isBlank } from '../../engine/fields/blank';
import { choiceReader } from '../../engine/fields/choice';
import { itemError, quoted } from '../../engine/fields/itemError';
import { readJsonObject } from '../../engine/fields/json';
import { readNumber } from '../../engine/fields/number';
import type { Field, Parameters } from '../../engine/fields/parameters';
import { optionalText, requiredText } from '../../engine/fields/text';
import { LIMITS } from './api';
import { INTERACTIVE_EXAMPLE } from './interactiveProperties';
import { MEDIA, type MediaKind, readMedia } from './media';

/** A text with reply buttons, as Wavy's `interactive` object. */
export function buttonMessage(
	text: string,
	buttons: Array<{ title: unknown; payload: unknown }>,
): object {
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
		return {
			title: text,
			payload: optionalText(payload, `Payload of button ${i + 1}`, LIMITS.buttonPayload) ?? text,
		};
	});
	mustDiffer(
		read.map(({ payload }) => payload),
		'buttons',
		'payload',
	);
	return read.map((reply) => ({ reply }));
}

/** Reads the `interactive` object of an item, its documented limits checked (wavy 1.2). */
export function interactiveOf(parameters: Parameters): (item: number) => object {
	const bodyText = parameters.field('bodyText');
	const footerText = parameters.field('footerText');
	const alternativeText = parameters.field('alternativeText');
	const headerOf = readHeader(parameters);
	const choice = { name: 'interactiveType', title: 'Interactive Type', fallback: 'REPLY_BUTTON' };
	const actionOf = choiceReader<Action>(parameters, choice, {
		LIST: listAction,
		REPLY_BUTTON: buttonAction,
	});
	return (item) => {
		const footer = optionalText(footerText(item), 'Footer Text', LIMITS.interactiveFooter);
		const action = actionOf(item);
		return {
			header: headerOf(item, action.messageInteractiveType === 'LIST'),
			body: { text: requiredText(bodyText(item), 'Body Text', LIMITS.interactiveBody) },
			footer: footer === undefined ? undefined : { text: footer },
			alternativeText: optionalText(alternativeText(item), 'Alternative Text'),
			...action,
		};
	};
}

/** What the recipient can choose from. */
interface Action {
	messageInteractiveType: 'LIST' | 'REPLY_BUTTON';
}

function buttonAction(parameters: Parameters): (item: number) => Action {
	const rows = parameters.rows('buttons.button', ['title', 'payload']);
	return (item) => ({
		messageInteractiveType: 'REPLY_BUTTON',
		replyButtonAction: {
			buttons: readButtons(
				rows.map(({ title, payload }) => ({ title: title(item), payload: payload(item) })),
			),
		},
	});
}

function listAction(parameters: Parameters): (item: number) => Action {
	const listButton = parameters.field('listButton');
	const rows = parameters.rows('rows.row', ['title', 'identifier', 'description', 'section']);
	return (item) => {
		mustHave(rows, 'Rows', LIMITS.rows);
		const read = rows.map((row, i) => readRow(row, i + 1, item));
		mustDiffer(
			read.map(({ identifier }) => identifier),
			'rows',
			'identifier',
		);
		const titles = rows.map(({ section }, i) =>
			optionalText(section(item), `Section of row ${i + 1}`),
		);
		// In the order of their first rows.
		const sections = [...new Set(titles)].map((title) => ({
			title,
			rows: read.filter((_, i) => titles[i] === title),
		}));
		return {
			messageInteractiveType: 'LIST',
			listAction: { button: requiredText(listButton(item), 'List Button'), sections },
		};
	};
}

function readRow(
	row: Record<'title' | 'identifier' | 'description', Field>,
	nth: number,
	item: number,
) {
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
		const type = isBlank(headerType(item)) ? 'none' : requiredText(headerType(item), 'Header Type');
		if (type === 'none') return undefined;
		if (type === 'text')
			return { text: requiredText(header(item), 'Header', LIMITS.interactiveHeader) };
		if (isList)
			throw itemError('A list can only have text above it', 'Set Header Type to Text or None');
		if (type === 'location') return { location: { geoPoint: readPoint(header(item)) } };
		if (!Object.hasOwn(MEDIA, type) || type === 'audio') {
			throw itemError(
				`"Header Type" has an unknown value: ${quoted(type)}`,
				'Use none, text, image, video, document or location',
			);
		}
		return { [type]: readMedia(type as MediaKind, header(item), '') };
	};
}

/** Latitude and longitude, as `lat,long`. */
function readPoint(value: unknown): string {
	const [latitude, longitude, ...others] = requiredText(value, 'Header').split(',');
	if (longitude !== undefined && others.length === 0) {
		const north = readNumber(latitude, 'Latitude in Header', { min: -90, max: 90 });
		return `${north},${readNumber(longitude, 'Longitude in Header', { min: -180, max: 180 })}`;
	}
	throw itemError(
		`"Header" is not a place: ${quoted(value)}`,
		'Use latitude and longitude, such as -22.8947, -47.0589',
	);
}

/** What is documented of the object (wavy 1.2); whatever else it holds is sent as it is. */
const limited = (max: number) => z.object({ text: z.string().max(max) }).passthrough();
const interactiveSchema = z
	.object({
		messageInteractiveType: z.enum(['LIST', 'REPLY_BUTTON']),
		header: z
			.object({ text: z.string().max(LIMITS.interactiveHeader).optional() })
			.passthrough()
			.optional(),
		body: limited(LIMITS.interactiveBody),
		footer: limited(LIMITS.interactiveFooter).optional(),
		replyButtonAction: z
			.object({
				buttons: z
					.array(
						z.object({
							reply: z
								.object({
									title: z.string().min(1).max(LIMITS.buttonTitle),
									payload: z.string().max(LIMITS.buttonPayload).optional(),
								})
								.passthrough(),
						}),
					)
					.min(1)
					.max(LIMITS.buttons),
			})
			.passthrough()
			.optional(),
		listAction: z
			.object({
				sections: z.array(z.object({ rows: z.array(z.unknown()).min(1) }).passthrough()).min(1),
			})
			.passthrough()
			.refine(({ sections }) => sections.flatMap(({ rows }) => rows).length <= LIMITS.rows, {
				message: `may have ${LIMITS.rows} rows in all its sections`,
			})
			.optional(),
	})
	.passthrough()
	.refine(
		({ replyButtonAction, listAction, messageInteractiveType: type }) =>
			type === 'LIST' ? listAction : replyButtonAction,
		{ message: 'needs the action of its type' },
	);

/** Reads the `interactive` object of an item that is given whole, its documented limits checked. */
export function givenInteractive(parameters: Parameters): (item: number) => object {
	const json = parameters.field('interactiveJson');
	return (item) => {
		const interactive = readJsonObject(json(item), 'Interactive (JSON)', INTERACTIVE_EXAMPLE);
		const [issue] = interactiveSchema.safeParse(interactive).error?.issues ?? [];
		if (!issue) return interactive;
		throw itemError(
			'"Interactive (JSON)" is not a message that Wavy takes: ' +
				`${[issue.path.join('.'), issue.message].filter(Boolean).join(' ')}`,
			'Correct it by the limits of the guided fields: up to 3 buttons, up to 10 rows, and their lengths',
		);
	};
}

function mustHave(entries: unknown[], field: string, max: number): void {
	if (entries.length >= 1 && entries.length <= max) return;
	throw itemError(
		`"${field}" has ${entries.length} entries, and may have 1 to ${max}`,
		entries.length === 0 ? 'Add at least one' : `Remove ${entries.length - max}`,
	);
}

/** Two that come back the same cannot be told apart in the answer. */
function mustDiffer(values: string[], what: string, field: string): void {
	if (new Set(values).size === values.length) return;
	throw itemError(
		`Two ${what} have the same ${field}`,
		`Give each of the ${what} a ${field} of its own`,
	);
}
