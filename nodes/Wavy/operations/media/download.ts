import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { optional } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import type { Operation } from '../../../../engine/operation';
import { type File, withFiles } from '../../../shared/download';
import { wavy } from '../../api';
import { readFileUrl, wordsIn } from '../../files';

const properties: INodeProperties[] = [
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		required: true,
		default: '={{ $json.media.url }}',
		description: 'Address of the file, as the Wavy Trigger puts it out in "media"',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
		description: 'The binary field of the output item that holds the file',
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. photo.jpg',
		description: 'Name of the file. Left blank, it is the end of the address.',
	},
];

interface Wanted {
	mediaUrl: string;
	fileName: string;
}

/** Files that customers have sent; where they are kept, and for how long, is not documented (wavy 1.6). */
export const download: Operation<Wanted> = {
	resource: 'media',
	value: 'download',
	name: 'Download',
	description: 'Download a file that a customer has sent',
	action: 'Download a file',
	properties,
	kind: 'get',
	batching: { maxEntries: 1, maxBytes: Number.POSITIVE_INFINITY, envelopeBytes: 0, keys: 'none' },
	idempotent: true,
	read(parameters, facts) {
		const baseUrl = facts.setting(wavy.service, 'baseUrl');
		const mediaUrl = parameters.field('mediaUrl');
		const fileName = parameters.field('fileName');
		return (item) => {
			const url = readFileUrl(mediaUrl(item), 'Media URL', baseUrl);
			const data: Wanted = {
				mediaUrl: url,
				fileName: optional(fileName(item), (value) => readName(value, 'File Name')) ?? nameIn(url),
			};
			return { item, key: '', data, bytes: 0 };
		};
	},
	// The file is not Wavy's API: it is fetched when all items have been read, see `afterRun`.
	resolveLocally: (batch) =>
		batch.map(({ data }) => ({ accepted: true, result: { accepted: true, ...data } })),
	request: () => {
		throw new Error('A file is fetched without a request to Wavy');
	},
	parseResponse: () => [],
	afterRun: fetchFiles,
};

/** The end of an address's path. */
function nameIn(url: string): string {
	const last = new URL(url).pathname.split('/').at(-1)!;
	return last === '' ? 'file' : last;
}

async function fetchFiles(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const propertyOf = ({ pairedItem }: INodeExecutionData) =>
		context.getNodeParameter(
			'binaryPropertyName',
			(pairedItem as { item: number }).item,
			'data',
		) as string;
	return await withFiles(context, output, {
		what: 'the file',
		urlOf: ({ json }) => (json.accepted === true ? (json.mediaUrl as string) : undefined),
		async take(item, { bytes, mimeType }: File) {
			const { json, pairedItem } = item;
			const binary = await context.helpers.prepareBinaryData(
				bytes,
				json.fileName as string,
				mimeType,
			);
			return [
				{
					json: { ...json, mimeType: binary.mimeType, fileSize: bytes.length },
					binary: { [propertyOf(item)]: binary },
					pairedItem,
				},
			];
		},
		wordsIn,
	});
}
