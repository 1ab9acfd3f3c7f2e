/**
 * Where this repository lies, found from the working directory so that it works as ES module and under jest's
 * CommonJS alike.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const PACKAGE_NAME = 'n8n-nodes-customer-activation';

/**
 * The repository's root: the nearest folder, from `from` upwards, whose package.json carries our name.
 * @throws when `from` is not inside the repository.
 */
export function repositoryRoot(from: string = process.cwd()): string {
	for (let folder = resolve(from); ; folder = dirname(folder)) {
		const manifest = join(folder, 'package.json');
		if (existsSync(manifest)) {
			const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
			if (name === PACKAGE_NAME) return folder;
		}
		if (dirname(folder) === folder) {
			throw new Error(
				`${from} is not inside a clone of ${PACKAGE_NAME}. Change into the clone and try again.`,
			);
		}
	}
}

/** The process environment with this very Node first on PATH, so that `npm` and whatever it starts run on it too. */
export function environmentWithThisNode(): NodeJS.ProcessEnv {
	const separator = process.platform === 'win32' ? ';' : ':';
	return {
		...process.env,
		PATH: `${dirname(process.execPath)}${separator}${process.env.PATH ?? ''}`,
	};
}
