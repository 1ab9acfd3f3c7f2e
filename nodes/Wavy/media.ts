import { itemError } from '../../engine/fields/itemError';
import { optionalText, requiredText } from '../../engine/fields/text';

/** Media that a message may hold, and the types that Wavy documents or integrations send (wavy 1.2). */
export const MEDIA = {
	image: { types: ['JPG', 'JPEG', 'PNG'], hasCaption: true },
	audio: { types: ['MP3', 'AAC', 'AMR', 'OGG'], hasCaption: false },
	video: { types: ['MP4'], hasCaption: true },
	document: { types: ['PDF'], hasCaption: true },
} as const;

export type MediaKind = keyof typeof MEDIA;

/** The types in words, for descriptions. */
export const fileTypesText = Object.entries(MEDIA)
	.map(
		([kind, { types }]) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: ${types.join(', ')}`,
	)
	.join('; ');

/** @throws ItemError where it is not one of Wavy's kinds */
export function readMediaKind(value: unknown): MediaKind {
	if (typeof value === 'string' && Object.hasOwn(MEDIA, value)) return value as MediaKind;
	throw itemError(
		`"Media Type" has an unknown value: ${JSON.stringify(value)}`,
		`Use one of ${Object.keys(MEDIA).join(', ')}`,
	);
}

/**
 * Reads a file by its address.
 *
 * @param fileType as given; blank for the ending of the address
 * @param field the address's parameter as the user sees it
 * @throws ItemError where the address or the type is not one that Wavy takes
 */
export function readMedia(
	kind: MediaKind,
	mediaUrl: unknown,
	fileType: unknown,
	field = 'Media URL',
): { type: string; url: string } {
	const url = requiredText(mediaUrl, field).trim();
	let parsed: URL;
	try {
		parsed = new URL(url);
	} catch {
		throw itemError(
			`"${field}" is not an address: ${JSON.stringify(url)}`,
			'Give the full address, beginning with https://',
		);
	}
	if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
		throw itemError(
			`"${field}" does not begin with https://`,
			'Give an address on the web that Wavy can open',
		);
	}
	const ending = /\.([A-Za-z0-9]+)$/.exec(parsed.pathname)?.[1];
	const type = (optionalText(fileType, 'File Type') ?? ending ?? '')
		.trim()
		.replace(/^\./, '')
		.toUpperCase();
	const { types } = MEDIA[kind];
	if ((types as readonly string[]).includes(type)) return { type, url };
	throw itemError(
		type === ''
			? `The address of the ${kind} does not show its file type`
			: `Wavy does not take ${type} as ${kind}`,
		`Set "File Type" to one of ${types.join(', ')}, and a file of that type`,
	);
}
