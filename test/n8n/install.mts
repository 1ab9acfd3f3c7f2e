/**
 * Installs the real n8n that the demo and the end-to-end tests run, once a machine.
 *
 * n8n is 2.8 GB and does not belong into this repository's own node_modules. It goes into a cache folder named
 * after its version and its lock file, so that every clone shares it and a changed lock file gets a folder of its own.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, access, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withFileLock } from './lock.mts';
import { startGuarded } from './process.mts';
import { manifestOf, replacements } from './releases.mts';
import { environmentWithThisNode, PACKAGE_NAME, repositoryRoot } from './repository.mts';

export interface N8nInstallation {
	/** Folder that holds n8n's node_modules. */
	folder: string;
	/** n8n's start script, to be run with Node 24. */
	entry: string;
	version: string;
}

export type Report = (line: string) => void;

interface LockFile {
	packages: Record<string, { version?: string; optional?: boolean }>;
}

/** How often progress is told; a silent terminal looks like a hung one after about ten seconds. */
const PROGRESS_EVERY_MS = 8_000;

/**
 * The n8n of `test/n8n/package-lock.json`, installed if this machine does not have it yet (about 6 minutes, 2.8 GB).
 * Reused in well under a second afterwards. Two processes may ask at once: one installs, the other waits for it.
 * @throws an error whose message says what is missing on this machine and where the full log is.
 */
export async function ensureN8n(report: Report = console.log): Promise<N8nInstallation> {
	if (Number(process.versions.node.split('.')[0]) < 24) {
		throw new Error(
			`n8n needs Node 24, and this is Node ${process.versions.node}. Start it as an npm ` +
				'script (npm run demo): that brings its own Node 24.',
		);
	}
	const source = join(repositoryRoot(), 'test/n8n');
	const lockText = await readFile(join(source, 'package-lock.json'), 'utf8');
	const lock = JSON.parse(lockText) as LockFile;
	const version = lock.packages['node_modules/n8n']?.version ?? 'unknown';
	const wanted = Object.entries(lock.packages).filter(
		([path, entry]) => path !== '' && !entry.optional,
	);
	return await installOnce(version, {
		files: async () => ({
			'package.json': await readFile(join(source, 'package.json'), 'utf8'),
			'package-lock.json': lockText,
		}),
		name: createHash('sha256').update(lockText).digest('hex').slice(0, 12),
		args: ['ci'],
		packages: wanted.map(([path]) => path),
		report,
	});
}

/**
 * Any version of n8n, installed if this machine does not have it yet. Where the registry lacks packages that were
 * released with it, the nearest ones are taken, and named in the report.
 * @throws as `ensureN8n`
 */
export async function ensureN8nVersion(
	version: string,
	report: Report = console.log,
): Promise<N8nInstallation> {
	return await installOnce(version, {
		files: async () => {
			const missing = await replacements(version);
			const taken = Object.entries(missing).map(([name, release]) => `${name} ${release}`);
			if (taken.length > 0)
				report(
					`The registry lacks ${taken.length} packages of n8n ${version}. In their place: ${taken.join(', ')}.`,
				);
			return { 'package.json': JSON.stringify(manifestOf(version, missing)) };
		},
		name: 'as-released',
		args: ['install', '--no-package-lock'],
		packages: [],
		report,
	});
}

/** What is installed, and how. */
interface Source {
	/** What npm installs from, by file name. */
	files: () => Promise<Record<string, string>>;
	/** Tells it from other ways to install the same version. */
	name: string;
	/** npm's command. */
	args: string[];
	/** Folders that will be there, where they are known before. */
	packages: string[];
	report: Report;
}

async function installOnce(version: string, source: Source): Promise<N8nInstallation> {
	const folder = join(cacheFolder(), `n8n-${version}-${source.name}`);
	const installation = { folder, entry: join(folder, 'node_modules/n8n/bin/n8n'), version };
	// The folder gets its name only when everything in it is complete, so being there is being whole.
	if (await exists(installation.entry)) return installation;
	await mkdir(dirname(folder), { recursive: true });
	await withFileLock(`${folder}.lock`, {
		onWait: (seconds) =>
			source.report(`Another process is installing n8n ${version}; waiting for it (${seconds} s)`),
		work: async () => {
			if (await exists(installation.entry)) return;
			await removeLeftovers(folder);
			await install(source, folder, version);
		},
	});
	return installation;
}

function cacheFolder(): string {
	const base = process.env.N8N_CACHE_DIR || process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return join(base, PACKAGE_NAME);
}

/** Where an install is made before it gets its final name. */
const partialName = (folder: string) => `${basename(folder)}.partial-`;

/** Removes what killed installs of this same lock file left behind. Only called while holding the lock. */
async function removeLeftovers(folder: string): Promise<void> {
	const siblings = await readdir(dirname(folder));
	const leftovers = siblings.filter((name) => name.startsWith(partialName(folder)));
	for (const name of leftovers)
		await rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 5 });
}

