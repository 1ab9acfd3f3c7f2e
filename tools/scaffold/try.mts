/**
 * `npm run test:scaffold`: makes a vendor and every kind of operation in a copy of this repository, and runs there
 * what must pass at once: tests, types, lint. The copy is removed at the end, unless something has failed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { root } from '../generate/sources.mts';

const MADE = [
	['vendor', 'Tryout', 'record', 'create'],
	['operation', 'Tryout', 'record', 'createMany', '--bulk'],
	['operation', 'Tryout', 'record', 'getAll', '--paged'],
	['operation', 'Tryout', 'list', 'delete'],
	// In a vendor that has conventions of its own.
	['operation', 'SessionM', 'customer', 'tryOut', '--paged'],
];

const copy = mkdtempSync(path.join(tmpdir(), 'scaffold-'));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
	cwd: root,
	encoding: 'utf8',
});
for (const file of files.split('\n').filter(Boolean))
	cpSync(path.join(root, file), path.join(copy, file));
symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

function run(...args: string[]): void {
	console.log(`\n$ ${args.join(' ')}`);
	const { status } = spawnSync(args[0]!, args.slice(1), { cwd: copy, stdio: 'inherit' });
	if (status !== 0) throw new Error(`${args.join(' ')} failed in ${copy}`);
}

for (const [kind, ...names] of MADE) run(process.execPath, `tools/scaffold/${kind}.mts`, ...names);
run(
	'npm',
	'test',
	'--',
	'test/conformance',
	'-t',
	'Tryout|Try Out|try out|tryout|generated|border',
);
run('npm', 'test', '--', 'test/faults', '-t', 'Tryout|try out');
run('npm', 'test', '--', 'test/lists/lists', '-t', 'Tryout|no columns');
run('npm', 'run', 'typecheck');
run('npx', 'eslint', '--config', 'eslint.house.config.mjs', 'nodes', 'engine', 'credentials');
run('npx', 'prettier', '--check', '.');
rmSync(copy, { recursive: true });
