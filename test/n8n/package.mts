/**
 * Packs this repository as npm would publish it, and installs the tarball the way n8n installs community packages.
 *
 * n8n's own button downloads from npm's public registry. Another registry can be set, but that is a licensed feature
 * (`feat:communityNodes:customRegistry`), so a pack that is not published yet cannot take that way. What the button
 * does is therefore done here step by step, from n8n 2.41's `community-packages.service.js` (`downloadPackage`);
 * n8n then finds the package in its folder when it starts.
 */
import lodash from 'lodash';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environmentWithThisNode, PACKAGE_NAME, repositoryRoot } from './repository.mts';

const run = promisify(execFile);

interface Manifest {
	name: string;
	version: string;
	[key: string]: unknown;
}

/**
 * Builds the pack and packs it into `folder`.
 * @returns the tarball's path.
 * @throws an error with the build's output when it does not build.
 */
export async function packPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	await npm(['run', 'build'], repositoryRoot());
	await npm(['pack', '--pack-destination', folder, '--ignore-scripts'], repositoryRoot());
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new Error(`npm pack left no tarball in ${folder}.`);
	return join(folder, tarball);
}

/** Puts the packed package where n8n with this user folder looks for community packages, replacing an older one. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n/nodes');
	const packageFolder = join(nodesFolder, 'node_modules', PACKAGE_NAME);
	await rm(packageFolder, { recursive: true, force: true });
	await mkdir(packageFolder, { recursive: true });

	await run('tar', ['-xzf', tarball, '-C', packageFolder, '--strip-components=1']);
	const manifest = await readManifest(join(packageFolder, 'package.json'));
	if (!manifest) throw new Error(`${tarball} holds no package.json.`);
	await writeManifest(
		join(packageFolder, 'package.json'),
		lodash.omit(manifest, ['devDependencies', 'peerDependencies', 'optionalDependencies']),
	);
	await npm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		packageFolder,
	);

	const ledger = join(nodesFolder, 'package.json');
	const installed = (await readManifest(ledger)) ?? {
		name: 'installed-nodes',
		private: true,
		dependencies: {},
	};
	await writeManifest(ledger, {
		...installed,
		dependencies: { ...(installed.dependencies as object), [PACKAGE_NAME]: manifest.version },
	});
}

async function readManifest(file: string): Promise<Manifest | undefined> {
	return await readFile(file, 'utf8').then(JSON.parse, () => undefined);
}

async function writeManifest(file: string, manifest: object): Promise<void> {
	await writeFile(file, JSON.stringify(manifest, null, 2));
}

async function npm(args: string[], cwd: string): Promise<void> {
	// npm's own settings of the run we are part of (npm_config_*, npm_package_*) are not meant for this one.
	const inherited = Object.entries(environmentWithThisNode());
	const env = Object.fromEntries(
		inherited.filter(([name]) => !/^npm_(package|lifecycle|command|execpath)/.test(name)),
	);
	await run('npm', [...args, '--loglevel=error'], { cwd, env, maxBuffer: 64 * 1024 * 1024 }).catch(
		(error: Error & { stdout?: string; stderr?: string }) => {
			throw new Error(
				`npm ${args.slice(0, 2).join(' ')} did not work in ${cwd}:\n${error.stdout ?? ''}${error.stderr ?? error.message}`,
			);
		},
	);
}
