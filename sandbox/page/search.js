/* Finding rows of a ledger that hold a text somewhere. */
const FOUND_MAX = 100;

function holds(value, needle) {
	if (value === null || value === undefined) return false;
	if (typeof value === 'object') return Object.values(value).some((inner) => holds(inner, needle));
	return String(value).toLowerCase().includes(needle);
}

/**
 * Reads a whole collection and keeps the newest rows that have the text in one of their values, in whatever case.
 * @param {{ table: { collection: string, filters?: Record<string, string>, unsearched?: string[] }, text:
 *   string }} asked
 *   `unsearched`: members of a row that hold names of fields rather than what was sent
 * @returns {Promise<{ rows: object[], scanned: number, found: number }>} rows: newest first, at most 100; found: all
 */
export async function search(
	account,
	{ table: { collection, filters = {}, unsearched = [] }, text },
	signal,
) {
	const needle = text.toLowerCase();
	// Most lines are told apart as text; only those that may hold it are parsed.
	const asWritten = JSON.stringify(needle).slice(1, -1);
	const passes = (row) => Object.entries(filters).every(([name, value]) => row[name] === value);
	const content = (row) =>
		Object.entries(row).flatMap(([name, value]) => (unsearched.includes(name) ? [] : [value]));
	const rows = [];
	let scanned = 0;
	let found = 0;
	for await (const line of account.lines(collection, signal)) {
		scanned++;
		if (!line.toLowerCase().includes(asWritten)) continue;
		const row = JSON.parse(line);
		if (!passes(row) || !holds(content(row), needle)) continue;
		found++;
		rows.push(row);
		if (rows.length > FOUND_MAX) rows.shift();
	}
	return { rows: rows.reverse(), scanned, found };
}
