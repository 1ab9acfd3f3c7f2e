import path from 'node:path';

import { format, resolveConfig } from 'prettier';

import { root } from './sources.mts';

/** Formats generated source as the formatter of the repository would. */
export async function formatted(file: string, content: string): Promise<string> {
	const filepath = path.join(root, file);
	return await format(content, { ...(await resolveConfig(filepath)), filepath });
}
