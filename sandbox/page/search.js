/* Finding rows of a ledger that hold a text somewhere. */
const FOUND_MAX = 100;

function holds(value, needle) {
	if (value === null || value === undefined) return false;
	if (typeof value === 'object') return Object.values(value).some((inner) => holds(inner, needle));
	return String(value).toLowerCase().includes(needle);
}

/**
 * Reads a whole collection and keeps the newest rows that have the text in one of their values, in whatever case.
 * @param {(row) => boolean} keep which rows are looked at
 * @returns {{ rows: object[], scanned: number, found: number }} rows: newest first, at most 100; found: all of them
 */
export async function search(account, { collection, keep = () => true }, text, signal) {
	const needle = text.toLowerCase();
	// Most lines are told apart as text; only those that may hold it are parsed.
	const asWritten = JSON.stringify(needle).slice(1, -1);
	const rows = [];
	let scanned = 0;
	let found = 0;
	for await (const line of account.lines(collection, signal)) {
		scanned++;
		if (!line.toLowerCase().includes(asWritten)) continue;
		const row = JSON.parse(line);
		if (!keep(row) || !holds(row, needle)) continue;
		found++;
		rows.push(row);
		if (rows.length > FOUND_MAX) rows.shift();
	}
	return { rows: rows.reverse(), scanned, found };
}
