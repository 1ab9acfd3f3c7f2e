import { DateTime } from 'luxon';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { z } from 'zod';

import { limitProperties, limitReader } from '../../../../engine/description/limit';
import { readName } from '../../../../engine/fields/id';
import { itemError, quoted } from '../../../../engine/fields/itemError';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { path } from '../../../../engine/path';
import { singleOperation } from '../../../../engine/single';
import { type File, withFiles } from '../../../shared/download';
import { wavy } from '../../api';
import { readFileUrl, wordsIn } from '../../files';

/** The lists of an account, by Wavy's names for them (wavy 1.8). */
const LISTS = {
	BLACKLIST: { name: 'Blacklist', description: 'Numbers that nothing is sent to' },
	OPTIN: {
		name: 'Opt-In',
		description: 'Recipients who have consented. Where it is not empty, nothing is sent to others.',
	},
	OPTOUT: {
		name: 'Opt-Out',
		description: 'Recipients who want nothing more, as by a word such as STOP',
	},
	WHITELIST: {
		name: 'Whitelist',
		description: 'Numbers that alone are sent to, where it is not empty',
	},
};

const account = (displayName: string, name: string, of: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 42',
	description: `ID of the ${of} at Wavy. Each callback tells it, in "raw.clientInfo" of the Wavy Trigger.`,
});

const properties: INodeProperties[] = [
	{
		displayName: 'List',
		name: 'list',
		type: 'options',
		default: 'OPTOUT',
		options: Object.entries(LISTS).map(([value, { name, description }]) => ({
			name,
			value,
			description,
		})),
		description: 'Which list of the account to get',
	},
	account('Customer ID', 'customerId', 'customer'),
	account('Sub-Account ID', 'subAccountId', 'sub-account'),
	...limitProperties,
];

interface Query {
	list: string;
	customerId: string;
	subAccountId: string;
	limit: number;
	baseUrl: string;
}

/** `{ success, status, data? }`: `data` is the address of a CSV, absent where the list is empty (wavy 1.8). */
const answerSchema = z.object({
	success: z.boolean().optional(),
	data: z.string().min(1).nullish(),
});

/** Who may be written to, or must not be. */
export const getAll = singleOperation<Query>({
	resource: 'list',
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many numbers of a list, such as of those who have opted out',
	action: 'Get many numbers of a list',
	properties,
	kind: 'getMany',
	idempotent: true,
	read(parameters, facts) {
		const baseUrl = facts.setting(wavy.service, 'baseUrl');
		const list = parameters.field('list', 'OPTOUT');
		const [customerId, subAccountId] = [
			parameters.field('customerId'),
			parameters.field('subAccountId'),
		];
		const limit = limitReader(parameters);
		return (item) => {
			const name = readList(list(item));
			return {
				list: name,
				customerId: readName(customerId(item), 'Customer ID'),
				subAccountId: readName(subAccountId(item), 'Sub-Account ID'),
				limit: limit(item),
				baseUrl,
			};
		};
	},
	request: ({ list, customerId, subAccountId }) => ({
		method: 'GET',
		path: path`/v1/list/${list}`.withQuery(Object.entries({ customerId, subAccountId })),
	}),
	parseResponse({ list, limit, baseUrl }, body) {
		const parsed = answerSchema.safeParse(body);
		if (!parsed.success || parsed.data.success === false) throw new UnexpectedResponseError();
		const { data } = parsed.data;
		if (!data) return { accepted: true, result: [] };
		const url = readFileUrl(data, 'data', baseUrl);
		return {
			accepted: true,
			result: [{ accepted: true, list, url, limit: Math.min(limit, Number.MAX_SAFE_INTEGER) }],
		};
	},
	afterRun: fetchLists,
});

function readList(value: unknown): string {
	const name = typeof value === 'string' ? value.trim().toUpperCase() : '';
	if (Object.hasOwn(LISTS, name)) return name;
	throw itemError(
		`"List" is not known: ${quoted(value)}`,
		`Use one of ${Object.keys(LISTS).join(', ')}`,
	);
}

async function fetchLists(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	return await withFiles(context, output, {
		what: 'the list',
		urlOf: ({ json }) => (json.accepted === true ? (json.url as string) : undefined),
		take: ({ json, pairedItem }, file: File) =>
			numbersIn(file.bytes.toString())
				.slice(0, json.limit as number)
				.map((row) => ({ json: { list: json.list, ...row }, pairedItem })),
		wordsIn,
	});
}

/** The zone of the times in the file (wavy 1.8). */
const ZONE = 'America/Sao_Paulo';

/** The rows of a file whose columns are `source` and `createdAt`. @throws Error where it is not one */
function numbersIn(csv: string): IDataObject[] {
	const [head = '', ...lines] = csv.replace(/^\ufeff/, '').split(/\r?\n/);
	const cellsOf = (line: string) =>
		line.split(/[,;]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
	const columns = cellsOf(head);
	const [source, createdAt] = [columns.indexOf('source'), columns.indexOf('createdAt')];
	if (source < 0)
		throw new Error('The file of the list is not what Wavy documents: it has no column "source"');
	return lines.filter(Boolean).map((line) => {
		const cells = cellsOf(line);
		return { phoneNumber: cells[source] ?? '', createdAt: momentOf(cells[createdAt] ?? '') };
	});
}

/** ISO 8601 in UTC; null where there is none that can be read. */
function momentOf(text: string): string | null {
	const options = { zone: ZONE };
	const read = [DateTime.fromSQL(text, options), DateTime.fromISO(text, options)].find(
		({ isValid }) => isValid,
	);
	return read?.toUTC().toISO() ?? null;
}
