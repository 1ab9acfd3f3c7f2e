import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import lodash from 'lodash';

import { root } from './pack.mts';

/** What a credential, too, needs of the engine's transport. */
const TRANSPORT = 'transport/(baseUrl|cause|networkErrors|origin|plainRequest|token)$';

/** Who may import what, by folder; of several that fit, the longest counts. */
const BORDERS: Record<string, { why: string; may: RegExp }> = {
	nodes: {
		why: 'a node is written with the contract, the field readers, the descriptions and the webhooks only',
		may: new RegExp(
			`^(nodes/|engine/((concurrencyLimit|host|lookup|operation|path|vendor|single|run)$|` +
				`(fields|description|webhooks)/|${TRANSPORT}))`,
		),
	},
	credentials: {
		why: 'a credential needs an address, a token and its secret only',
		may: new RegExp(`^(nodes/|engine/(fields/|webhooks/secretCredential$|${TRANSPORT}))`),
	},
	engine: { why: 'the engine knows no vendor', may: /^engine\// },
	'engine/fields': {
		why: 'reading a field is done without the machinery',
		may: /^engine\/(path$|fields\/)/,
	},
	'engine/description': {
		why: 'describing a node is done without the machinery',
		may: /^engine\/(operation$|(fields|description)\/)/,
	},
	'engine/batching': {
		why: 'batches are made before they are sent',
		may: /^engine\/(operation$|batching\/)/,
	},
	sandbox: {
		why: 'the sandbox stands for the vendors, and shares no code with what it is to try',
		may: /^sandbox\//,
	},
	tools: { why: 'what is run is not made of tests', may: /^(?!test\/)/ },
};

const SHIPPED = /^(nodes|credentials|engine)\//;
const PACKAGES = new Set(['n8n-workflow', 'zod', 'luxon', 'lodash', 'crypto']);

/** Bundled by the build in the place of the module that imports them (docs/decisions/csv-parser.md). */
const BUNDLED: Record<string, string[]> = { 'engine/files/libraries.ts': ['fflate', 'papaparse'] };

const files = globSync('{nodes,credentials,engine,sandbox,tools}/**/*.{ts,mts}', {
	cwd: root,
}).sort();

/** What a file imports: files by their path from the root without ending, packages by name. */
function importsOf(file: string): { files: string[]; packages: string[] } {
	const source = readFileSync(path.join(root, file), 'utf8');
	const found = source.matchAll(
		/^(?:import|export)\b[^'"`;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
	);
	const names = Array.from(found, ([, from, bare, dynamic]) => (from ?? bare ?? dynamic)!);
	const [local, packages] = lodash.partition(names, (name) => name.startsWith('.'));
	return {
		files: local.map((name) => path.join(path.dirname(file), name).replace(/\.m?ts$/, '')),
		packages: packages.map((name) => name.split('/', 1)[0]!),
	};
}

it.each(Object.entries(BORDERS))('%s keeps to its border', (folder, { why, may }) => {
	const isIn = (file: string, other: string) => file.startsWith(`${other}/`);
	const inner = Object.keys(BORDERS).filter((other) => isIn(other, folder));
	const own = files.filter(
		(file) => isIn(file, folder) && !inner.some((other) => isIn(file, other)),
	);
	expect(own).not.toEqual([]);
	const crossings = own.flatMap((file) =>
		importsOf(file)
			.files.filter((one) => !may.test(one))
			.map((one) => `${file} imports ${one}: ${why}`),
	);
	expect(crossings).toEqual([]);
});

it('shipped code imports only packages that n8n brings', () => {
	const crossings = files
		.filter((file) => SHIPPED.test(file))
		.flatMap((file) =>
			importsOf(file)
				.packages.filter((one) => !PACKAGES.has(one) && !BUNDLED[file]?.includes(one))
				.map((one) => `${file} imports ${one}`),
		);
	expect(crossings).toEqual([]);
});
