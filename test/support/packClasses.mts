/** The classes of the pack's nodes and credentials, made from their files. */
import { globSync } from 'node:fs';
import path from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';

const root = path.resolve(__dirname, '../..');
const load = (file: string) => require(path.join(root, file)) as Record<string, new () => never>;
const instances = <T extends object>(pattern: string): T[] =>
	globSync(pattern, { cwd: root }).map(
		(file) => new (load(file)[path.basename(file).split('.')[0]!]!)() as T,
	);

/** By the name of the type, without the package's name. */
export const nodeClasses = Object.fromEntries(
	instances<INodeType>('nodes/*/*.node.ts').map((node) => [node.description.name, node]),
);

export const credentialClasses = Object.fromEntries(
	instances<ICredentialType>('credentials/*.credentials.ts').map((type) => [type.name, type]),
);
