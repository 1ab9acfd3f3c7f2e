/**
 * Lints what would be published by the rules of n8n's own scanner, inline exceptions ignored: the
 * sources and the packed package. Also checks what the package holds and how large it is.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// @ts-expect-error: it comes without types
import * as scanner from '@n8n/scan-community-package/scanner/scanner.mjs';

import { packPackage } from '../n8n/package.mts';
import { repositoryRoot } from '../n8n/repository.mts';

const { analyzePackage, SOURCE_FILE_PATTERNS } = scanner;

const MAX_TARBALL_BYTES = 300_000;
/** What n8n has, and community nodes may import. Others come along in `engine/files/libraries.js`. */
const PROVIDED = new Set(['n8n-workflow', 'zod', 'luxon', 'lodash', 'p-limit', 'crypto']);
const MAY_HOLD = new Set(['dist', 'README.md', 'LICENSE', 'package.json']);

const folder = mkdtempSync(path.join(tmpdir(), 'scan-'));
try {
	const tarball = await packPackage(folder);
	const untar = spawnSync('tar', ['-xzf', tarball, '-C', folder]);
	if (untar.status !== 0) throw new Error(`tar: ${untar.stderr.toString()}`);
	const unpacked = path.join(folder, 'package');
	const findings = [
		...(await scan('the sources', repositoryRoot(), SOURCE_FILE_PATTERNS)),
		...(await scan('the packed package', unpacked, ['**/*.js', 'package.json'])),
		...missingModules(unpacked),
		...readdirSync(unpacked)
			.filter((name) => !MAY_HOLD.has(name))
			.map((name) => `The package holds ${name}`),
	];
	const { size } = statSync(tarball);
	if (size >= MAX_TARBALL_BYTES)
		findings.push(`The package has ${size} bytes, more than ${MAX_TARBALL_BYTES}`);
	console.log(
		findings.length > 0
			? findings.join('\n')
			: `n8n's scanner finds nothing in the sources and the packed package (${Math.round(size / 1000)} kB)`,
	);
	process.exitCode = findings.length > 0 ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

async function scan(what: string, packageFolder: string, patterns: string[]): Promise<string[]> {
	const { passed, message, details } = await analyzePackage(packageFolder, patterns);
	return passed ? [] : [`${message} in ${what}:\n${details ?? ''}`];
}

/** The scanner lets all devDependencies pass, since they could be bundled. */
function missingModules(packageFolder: string): string[] {
	return globSync('dist/**/*.js', { cwd: packageFolder }).flatMap((file) => {
		const code = readFileSync(path.join(packageFolder, file), 'utf8');
		return [...code.matchAll(/\brequire\((["'])([^."'][^"']*)\1\)/g)]
			.map(([, , name]) => name!)
			.filter((name) => !PROVIDED.has(name.split('/')[0]!))
			.map((name) => `${file} requires ${name}, which n8n does not have`);
	});
}
