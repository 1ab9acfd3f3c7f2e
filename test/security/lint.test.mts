import { spawnSync } from 'node:child_process';

/** What the pack's own rules say of a file's text, by line. */
function messagesOf(file: string, lines: string[]): Record<number, string[]> {
	const eslint = ['node_modules/eslint/bin/eslint.js', '--config', 'eslint.house.config.mjs'];
	const { stdout } = spawnSync(
		process.execPath,
		[...eslint, '--stdin', '--stdin-filename', file, '--format', 'json'],
		{ input: lines.join('\n') },
	);
	const [result] = JSON.parse(stdout.toString()) as Array<{
		messages: Array<{ ruleId: string | null; line: number; message: string }>;
	}>;
	const found: Record<number, string[]> = {};
	for (const { ruleId, line, message } of result!.messages) {
		if (ruleId === 'no-restricted-syntax' || ruleId === null) (found[line] ??= []).push(message);
	}
	return found;
}

const WRONG = [
	'export const a = (id: string) => `/wallet/${id}`;',
	'export const b = (id: string) => "/wallet/" + id;',
	'export const c = (id: string) => encodeURIComponent(id);',
	'export const d = (id: string) => id as unknown as Path;',
	'export const e = async (context: IExecuteFunctions) => await context.helpers.httpRequest({ url: "https://x" });',
	'export const f = async (url: string) => await fetch(url);',
	'export const g = async (c: IExecuteFunctions) => await ' +
		'c.helpers.httpRequestWithAuthentication.call(c, "x", { url: "" });',
];
const RIGHT = [
	'export const a = (id: string) => path`/wallet/${id}`;',
	"export const b = '/etc';",
	'export const c = (n: number) => `${n}/2`;',
];

it.each(['nodes/Wavy/probe.ts', 'engine/probe.ts'])(
	'what would go around the checks of addresses and answers is found (%s)',
	(file) => {
		const found = messagesOf(file, WRONG);
		expect(WRONG.map((_, i) => found[i + 1]?.length)).toEqual(WRONG.map(() => 1));
		expect(messagesOf(file, RIGHT)).toEqual({});
	},
);
