import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { openBinaryFile } from '../../engine/files/bytes/binaryFile';
import { Papa } from '../../engine/files/libraries';
import { binaryHelpers } from '../engine/files/store.mts';

/** An item that carries a file in its binary field `data`, in n8n's store on disk. */
export async function fileItem(
	content: string | Buffer,
	fileName = 'list.csv',
	json: IDataObject = {},
): Promise<INodeExecutionData> {
	const helpers = await binaryHelpers('filesystem', []);
	return {
		json,
		binary: { data: await helpers.prepareBinaryData(Buffer.from(content), fileName) },
	};
}

/** The text of a file that a node has put out. */
export async function textOf(file: IBinaryData): Promise<string> {
	const helpers = await binaryHelpers('filesystem', [{ json: {}, binary: { data: file } }]);
	const chunks: Uint8Array[] = [];
	for await (const chunk of openBinaryFile(helpers, 0, 'data').chunks()) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

/** A row of a file of results: its own fields, and how it ended. */
export interface ResultRow {
	json: IDataObject;
	row: number;
	outcome: string;
	error: string;
	message: string;
	httpCode: string;
	result?: IDataObject;
}

/** The rows of a file of results, as CSV with its last columns taken for what they are. */
export async function resultRows(file: IBinaryData | undefined): Promise<ResultRow[]> {
	if (!file) return [];
	const text = (await textOf(file)).replace(/^\ufeff/, '');
	const [header, ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
	const own = header!.lastIndexOf('row');
	return rows.map((cells) => {
		// A row that could not be read has as many cells as it had.
		const width = cells.length - (header!.length - own);
		const [row, outcome, error, message, httpCode, result] = cells.slice(width) as [
			string,
			string,
			string,
			string,
			string,
			string?,
		];
		const fields = cells
			.slice(0, width)
			.flatMap((cell, i) => (cell === '' ? [] : [[header![i], cell]]));
		return {
			json: Object.fromEntries(fields) as IDataObject,
			row: Number(row),
			outcome,
			error,
			message,
			httpCode,
			...(result && { result: JSON.parse(result) as IDataObject }),
		};
	});
}