async function install(
	{ files, args, packages, report }: Source,
	folder: string,
	version: string,
): Promise<void> {
	const partial = join(dirname(folder), `${partialName(folder)}${process.pid}`);
	const logFile = `${folder}.install.log`;
	await rm(logFile, { force: true });
	await mkdir(partial, { recursive: true });
	for (const [name, content] of Object.entries(await files()))
		await writeFile(join(partial, name), content);

	report(
		`Installing n8n ${version} for the demo and the tests, once on this machine: 3 to 6 minutes and 2.8 GB.`,
	);
	const started = Date.now();
	const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const run = async (args: string[], progress: () => Promise<string>) =>
		await runNpm({
			args,
			cwd: partial,
			logFile,
			onTick: async () => report(`  ${elapsed()}: ${await progress()}`),
		});

	// Install scripts stay off: n8n's Kafka client would compile librdkafka. The one native module that has to be
	// built is the SQLite driver; isolated-vm brings binaries for Node 24.
	await run([...args, '--ignore-scripts'], async () => {
		const present = await countPresent(partial, packages);
		return present === 0
			? 'downloading packages'
			: `${present.toLocaleString('en')} of ${packages.length.toLocaleString('en')} packages in place`;
	}).catch((error: Error) => {
		throw new Error(`n8n could not be installed: ${error.message}`);
	});
	await run(['rebuild', 'sqlite3'], async () => 'building the SQLite database driver').catch(
		(error: Error) => {
			throw new Error(
				`n8n's database driver (sqlite3) could not be built. ${whatIsMissing()}\n${error.message}`,
			);
		},
	);
	for (const native of ['sqlite3', 'isolated-vm']) checkLoads(partial, native);

	await rename(partial, folder);
	await rm(logFile, { force: true });
	report(`n8n ${version} is installed (${elapsed()}), in ${folder}.`);
}

interface NpmRun {
	args: string[];
	cwd: string;
	logFile: string;
	onTick: () => Promise<void>;
}

/** Runs npm with its output in a file. Throws with the end of that output when npm fails. */
async function runNpm({ args, cwd, logFile, onTick }: NpmRun): Promise<void> {
	const npm = startGuarded({
		command: 'npm',
		args: [...args, '--loglevel=error', '--no-audit', '--no-fund', '--no-progress'],
		cwd,
		env: { ...environmentWithThisNode(), ...headersOfInstalledNode() },
		logFile,
		graceInMs: 2_000,
	});
	let ticking = true;
	const ticks = (async () => {
		while (ticking) {
			await Promise.race([pause(PROGRESS_EVERY_MS), npm.ended]);
			if (npm.isRunning()) await onTick();
		}
	})();
	try {
		const code = await npm.ended;
		if (code !== 0)
			throw new Error(
				`npm ${args[0]} ended with code ${code}. Full log: ${logFile}\n${npm.logTail(20)}`,
			);
	} finally {
		ticking = false;
		await ticks;
		await npm.stop();
	}
}

/**
 * Node's own headers for node-gyp, from the Node that is installed on this machine, when it has them.
 * node-gyp would otherwise download them from Node's site, which many build machines cannot reach. The driver uses
 * Node-API, whose headers and binaries are the same for every Node version.
 */
function headersOfInstalledNode(): NodeJS.ProcessEnv {
	if (process.env.npm_config_nodedir) return {};
	const found = spawnSync('node', ['-p', 'process.execPath'], {
		encoding: 'utf8',
		env: pathWithoutNodeModules(),
	});
	const prefix = dirname(dirname((found.stdout ?? '').trim()));
	const headers = spawnSync('test', ['-f', join(prefix, 'include/node/node_api.h')]);
	return headers.status === 0 ? { npm_config_nodedir: prefix } : {};
}

/**
 * The environment without the `node_modules/.bin` folders npm puts in front of PATH: to find the machine's own
 * Node.
 */
function pathWithoutNodeModules(): NodeJS.ProcessEnv {
	const folders = (process.env.PATH ?? '')
		.split(':')
		.filter((folder) => !folder.includes('node_modules'));
	return { ...process.env, PATH: folders.join(':') };
}

/** Which of the tools that a native build needs are not on this machine, in words; never empty. */
function whatIsMissing(): string {
	const missing = ['python3', 'make', 'g++'].filter(
		(tool) => spawnSync(tool, ['--version']).status !== 0,
	);
	if (missing.length === 0)
		return (
			'The build tools are there (python3, make, g++), so see the log below; if it speaks of ' +
			"headers, Node's headers could not be downloaded."
		);
	return `Missing on this machine: ${missing.join(', ')}. On Debian or Ubuntu: apt-get install -y python3 make g++`;
}

function checkLoads(folder: string, module: string): void {
	const load = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(module)})`], {
		cwd: folder,
		encoding: 'utf8',
	});
	if (load.status !== 0)
		throw new Error(
			`n8n is installed, but its native module ${module} does not load under Node ` +
				`${process.versions.node}:\n${load.stderr}`,
		);
}

async function countPresent(folder: string, paths: string[]): Promise<number> {
	const present = await Promise.all(
		paths.map(async (path) => await exists(join(folder, path, 'package.json'))),
	);
	return present.filter(Boolean).length;
}

async function exists(path: string): Promise<boolean> {
	return await access(path).then(
		() => true,
		() => false,
	);
}
