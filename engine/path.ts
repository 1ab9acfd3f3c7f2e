import { itemError, quoted } from './fields/itemError';

/** A value in a path or a query. */
type Value = string | number;

/** What is dropped, or not seen, around dots. */
const AROUND = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;

/**
 * Whether an id would lead to another address: one of dots alone, also where what is around them is dropped on the way,
 * and one that has such a part between slashes, since some servers decode those before they look where a path leads.
 */
export function isDotted(id: string): boolean {
	return id.split(/[/\\]/).some((part) => /^\.+$/.test(part.replace(AROUND, '')));
}

/**
 * Where a request goes below a base URL, percent-encoded. Made by `path` only, so that nothing that an item or a vendor
 * says can stand in an address as it is.
 */
export class Path {
	/** Hidden from other code, by which no object but one made here is a Path. */
	readonly #text: string;

	private constructor(text: string) {
		this.#text = text;
	}

	/** See `path`. */
	static of(literals: readonly string[], values: ReadonlyArray<Value | Path>): Path {
		let text = literals[0]!;
		for (const [i, value] of values.entries()) {
			text += value instanceof Path ? value.#text : encoded(value, text.includes('?'));
			text += literals[i + 1]!;
		}
		return new Path(text);
	}

	/** The path with a part behind it: one value, encoded. */
	below(...parts: Value[]): Path {
		return parts.reduce<Path>((above, part) => path`${above}/${part}`, this);
	}

	/** The path with a query; what is undefined is left out. A name may stand in it several times. */
	withQuery(query: Iterable<readonly [string, Value | boolean | undefined]>): Path {
		const pairs = [...query].filter(([, value]) => value !== undefined);
		const text = pairs
			.map((pair) => pair.map((one) => encodeURIComponent(String(one))).join('='))
			.join('&');
		if (text === '') return this;
		return new Path(`${this.#text}${this.#text.includes('?') ? '&' : '?'}${text}`);
	}

	toString(): string {
		return this.#text;
	}
}

/**
 * Makes a path: `` path`/wallet/${walletId}/accounts` ``. Each value becomes one part of the path, or one value of the
 * query, whatever it holds; a Path is inserted as it is.
 *
 * @throws ItemError for a value that would lead to another address; see `isDotted`
 */
export function path(literals: TemplateStringsArray, ...values: Array<Value | Path>): Path {
	return Path.of(literals, values);
}

function encoded(value: Value, isInQuery: boolean): string {
	const text = String(value);
	if (!isInQuery && (text === '' || isDotted(text))) {
		throw itemError(
			`The ID ${quoted(text)} cannot be used in an address`,
			'Give one that consists of more than dots; it may have come from an answer of the vendor',
		);
	}
	return encodeURIComponent(text);
}
