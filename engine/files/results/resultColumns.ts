/** What the files of results add to a row's own columns. */
export const RESULT_COLUMNS = ['row', 'outcome', 'error', 'message', 'httpCode'] as const;

/** In a file of all rows, what the vendor answered stands besides, as JSON. */
export const ALL_RESULT_COLUMNS = [...RESULT_COLUMNS, 'result'] as const;

/** In NDJSON, all of it stands under one name. */
export const RESULT_FIELD = '_result';

/** How many of a header's last columns are those of a file of results, which is sent again as it is. */
export function resultColumnsIn(header: string[]): number {
	const found = [ALL_RESULT_COLUMNS, RESULT_COLUMNS].find((columns) => {
		const start = header.length - columns.length;
		return start > 0 && columns.every((column, i) => header[start + i] === column);
	});
	return found?.length ?? 0;
}
