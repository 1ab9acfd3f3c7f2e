/** Everything n8n has written of a run: its whole database and every file beside it, searched for secrets. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Names of the tables in which one of the secrets can be read in plain text. */
export function tablesWith(databaseFile: string, secrets: string[]): string[] {
	const database = new DatabaseSync(databaseFile, { readOnly: true });
	try {
		const tables = database
			.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
			.all() as Array<{ name: string }>;
		return tables
			.map(({ name }) => name)
			.filter((name) => {
				// Row by row: an execution with 10,000 items is a row of many megabytes.
				for (const row of database.prepare(`SELECT * FROM "${name}"`).iterate()) {
					const text = Object.values(row).map((value) =>
						value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
					);
					if (secrets.some((secret) => text.some((value) => value.includes(secret)))) return true;
				}
				return false;
			});
	} finally {
		database.close();
	}
}

/** Files below n8n's folder in which one of the secrets stands; installed packages and the database are left out. */
export async function filesWith(userFolder: string, secrets: string[]): Promise<string[]> {
	const entries = await readdir(userFolder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter(
			(entry) =>
				entry.isFile() &&
				!entry.parentPath.includes('node_modules') &&
				!entry.name.startsWith('database.sqlite'),
		)
		.map((entry) => join(entry.parentPath, entry.name));
	const found: string[] = [];
	for (const file of files) {
		const content = await readFile(file, 'latin1');
		if (secrets.some((secret) => content.includes(secret))) found.push(relative(userFolder, file));
	}
	return found;
}
