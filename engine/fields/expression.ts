import { isSafeObjectProperty } from 'n8n-workflow';

/**
 * Reading a mapped field without the expression engine.
 *
 * A plain mapping such as `={{ $json.path }}` is parsed once and read from the item, a hundred times faster
 * (n8n 6.9; docs/decisions/direct-field-reading.md). Everything that is not provably the same as n8n's own result is
 * left to n8n: `compile` returns `undefined`, or the reader `NOT_PLAIN`.
 */

/** What a reader answers when only n8n's own evaluation is certain to be right for this item. */
export const NOT_PLAIN = Symbol('not plain');

/** A step of a path: the name of a field, or an index. */
export type Segment = string | number;

/** A parsed parameter value: a fixed one, one `$json` path, or text with `$json` paths in it. */
export type PlainExpression = { kind: 'fixed'; value: unknown } | Mapping;

/** What is to be applied to each item. */
export type Mapping =
	| { kind: 'path'; path: Segment[] }
	| { kind: 'text'; parts: Array<string | Segment[]> };

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/u;

/** What no quoted name may hold: escapes, and line ends, U+2028 and U+2029 among them. */
const ENDS = '\\\\\\n\\r\\u2028\\u2029';

const PATH = new RegExp(
	`^\\s*\\$json((?:\\s*\\??\\.\\s*${IDENTIFIER.source}|` +
		`(?:\\?\\.)?\\[\\s*(?:\\d+|'[^'${ENDS}]*'|"[^"${ENDS}]*")\\s*\\])*)\\s*$`,
	'u',
);
const SEGMENT = new RegExp(
	`\\??\\.\\s*(${IDENTIFIER.source})|\\[\\s*(?:(\\d+)|'([^']*)'|"([^"]*)")\\s*\\]`,
	'gu',
);

/** Inherited names answer with functions, and n8n guards some of them: both are n8n's to decide. */
const inherited = new Set([
	...Object.getOwnPropertyNames(Object.prototype),
	...Object.getOwnPropertyNames(Array.prototype),
	...Object.getOwnPropertyNames(String.prototype),
	'prototype',
]);

/** Names that n8n gives a meaning of their own, or rejects in some forms of a path. */
const reserved = new Set(['$', 'globalThis', '__sanitize', '___n8n_data']);

/** Parts of names that some version of n8n rejects wherever they stand. */
const GUARDED_TEXT =
	/__proto__|prototype|constructor|mainModule|binding|_load|dlopen|execve|loadEnvFile/;

/** n8n rejects expressions that name what could break out of its sandbox, by a list of its own. */
const isGuarded = (code: string): boolean =>
	GUARDED_TEXT.test(code) ||
	(code.match(/\w+/g)?.some((word) => !isSafeObjectProperty(word)) ?? false);

/** The steps of a `$json` path as they are written; undefined for what is none. */
export function segmentsIn(code: string): Segment[] | undefined {
	const match = PATH.exec(code);
	if (!match) return undefined;
	const path: Segment[] = [];
	for (const [, name, index, single, double] of (match[1] ?? '').matchAll(SEGMENT)) {
		if (index !== undefined) {
			// A leading zero is an octal literal to JavaScript.
			if (index.length > 9 || (index.length > 1 && index.startsWith('0'))) return undefined;
			path.push(Number(index));
			continue;
		}
		path.push(name ?? single ?? double ?? '');
	}
	return path;
}

/** A path that means to n8n what it seems to. */
function certainPath(code: string): Segment[] | undefined {
	const path = isGuarded(code) ? undefined : segmentsIn(code);
	const isUncertain = (segment: Segment) =>
		typeof segment === 'string' && (inherited.has(segment) || reserved.has(segment));
	return path?.some(isUncertain) ? undefined : path;
}

/**
 * Parses a parameter as it is stored, before any evaluation.
 *
 * @param raw what `getNodeParameter(name, i, fallback, { rawExpressions: true })` returns
 * @param pathOf what reads the text within braces; answers undefined for what is no path
 * @returns the parsed form, or undefined where n8n's expression engine is needed
 */
export function compile(raw: unknown, pathOf = certainPath): PlainExpression | undefined {
	if (typeof raw !== 'string') {
		return typeof raw === 'object' && raw !== null ? undefined : { kind: 'fixed', value: raw };
	}
	if (!raw.startsWith('=')) return { kind: 'fixed', value: raw };
	const pieces = raw.slice(1).split(/\{\{(.*?)\}\}/su);
	// Text outside the braces may hold escaped braces, which n8n reads in its own way.
	if (pieces.some((piece, i) => i % 2 === 0 && /\{\{|\}\}|\\/.test(piece))) return undefined;
	if (pieces.length === 1) return undefined;
	const parts: Array<string | Segment[]> = [];
	for (const [i, piece] of pieces.entries()) {
		const part = i % 2 === 0 ? piece : pathOf(piece);
		if (part === undefined) return undefined;
		if (part !== '') parts.push(part);
	}
	const [only] = parts;
	if (parts.length === 1 && typeof only === 'object') return { kind: 'path', path: only };
	return { kind: 'text', parts };
}

// Read once: these stand in the innermost loop.
const { getPrototypeOf, is, keys, prototype: objectPrototype } = Object;

function isPlainObject(value: object): boolean {
	return getPrototypeOf(value) === objectPrototype;
}

/** Plain JSON all the way down: what survives n8n's trip into the isolate and back unchanged. */
function isPlainJson(value: unknown, depth = 0): boolean {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
	if (typeof value === 'number') return Number.isFinite(value) && !is(value, -0);
	if (typeof value !== 'object' || depth > 100) return false;
	if (Array.isArray(value)) {
		// Holes count as length but not as keys.
		return keys(value).length === value.length && value.every((v) => isPlainJson(v, depth + 1));
	}
	return (
		isPlainObject(value) &&
		Object.entries(value).every(([name, v]) => !inherited.has(name) && isPlainJson(v, depth + 1))
	);
}

/** One step of a path. */
function member(value: unknown, segment: Segment): unknown {
	// n8n swallows the TypeError of a path that leads through a missing value.
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object') return NOT_PLAIN;
	if (!isPlainObject(value) && !(Array.isArray(value) && typeof segment === 'number'))
		return NOT_PLAIN;
	// What plain objects and arrays inherit has names that are not parsed in the first place.
	return (value as Record<Segment, unknown>)[segment];
}

const follow = (json: unknown, path: Segment[]): unknown => path.reduce(member, json);

const ifPlain = (value: unknown): unknown =>
	typeof value === 'string' || value === undefined || isPlainJson(value) ? value : NOT_PLAIN;

/**
 * What reads a mapping from an item.
 *
 * @returns takes the item's `json`, and answers with what n8n's own evaluation would return, or NOT_PLAIN
 * where that is not certain
 */
export function reader(mapping: Mapping): (json: unknown) => unknown {
	if (mapping.kind === 'text') return (json) => textOf(mapping.parts, json);
	const { path } = mapping;
	const [name] = path;
	// A field at the top is by far the most frequent.
	if (name !== undefined && path.length === 1) return (json) => ifPlain(member(json, name));
	return (json) => ifPlain(follow(json, path));
}

function textOf(parts: Array<string | Segment[]>, json: unknown): unknown {
	let text = '';
	for (const part of parts) {
		const value = typeof part === 'string' ? part : follow(json, part);
		if (typeof value === 'object' && value !== null) return NOT_PLAIN;
		if (value !== undefined && !isPlainJson(value)) return NOT_PLAIN;
		// n8n joins the pieces of a text and leaves out what is missing.
		text += value ?? '';
	}
	return text;
}
