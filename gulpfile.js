const { readFileSync } = require('node:fs');
const { rm } = require('node:fs/promises');
const path = require('node:path');
const { build } = require('esbuild');
const { dest, parallel, src } = require('gulp');

/** Icons, codex files and output schemas stand beside their sources, and beside the compiled files. */
const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
const nodeFiles = () => src('nodes/**/*.json').pipe(dest('dist/nodes'));

const license = (name) =>
	readFileSync(path.join(path.dirname(require.resolve(`${name}/package.json`)), 'LICENSE'), 'utf8');

/** A module without content, for what is left out. */
const nothingFor = (filter) => ({
	name: 'nothing',
	setup({ onResolve, onLoad }) {
		onResolve({ filter }, () => ({ path: 'nothing', namespace: 'nothing' }));
		onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }));
	},
});

/**
 * The libraries that the package brings along, in the place of the module by which the sources import them
 * (docs/decisions/csv-parser.md). Papa Parse has parts for streams, workers and the console that community nodes
 * may not have; none of them is used.
 */
const libraries = async () =>
	await build({
		entryPoints: ['engine/files/libraries.ts'],
		outfile: 'dist/engine/files/libraries.js',
		allowOverwrite: true,
		bundle: true,
		format: 'cjs',
		platform: 'neutral',
		mainFields: ['module', 'main'],
		target: 'es2022',
		minifySyntax: true,
		define: { PAPA_BROWSER_CONTEXT: 'true', setTimeout: 'undefined' },
		drop: ['console'],
		plugins: [nothingFor(/^stream$/)],
		legalComments: 'inline',
		banner: {
			js: ['papaparse', 'fflate'].map((name) => `/*!\n${name}\n\n${license(name)}*/`).join('\n'),
		},
	});

exports.clean = async () => await rm('dist', { recursive: true, force: true });
exports.default = parallel(icons, nodeFiles, libraries);
