/** Loads the pack's TypeScript sources as they are, without a build. */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { transformSync } from '@swc/core';

/** The repository's root. */
export const root = path.resolve(import.meta.dirname, '../..');

const isSource = (url: string) =>
	['nodes', 'credentials', 'engine'].some((folder) => url.startsWith(`file://${root}/${folder}/`));

registerHooks({
	// The pack's imports name no file ending, since they are compiled to CommonJS.
	resolve(specifier, context, next) {
		if (!specifier.startsWith('.') || !isSource(context.parentURL ?? ''))
			return next(specifier, context);
		try {
			return next(`${specifier}.ts`, context);
		} catch {
			return next(`${specifier}/index.ts`, context);
		}
	},
	load(url, context, next) {
		if (!isSource(url) || !url.endsWith('.ts')) return next(url, context);
		const filename = fileURLToPath(url);
		const { code } = transformSync(readFileSync(filename, 'utf8'), {
			filename,
			configFile: false,
			swcrc: false,
			jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
			module: { type: 'commonjs' },
		});
		return { format: 'commonjs', source: code, shortCircuit: true };
	},
});

const require = createRequire(path.join(root, 'package.json'));

/** @param file path from the root, such as `nodes/Wai/Wai.node.ts` */
export function loadSource(file: string): Record<string, unknown> {
	return require(path.join(root, file)) as Record<string, unknown>;
}
