/**
 * `npm run new:operation -- <Vendor> <resource> <operation> [--paged|--bulk]`: an operation that works, with its
 * mock in the sandbox, its fault case, its schema and its documentation.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { actionNodes } from '../generate/nodes.mts';
import { loadSource, root } from '../generate/sources.mts';
import { conventionsOf } from './conventions.mts';
import { Files, runTool } from './files.mts';
import { capital, constantOf, requireName, title, words } from './names.mts';

export type Kind = 'single' | 'paged' | 'bulk';

export interface NewOperation {
	/** Folder of the vendor in `nodes/`. */
	folder: string;
	resource: string;
	operation: string;
	kind: Kind;
}

const METHODS: Record<Kind, string> = { single: 'POST', paged: 'GET', bulk: 'POST' };

/** The state of a vendor's mock: its type, and the module that has it. */
function stateOf(vendor: string): { type: string; module: string } {
	const index = readFileSync(path.join(root, `sandbox/${vendor}/index.mts`), 'utf8');
	const type = /satisfies Vendor<(\w+),/.exec(index)?.[1];
	if (!type)
		throw new Error(
			`sandbox/${vendor}/index.mts does not end in "satisfies Vendor<State, Settings>"`,
		);
	const module =
		new RegExp(`import [^;]*\\b${type}\\b[^;]* from '([^']+)'`).exec(index)?.[1] ?? './index.mts';
	return { type, module };
}

/** What the templates fill in. */
function namesOf({ folder, resource, operation, kind }: NewOperation) {
	const nodes = actionNodes(root, loadSource);
	const { node, vendor } = nodes.find((one) => one.folder === `nodes/${folder}`)!;
	const { name, displayName } = node.description;
	const { endpointBegin, ...conventions } = conventionsOf(name);
	const apiPath = `${conventions.path}/${resource}/${operation}`;
	const endpointName = `${resource}.${operation}`;
	const constant = constantOf(operation, resource);
	const isMany = operation === 'getAll';
	return {
		...conventions,
		vendor: name,
		displayName,
		resource,
		resourceWords: words(resource),
		resourceTitle: title(resource),
		operation,
		constant,
		isReserved: constant !== operation,
		words: words(operation),
		title: isMany ? 'Get Many' : title(operation),
		action: isMany
			? `Get many ${words(resource)}s`
			: capital(`${words(operation)} ${words(resource)}`),
		apiPath,
		state: stateOf(name),
		endpointName: `${conventions.endpointPrefix}${endpointName}`,
		endpointConstant: `${resource}${capital(operation)}`,
		endpointBegin: endpointBegin(
			endpointName,
			METHODS[kind],
			apiPath,
			kind === 'paged' ? '_state' : 'state',
		),
		asksFirst: vendor.service.token !== undefined,
	};
}

/** Names an endpoint, and what it receives, in the vendor's mock. */
function mount(files: Files, vendor: string, endpoint: string, kind: Kind): void {
	const index = `sandbox/${vendor}/index.mts`;
	const isMultiline = /\n\tendpoints: \[\n/.test(readFileSync(path.join(root, index), 'utf8'));
	const rows = `${endpoint}Rows`;
	const imported = kind === 'paged' ? endpoint : `${endpoint}, ${rows}`;
	const inserted = [
		{
			before: /^import [^;]* from '\.\//m,
			text: `import { ${imported} } from './${endpoint}.mts';\n`,
		},
		{
			before: /(?<=\n\tendpoints: \[)/,
			text: isMultiline ? `\n\t\t${endpoint},` : `${endpoint}, `,
		},
	];
	if (kind !== 'paged')
		inserted.push({ before: /(?<=\n\tcollections: \{)/, text: `\n\t\t${endpoint}: ${rows},` });
	files.insert(index, inserted);
}

/** Writes the files of an operation; what is made from them is left to `finish`. */
export async function writeOperation(files: Files, wanted: NewOperation): Promise<void> {
	const { folder, resource, operation, kind } = wanted;
	const names = namesOf(wanted);
	const { vendor, endpointConstant } = names;
	const write = async (file: string, template: string) =>
		await files.write(file, `operation/${template}.tpl`, names);
	const resourceFolder = `nodes/${folder}/operations/${resource}`;
	const description = `${resourceFolder}/resource.ts`;
	if (!existsSync(path.join(root, description))) await write(description, 'resource.ts');
	await write(`${resourceFolder}/${operation}.ts`, `${kind}.ts`);
	await write(`sandbox/${vendor}/${endpointConstant}.mts`, `${kind}.mock.mts`);
	mount(files, vendor, endpointConstant, kind);
	const name = `${vendor}/${resource}.${operation}`;
	await write(`test/faults/${name}.cases.mts`, `${kind}.cases.mts`);
	// What only reads takes no list.
	if (kind !== 'paged') await write(`test/lists/${name}.lists.mts`, `${kind}.lists.mts`);
}

/** Makes what is made from the files of an operation: registry, documentation, schema. */
export function finish({ folder, resource, operation }: NewOperation): void {
	runTool('index.mts');
	// In a process of its own, since this one has loaded the registry as it was.
	runTool('schema.mts', folder, resource, operation);
	runTool('index.mts');
}

/** Reads `<resource> <operation> [--paged|--bulk]`. */
export function readOperation(
	folder: string,
	positionals: string[],
	values: { paged?: boolean; bulk?: boolean },
): NewOperation {
	const camelCase = /^[a-z][A-Za-z0-9]*$/;
	const [resource, operation] = positionals;
	return {
		folder,
		resource: requireName(resource, 'resource', camelCase, 'customer'),
		operation: requireName(operation, 'operation', camelCase, 'getByTag'),
		kind: values.paged ? 'paged' : values.bulk ? 'bulk' : 'single',
	};
}

export const KINDS = { paged: { type: 'boolean' }, bulk: { type: 'boolean' } } as const;

export const NEXT = `
Everything passes as it is: npm test && npm run typecheck && npm run lint
What is yours to fill in is marked: grep -rn TODO credentials nodes sandbox test docs`;

if (import.meta.main) {
	const { values, positionals } = parseArgs({ allowPositionals: true, options: KINDS });
	const [folder, ...rest] = positionals;
	const known = actionNodes(root, loadSource).map((one) => path.basename(one.folder));
	if (folder === undefined || !known.includes(folder))
		throw new Error(`Give one of the vendors ${known.join(', ')}`);
	const wanted = readOperation(folder, rest, values);
	const files = new Files();
	await writeOperation(files, wanted);
	finish(wanted);
	console.log(`${['', ...files.written].join('\n  ')}\n${NEXT}`);
}
