import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

it('each threat names a measure and the tests that show it, and all files that are named exist', () => {
	const [, table = ''] =
		/## Threats and measures\n\n([\s\S]*?)\n\n/.exec(read('docs/security.md')) ?? [];
	const rows = table
		.split('\n')
		.slice(2)
		.map((line) =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
	expect(rows.length).toBeGreaterThan(20);
	for (const [threat = '', measure = '', tests = ''] of rows) {
		expect([threat, threat !== '' && measure !== '']).toEqual([threat, true]);
		const files = [...tests.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!);
		expect([threat, files.length > 0]).toEqual([threat, true]);
		for (const file of [
			...files,
			...[...measure.matchAll(/`(engine\/[^`]+)`/g)].map(([, named]) => named!),
		]) {
			expect([file, existsSync(path.join(root, file))]).toEqual([file, true]);
		}
	}
});

it('SECURITY.md says where to report, and leads to the threat model', () => {
	expect(read('SECURITY.md')).toMatch(/Report a vulnerability[\s\S]*docs\/security\.md/);
});
