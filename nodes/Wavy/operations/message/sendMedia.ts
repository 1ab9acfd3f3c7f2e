import type { INodeProperties } from 'n8n-workflow';

import { optionalText } from '../../../../engine/fields/text';
import { fileTypesText, MEDIA, type MediaKind, readMedia, readMediaKind } from '../../media';
import { messageOperation } from '../../send';

const properties: INodeProperties[] = [
	{
		displayName: 'Media Type',
		name: 'mediaType',
		type: 'options',
		default: 'image',
		description: 'What the file is',
		options: [
			{ name: 'Audio', value: 'audio' },
			{ name: 'Document', value: 'document' },
			{ name: 'Image', value: 'image' },
			{
				name: 'Video',
				value: 'video',
				description:
					'Documented in headers of interactive messages and templates only; on its own it is not verified',
			},
		],
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/offer.png',
		description: 'Address of the file, which Wavy must be able to open without signing in',
	},
	{
		displayName: 'File Type',
		name: 'fileType',
		type: 'string',
		default: '',
		placeholder: 'e.g. PNG',
		description: `Left blank, the end of the address tells. ${fileTypesText}.`,
	},
	{
		displayName: 'Caption',
		name: 'caption',
		type: 'string',
		default: '',
		displayOptions: { show: { mediaType: ['document', 'image', 'video'] } },
		description: 'Text below the file',
	},
];

export const sendMedia = messageOperation({
	value: 'sendMedia',
	needsWindow: true,
	name: 'Send Media',
	description:
		"Send an image, an audio, a video or a document within 24 hours of the recipient's last message",
	action: 'Send media',
	properties,
	message(parameters) {
		const mediaType = parameters.field('mediaType', 'image');
		const mediaUrl = parameters.field('mediaUrl');
		const fileType = parameters.field('fileType');
		const caption = parameters.field('caption');
		return (item) => {
			const kind: MediaKind = readMediaKind(mediaType(item));
			const media = readMedia(kind, mediaUrl(item), fileType(item));
			return {
				[kind]: {
					...media,
					caption: MEDIA[kind].hasCaption ? optionalText(caption(item), 'Caption') : undefined,
				},
			};
		};
	},
});
