/** Which packages a release of n8n can be installed with, where a registry lacks some that it asks for. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { environmentWithThisNode } from './repository.mts';

const run = promisify(execFile);

/** Packages that n8n releases together, each asked for by its exact version. */
const RELEASED_TOGETHER = /^(@n8n\/|n8n-)/;

/** Questions to the registry at a time. */
const AT_A_TIME = 3;

/**
 * What releases up to 2.30 ask for outside the registry or in versions that no longer install, and what serves in its
 * place; for newer ones as in package.json.
 */
const OTHERS: Record<string, string> = {
	xlsx: '0.18.5',
	linkedom: '0.18.14',
	'msgpackr-extract': '3.0.4',
};

type Versions = Record<string, string>;

/**
 * Follows what a release of n8n asks for, through all packages that are released with it.
 * @returns for each that the registry lacks the version to take in its place; empty where it has all of them
 * @throws when it has no version of one at all
 */
export async function replacements(version: string): Promise<Versions> {
	const seen = new Set<string>();
	const missing: Versions = {};
	const queue: Array<[name: string, version: string]> = [['n8n', version]];
	const follow = async (name: string, wanted: string) => {
		if (seen.has(name)) return;
		seen.add(name);
		let dependencies = (await ask(`${name}@${wanted}`, 'dependencies')) as Versions | undefined;
		if (!dependencies) {
			const known = [await ask(name, 'versions')].flat() as string[];
			if (!known.includes(wanted)) {
				missing[name] = nearest(known, wanted);
				dependencies = (await ask(`${name}@${missing[name]}`, 'dependencies')) as
					| Versions
					| undefined;
			}
		}
		for (const [other, range] of Object.entries(dependencies ?? {})) {
			if (RELEASED_TOGETHER.test(other) && isRelease(range)) queue.push([other, range]);
		}
	};
	while (queue.length > 0)
		await Promise.all(
			queue.splice(0, AT_A_TIME).map(async ([name, wanted]) => await follow(name, wanted)),
		);
	return missing;
}

/** The package.json of a folder that n8n is installed into. */
export function manifestOf(version: string, missing: Versions): object {
	return {
		name: 'n8n-for-customer-activation',
		version: '1.0.0',
		private: true,
		dependencies: { n8n: version },
		overrides: { ...OTHERS, ...missing },
	};
}

const isRelease = (range: string): boolean => /^\d+\.\d+\.\d+$/.test(range);

const numbers = (version: string) => version.split('.').map(Number) as [number, number, number];

const compare = (a: string, b: string): number => {
	const [x, y] = [numbers(a), numbers(b)];
	return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
};

/** The newest release that is not newer than the one wanted, or the oldest of all. */
function nearest(known: string[], wanted: string): string {
	const releases = known
		.filter((version) => version !== undefined && isRelease(version))
		.sort(compare);
	const found = releases.findLast((version) => compare(version, wanted) <= 0) ?? releases[0];
	if (!found)
		throw new Error(
			`The registry has no version of a package that n8n asks for in version ${wanted}.`,
		);
	return found;
}

/** What the registry says of a package; undefined where it does not have it, or it says nothing of this. */
async function ask(spec: string, field: string): Promise<unknown> {
	const asked = run('npm', ['view', spec, field, '--json', '--loglevel=silent'], {
		env: environmentWithThisNode(),
		maxBuffer: 64 * 1024 * 1024,
	});
	const { stdout } = await asked.catch(() => ({ stdout: '' }));
	return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}
