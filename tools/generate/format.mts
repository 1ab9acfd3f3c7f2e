import path from 'node:path';

import { format } from 'prettier';

/** n8n's own style for its nodes. */
const STYLE = {
	useTabs: true,
	tabWidth: 2,
	printWidth: 100,
	singleQuote: true,
	trailingComma: 'all',
} as const;

/** Formats generated source as the formatter of the repository would. */
export async function formatted(file: string, content: string): Promise<string> {
	return await format(content, { ...STYLE, filepath: path.basename(file) });
}
