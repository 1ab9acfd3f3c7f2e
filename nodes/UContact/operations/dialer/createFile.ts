import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import { type Entry, type EntryResult, FORM, type Operation } from '../../../../engine/operation';
import { readPhone } from '../../../../engine/fields/phone';
import { readBoolean } from '../../../../engine/fields/boolean';
import { readName } from '../../../../engine/fields/id';
import { optionalText } from '../../../../engine/fields/text';
import { path } from '../../../../engine/path';
import { dialerMessage, dialerRow, readFileName } from '../../dialerFile';

interface Row {
	campaign: string;
	fileName: string;
	phone: string;
	line: string;
	upload: boolean;
}

const properties: INodeProperties[] = [
	{
		displayName: 'Campaign',
		name: 'campaign',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Reminders',
		description: 'Name of the dialer in uContact',
	},
	{
		displayName: 'Phone Number',
		name: 'to',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. +598 91 111 111',
		description:
			'Phone number of the recipient, with its country code. Any usual spelling will do.',
	},
	{
		displayName: 'HSM Code',
		name: 'hsmCode',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. chatclub_open_session_v2',
		description: 'Code of the template, as listed in Wavy under WhatsApp, HSM',
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add parameter',
		default: {},
		description:
			'Values for the gaps of the template, in their order. The format has no way to write a colon.',
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
	{
		displayName: 'Upload',
		name: 'upload',
		type: 'boolean',
		default: false,
		description:
			'Whether to upload the file to the campaign, by the call of older instances. What ' +
			'uContact answers to it is not documented; newer instances take lists (List: Upload).',
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: 'dialer.csv',
		description: 'Name of the file. Items of several campaigns make a file for each.',
	},
	{
		displayName: 'Fourth Field',
		name: 'fourthField',
		type: 'string',
		default: '',
		description:
			'Text of the fourth column, whose meaning is not documented; ask uContact whether your dialer needs it',
	},
];

export const createFile: Operation<Row> = {
	resource: 'dialer',
	value: 'createFile',
	name: 'Create File',
	description: 'Make a dialer file (CSV) of all items, and upload it if you like',
	action: 'Create dialer file',
	properties,
	kind: 'createFile',
	// A file for each campaign, however long the list is.
	batching: {
		maxEntries: Number.MAX_SAFE_INTEGER,
		maxBytes: Number.POSITIVE_INFINITY,
		envelopeBytes: 0,
		keys: 'none',
	},
	// A base that is uploaded twice is called twice.
	idempotent: false,
	read(parameters) {
		const campaign = parameters.field('campaign');
		const to = parameters.field('to');
		const hsmCode = parameters.field('hsmCode');
		const values = parameters.rows('parameters.parameter', ['value']);
		const upload = parameters.field('upload', false);
		const fileName = parameters.field('fileName');
		const fourthField = parameters.field('fourthField');
		return (item) => {
			const name = readName(campaign(item), 'Campaign');
			const phone = readPhone(to(item), 'Phone Number');
			const message = dialerMessage(
				hsmCode(item),
				values.map(({ value }) => value(item)),
			);
			const line = dialerRow(
				name,
				phone,
				message,
				optionalText(fourthField(item), 'Fourth Field') ?? '',
			);
			const data: Row = {
				campaign: name,
				fileName: readFileName(fileName(item)),
				phone,
				line,
				upload: readBoolean(upload(item), 'Upload', false),
			};
			return {
				item,
				key: phone,
				group: JSON.stringify([name, data.fileName, data.upload]),
				data,
				bytes: 0,
			};
		};
	},
	resolveLocally: (batch) => (batch[0]!.data.upload ? undefined : batch.map(taken)),
	request(batch) {
		const { campaign, fileName } = batch[0]!.data;
		const fileb64 = Buffer.from(csv(batch.map(({ data }) => data.line))).toString('base64');
		return {
			method: 'POST',
			path: path`/Integra/resources/SMS/uploadbase`,
			contentType: FORM,
			body: Buffer.from(new URLSearchParams({ filename: fileName, fileb64, campaign }).toString()),
		};
	},
	parseResponse: (batch) => batch.map(taken),
	afterRun: filesOf,
};

function taken({
	data: { campaign, fileName, phone, line, upload },
}: Entry<Row>): EntryResult<Row> {
	return { accepted: true, result: { campaign, fileName, phone, line, uploaded: upload } };
}

const csv = (lines: string[]): string => lines.map((line) => `${line}\n`).join('');

/** The accepted rows of each campaign become one item with the file; what failed stays an item of its own. */
async function filesOf(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const files = new Map<
		string,
		{ json: IDataObject; lines: string[]; pairedItem: Array<{ item: number }> }
	>();
	const failed: INodeExecutionData[] = [];
	for (const item of output) {
		const { campaign, fileName, line, uploaded } = item.json;
		if (typeof line !== 'string') {
			failed.push(item);
			continue;
		}
		const key = JSON.stringify([campaign, fileName, uploaded]);
		const file = files.get(key) ?? {
			json: { accepted: true, campaign, fileName, uploaded },
			lines: [],
			pairedItem: [],
		};
		file.lines.push(line);
		file.pairedItem.push(item.pairedItem as { item: number });
		files.set(key, file);
	}
	const made = Array.from(files.values(), async ({ json, lines, pairedItem }) => ({
		json: { ...json, rows: lines.length },
		binary: {
			data: await context.helpers.prepareBinaryData(
				Buffer.from(csv(lines)),
				String(json.fileName),
				'text/csv',
			),
		},
		pairedItem,
	}));
	return [...(await Promise.all(made)), ...failed];
}
