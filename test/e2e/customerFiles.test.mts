/** Customer lists as spreadsheets save them, through the example workflow that reads a CSV file. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { customers, customersCsv, type CustomerRow } from '../../sandbox/data.mts';
import { customerListJourney, readingFile, verifyContacts } from '../../workflows/customerList.mts';
import { journeyDocument } from '../../workflows/journeys.mts';
import type { ExecutionRun } from '../n8n/execution.mts';
import { enterStage, type TestStage } from './stage.mts';

const BOM = '\uFEFF';
const extractor = 'Rows of the list';
const isLatin1 = (text: string) => /^[\x00-\xFF]*$/.test(text);

/** Lines of a CSV file, and the customers that stand in them. */
interface List {
	lines: string[];
	rows: CustomerRow[];
}

/** @param isWanted which customers of so many are in the list, by their line */
function listOf(count: number, isWanted: (line: string) => boolean = () => true): List {
	const [head, ...lines] = [...customersCsv({ count })].join('').trimEnd().split('\r\n') as [
		string,
		...string[],
	];
	const rows = [...customers({ count })].filter((_, n) => isWanted(lines[n]!));
	return { lines: [head, ...lines.filter(isWanted)], rows };
}

/** As Excel saves it where the comma is the decimal sign; fields with a comma need no quotes then. */
const withSemicolons = ({ lines }: List): string =>
	lines
		.map((line) =>
			line
				.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
				.map((field) => field.replace(/^"(.*)"$/, '$1'))
				.join(';'),
		)
		.join('\r\n');

describe('the example workflow reads a customer list', () => {
	let stage: TestStage;
	beforeEach(async () => (stage = await enterStage()));

	/** Sends the file with these options of Extract from File besides those of the example. */
	async function send(
		name: string,
		content: string | Buffer,
		options: Record<string, unknown> = {},
	): Promise<ExecutionRun> {
		const { client, credentials, n8n } = stage;
		const file = join(n8n.filesFolder, name);
		await mkdir(n8n.filesFolder, { recursive: true });
		await writeFile(file, content);
		const document = readingFile(await journeyDocument(customerListJourney, n8n), file);
		const nodes = document.nodes.map((node) =>
			node.name === extractor
				? {
						...node,
						parameters: {
							...node.parameters,
							options: { ...(node.parameters.options as object), ...options },
						},
					}
				: node,
		);
		const workflow = await client.saveWorkflow(
			{ ...document, name: `E2E: ${name}`, nodes },
			credentials,
		);
		return await client.run(workflow, customerListJourney.trigger);
	}

	async function expectSent(run: ExecutionRun, { rows }: List): Promise<void> {
		expect([run.status, run.failure]).toEqual(['success', undefined]);
		expect(
			run.items('Send contacts to WAI').filter(({ json }) => json.accepted === true),
		).toHaveLength(rows.length);
		await verifyContacts(stage.tenant, rows);
	}

	async function expectStopped(run: ExecutionRun, ...advice: RegExp[]): Promise<void> {
		expect(run.status).toBe('error');
		for (const words of [...advice, /Nothing was sent/])
			expect(run.failure?.message).toMatch(words);
		expect(await stage.tenant.rows('wai/contacts')).toEqual([]);
	}

	const delimiter =
		/separated by semicolons[:,] open "Rows of the list", Options, and set Delimiter to ;/;
	const encoding = /not in UTF-8: save it as CSV UTF-8, or .* set Encoding to Latin1/;

	it('of 10,000 in Excel’s CSV UTF-8, which begins with a byte order mark', async () => {
		const list = listOf(10_000);
		await expectSent(await send('bom.csv', `${BOM}${list.lines.join('\r\n')}\r\n`), list);
	});

	it('with semicolons: it stops with advice, and following it sends all', async () => {
		const list = listOf(300);
		const content = `${BOM}${withSemicolons(list)}\r\n`;
		await expectStopped(await send('semicolons.csv', content), delimiter);
		await expectSent(await send('semicolons.csv', content, { delimiter: ';' }), list);
	});

	it('with semicolons and without a comma in it: it stops with advice, and following it sends all', async () => {
		const list = listOf(300, (line) => !line.includes('"'));
		const content = `${BOM}${withSemicolons(list)}\r\n`;
		await expectStopped(await send('semicolons.csv', content), delimiter);
		await expectSent(await send('semicolons.csv', content, { delimiter: ';' }), list);
	});

	it('in Windows-1252: it stops with advice, and following it sends all', async () => {
		const list = listOf(300, isLatin1);
		const content = Buffer.from(list.lines.join('\r\n'), 'latin1');
		await expectStopped(await send('windows-1252.csv', content), encoding);
		await expectSent(await send('windows-1252.csv', content, { encoding: 'latin1' }), list);
	});

	it('in Windows-1252 with semicolons: one is told after the other, and following both sends all', async () => {
		const list = listOf(300, isLatin1);
		const content = Buffer.from(withSemicolons(list), 'latin1');
		await expectStopped(await send('both.csv', content), delimiter);
		await expectStopped(await send('both.csv', content, { delimiter: ';' }), encoding);
		await expectSent(await send('both.csv', content, { delimiter: ';', encoding: 'latin1' }), list);
	});

	it('in Excel’s Unicode Text (UTF-16): it stops with advice', async () => {
		const list = listOf(50);
		const content = Buffer.from(
			`${BOM}${list.lines.map((line) => line.replaceAll(',', '\t')).join('\r\n')}`,
			'utf16le',
		);
		await expectStopped(await send('utf-16.csv', content), /save it as CSV UTF-8/);
	});
});
