/** Writes what a scaffold makes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import lodash from 'lodash';

import { formatted } from '../generate/format.mts';
import { root } from '../generate/sources.mts';

/** Files that a scaffold has written or changed, from the root. */
export class Files {
	readonly written: string[] = [];

	/** Writes a file from a template; throws Error where it is there already. */
	async write(file: string, template: string, names: Record<string, unknown>): Promise<void> {
		if (existsSync(path.join(root, file))) throw new Error(`${file} is there already`);
		const source = readFileSync(path.join(import.meta.dirname, 'templates', template), 'utf8');
		// Without lodash's own reading of ${…}, which is JavaScript's here.
		const content = lodash.template(source, { interpolate: /<%=([\s\S]+?)%>/g })(names);
		this.put(file, /\.m?ts$/.test(file) ? await formatted(file, content) : content);
	}

	/** Puts a line into a file, once each, in front of the first match. */
	insert(file: string, insertions: Array<{ before: RegExp; text: string }>): void {
		let content = readFileSync(path.join(root, file), 'utf8');
		for (const { before, text } of insertions) {
			const at = content.search(before);
			if (at < 0)
				throw new Error(`${file} has no ${String(before)}, before which "${text}" is to stand`);
			content = `${content.slice(0, at)}${text}${content.slice(at)}`;
		}
		this.put(file, content);
	}

	private put(file: string, content: string): void {
		const target = path.join(root, file);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, content);
		this.written.push(file);
	}
}

/** Runs a script of `tools/generate`; throws Error where it fails. */
export function runTool(script: string, ...options: string[]): void {
	const file = path.join(root, 'tools/generate', script);
	const { status } = spawnSync(process.execPath, [file, ...options], {
		cwd: root,
		stdio: 'inherit',
	});
	if (status !== 0) throw new Error(`${script} failed`);
}
