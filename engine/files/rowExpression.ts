import {
	compile,
	type Mapping,
	NOT_PLAIN,
	type PlainExpression,
	type Segment,
	segmentsIn,
} from '../fields/expression';

/**
 * Mappings of a row's fields. A row is not evaluated by n8n, which has its own reading of some names (`expression.ts`):
 * here a name is that of a column, whatever it is, such as `at` or `length`.
 */

/** Parses a parameter as it is stored; undefined for an expression that is no plain path. */
export function compileForRow(raw: unknown): PlainExpression | undefined {
	return compile(raw, segmentsIn);
}

/** One step of a path: what the row has itself. */
function ownMember(value: unknown, segment: Segment): unknown {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object') return NOT_PLAIN;
	return Object.hasOwn(value, segment) ? (value as Record<Segment, unknown>)[segment] : undefined;
}

/** What reads a mapping from a row; it answers NOT_PLAIN where a path leads into a text or a number. */
export function rowReader(mapping: Mapping): (json: unknown) => unknown {
	if (mapping.kind === 'text') return (json) => textOf(mapping.parts, json);
	const { path } = mapping;
	return (json) => path.reduce(ownMember, json);
}

function textOf(parts: Array<string | Segment[]>, json: unknown): unknown {
	let text = '';
	for (const part of parts) {
		const value = typeof part === 'string' ? part : part.reduce(ownMember, json);
		if (value === NOT_PLAIN || (typeof value === 'object' && value !== null)) return NOT_PLAIN;
		// As n8n does, which leaves out what is missing.
		text += String(value ?? '');
	}
	return text;
}
