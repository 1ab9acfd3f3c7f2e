import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Shown where rows of a file are sent. */
const ofFiles: IDisplayOptions = { show: { '/input': ['file'] } };

/** Shown where items are sent. */
export const ofItems: IDisplayOptions = { hide: { '/input': ['file'] } };

/** Where an operation takes what it sends from; to stand before its own parameters. */
export const inputProperties: INodeProperties[] = [
	{
		displayName: 'Input',
		name: 'input',
		type: 'options',
		noDataExpression: true,
		default: 'items',
		// An agent gives what is sent itself.
		displayOptions: { hide: { '@tool': [true] } },
		options: [
			{
				name: 'Items',
				value: 'items',
				description: 'Every input item is sent, and has its own outcome',
			},
			{
				name: 'Rows of a File',
				value: 'file',
				description:
					'Every row of a CSV or NDJSON file is sent, of millions as well. One item sums up each ' +
					'file, with the rows that failed as a file.',
			},
		],
		description:
			'What to send. Expressions such as {{ $json.email }} mean a field of the item, or a column of the row.',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		displayOptions: ofFiles,
		hint: 'The name of the input binary field that holds the file',
		description:
			'As the node before puts it out, such as Read/Write Files from Disk, HTTP Request or Google Drive',
	},
	{
		displayName: 'File Format',
		name: 'fileFormat',
		type: 'options',
		noDataExpression: true,
		default: 'auto',
		displayOptions: ofFiles,
		options: [
			{ name: 'Find Out', value: 'auto', description: 'By what the file begins with' },
			{ name: 'CSV', value: 'csv', description: 'Columns that are named in the first row' },
			{
				name: 'NDJSON',
				value: 'ndjson',
				description: 'A JSON object in each line, also called JSON Lines',
			},
		],
		description: 'How the file is written. Either may be compressed with gzip.',
	},
];

/** The file's part of the `options` collection. */
export const fileOptionProperties: INodeProperties[] = [
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'string',
		default: '',
		placeholder: 'e.g. ;',
		description:
			'The character between two cells of a CSV file, \\t for a tab. Left empty, the node finds , ; | or a tab.',
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		default: 'auto',
		options: [
			{
				name: 'Find Out',
				value: 'auto',
				description: 'UTF-8 or UTF-16 where the file looks like it, else Windows-1252',
			},
			{ name: 'UTF-16 (Big Endian)', value: 'utf-16be' },
			{ name: 'UTF-16 (Little Endian)', value: 'utf-16le' },
			{ name: 'UTF-8', value: 'utf-8' },
			{ name: 'Windows-1252 (Western European)', value: 'windows-1252' },
		],
		description:
			'How the file stores characters. A byte order mark at its beginning is believed before this.',
	},
	{
		displayName: 'From Row',
		name: 'fromRow',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description:
			'The first row to send, numbered as in a spreadsheet: the header of a CSV file is row 1. ' +
			'To go on after a run that ended early, give the row that its log names.',
	},
	{
		displayName: 'Max Rows',
		name: 'maxRows',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How many rows to send at most. 0 sends all.',
	},
	{
		displayName: 'Part',
		name: 'part',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2 of 7',
		description:
			'Which part of the file to send, where several executions share it. All parts together ' +
			'hold each row once. Not for compressed files.',
	},
	{
		displayName: 'Results File',
		name: 'resultsFile',
		type: 'boolean',
		default: false,
		description:
			'Whether to put out a file of all rows with their outcomes and what the vendor gave for ' +
			'them, beside that of the failed rows',
	},
].map((property) => ({ ...property, displayOptions: ofFiles }) as INodeProperties);
