/** How scripts tell what they are doing: one line a step, and a sign of life while a step takes long. */
export type Report = (line: string) => void;

const SIGN_OF_LIFE_EVERY_MS = 8_000;

/**
 * Runs one step and reports its beginning, its end with the time it took, and a line every eight seconds between.
 * @param detail tells how far the step is, when that can be told; asked for each sign of life.
 */
export async function step<T>(
	report: Report,
	title: string,
	work: () => Promise<T>,
	detail?: () => Promise<string>,
): Promise<T> {
	const started = Date.now();
	const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
	report(`${title} …`);
	const alive = setInterval(() => {
		const far = detail ? detail().catch(() => '') : Promise.resolve('');
		void far.then((text) => report(`  still at it, ${seconds()} s${text ? `: ${text}` : ''}`));
	}, SIGN_OF_LIFE_EVERY_MS);
	try {
		const result = await work();
		report(`  done (${seconds()} s)`);
		return result;
	} finally {
		clearInterval(alive);
	}
}

/** A table in plain text; the first row is its head, columns of figures are set to the right. */
export function table(rows: string[][]): string {
	const widths =
		rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
	const isFigure = (column: number) =>
		rows.slice(1).every((row) => /^[\d,.]+( s)?$/.test(row[column] ?? ''));
	const line = (row: string[]) =>
		row
			.map((cell, column) =>
				isFigure(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
			)
			.join('   ')
			.trimEnd();
	const rule = widths.map((width) => '─'.repeat(width)).join('   ');
	const [head = [], ...body] = rows;
	return [line(head), rule, ...body.map(line)].join('\n');
}
