/**
 * `npm run new:vendor -- <Name> [<resource> <operation> [--paged|--bulk]]`: a vendor that works, with a node,
 * credential, icons, mock in the sandbox, tests and documentation, and one operation to begin with.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { loadSource, root } from '../generate/sources.mts';
import { Files } from './files.mts';
import { capital, requireName, small, title } from './names.mts';
import { finish, KINDS, NEXT, readOperation, writeOperation } from './operation.mts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: KINDS });
const [given, ...rest] = positionals;
const folder = requireName(given, 'vendor', /^[A-Z][A-Za-z0-9]*$/, 'Acme');
if (existsSync(path.join(root, 'nodes', folder)))
	throw new Error(`nodes/${folder} is there already`);
const operation = readOperation(folder, rest.length > 0 ? rest : ['record', 'create'], values);

const vendor = small(folder);
const { name: packageName } = loadSource('package.json') as { name: string };
const names = {
	folder,
	vendor,
	packageName,
	title: title(vendor),
	initial: capital(vendor).charAt(0),
	credential: `${vendor}Api`,
	resource: operation.resource,
};

const files = new Files();
const write = async (file: string, template: string) =>
	await files.write(file, `vendor/${template}.tpl`, names);
await write(`credentials/${folder}Api.credentials.ts`, 'credential.ts');
await write(`icons/${vendor}.svg`, 'icon.svg');
await write(`icons/${vendor}.dark.svg`, 'icon.dark.svg');
await write(`nodes/${folder}/api.ts`, 'api.ts');
await write(`nodes/${folder}/${folder}.node.ts`, 'node.ts');
await write(`nodes/${folder}/${folder}.node.json`, 'node.json');
await write(`nodes/${folder}/operations/index.ts`, 'operations.ts');
await write(`sandbox/${vendor}/settings.mts`, 'settings.mts');
await write(`sandbox/${vendor}/index.mts`, 'mock.mts');
await write(`sandbox/${vendor}/page.js`, 'page.js');
await write(`test/faults/${vendor}.cases.mts`, 'cases.mts');
await write(`test/lists/${vendor}.lists.mts`, 'lists.mts');
await write(`docs/${vendor}.md`, 'docs.md');
await writeOperation(files, operation);
finish(operation);
console.log(`${['', ...files.written].join('\n  ')}\n${NEXT}`);
