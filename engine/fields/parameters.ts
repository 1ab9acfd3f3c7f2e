import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';

import { compile, type Mapping, NOT_PLAIN, reader, type PlainExpression } from './expression';

/** Reads one parameter for one item; the values are those of `getNodeParameter`. */
export type Field = (item: number) => unknown;

/** What a parameter is read for: the fields of an item, by its number; undefined where there is no such item. */
export type JsonOf = (item: number) => IDataObject | undefined;

/** What a parameter is read from: the part of n8n's execution context that this module needs. */
export type ParameterSource = Pick<
	IExecuteFunctions,
	'getNodeParameter' | 'getNode' | 'evaluateExpression'
>;

/**
 * A node's parameters, each parsed once for the whole run.
 *
 * Plain `$json` mappings are read from the item directly, everything else through
 * `getNodeParameter`, with the same result. `slowReads` counts the latter.
 */
export class Parameters {
	slowReads = 0;

	/**
	 * @param count number of items, 0 where it is not known before the end
	 * @param index of the input item for which to read what is the same for the whole run
	 */
	constructor(
		protected readonly source: ParameterSource,
		private readonly jsonOf: JsonOf,
		readonly count: number,
		protected readonly index = 0,
	) {}

	/** A parameter that is the same for the whole run, such as an operation or an option. */
	fixed<T>(name: string, fallback?: T): T {
		return this.source.getNodeParameter(name, this.index, fallback) as T;
	}

	/** The parameter as stored, expressions unevaluated; `fallback` where it is not set. */
	raw(name: string, fallback: unknown = ''): unknown {
		return this.source.getNodeParameter(name, this.index, fallback, { rawExpressions: true });
	}

	/** Whether the user left the parameter itself blank (an expression that yields nothing is not blank). */
	isBlank(name: string): boolean {
		const raw = this.raw(name);
		return raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
	}

	/**
	 * A reader for a parameter that may differ from item to item; `name` may be a path such as
	 * `personal.field[0].value`.
	 */
	field(name: string, fallback: unknown = ''): Field {
		const expression = this.compile(this.raw(name, fallback));
		if (!expression) return this.evaluated(name, fallback);
		if (expression.kind === 'fixed') return () => expression.value;
		const read = this.readerOf(expression);
		const { jsonOf } = this;
		const evaluate = this.evaluatedForItem(name, fallback);
		return (item) => {
			const value = read(jsonOf(item));
			return value === NOT_PLAIN ? evaluate(item) : value;
		};
	}

	/** Parses a parameter as it is stored; undefined where n8n's expression engine is needed. */
	protected compile(raw: unknown): PlainExpression | undefined {
		return compile(raw);
	}

	/** What applies a mapping to an item's fields; NOT_PLAIN where that is not certain to be right. */
	protected readerOf(mapping: Mapping): (json: unknown) => unknown {
		return reader(mapping);
	}

	/** Reads a parameter that only n8n's own evaluation can read. */
	protected evaluated(name: string, fallback: unknown): Field {
		return this.evaluatedForItem(name, fallback);
	}

	/** Reads a plain mapping of an item for which only n8n's own evaluation is certain to be right. */
	protected evaluatedForItem(name: string, fallback: unknown): Field {
		return (item) => {
			this.slowReads++;
			return this.source.getNodeParameter(name, item, fallback);
		};
	}

	/** A reader for text with `{{ … }}` in it that no parameter holds in this form. */
	expression(text: string): Field {
		return (item) => this.source.evaluateExpression(text, item);
	}

	/** A reader for a resource locator (From List, By ID): its value, whichever mode it is in. */
	locator(name: string): Field {
		const raw = this.raw(name);
		return this.field(typeof raw === 'object' && raw !== null ? `${name}.value` : name);
	}

	/**
	 * Readers for the rows of a fixed collection.
	 *
	 * @param name the collection and its group, such as `personal.field`
	 * @param columns the row's parameters, such as `['name', 'value']`
	 */
	rows<C extends string>(name: string, columns: readonly C[]): Array<Record<C, Field>> {
		const rows = this.raw(name, []);
		// A whole collection given as one expression has no rows before it is evaluated.
		if (!Array.isArray(rows)) return [];
		return rows.map((_, i) =>
			Object.fromEntries(columns.map((column) => [column, this.field(`${name}[${i}].${column}`)])),
		) as Array<Record<C, Field>>;
	}

	/** The item's own fields. */
	json(item: number): IDataObject {
		return this.jsonOf(item) ?? {};
	}

	/**
	 * The field of the item that a parameter is, such as `id` for `{{ $json.id }}`.
	 *
	 * @returns undefined where it is made of a field, or of a part of one: that field holds more than the parameter
	 */
	fieldOf(name: string): string | undefined {
		const expression = this.compile(this.raw(name));
		if (expression?.kind !== 'path') return undefined;
		const [field, ...rest] = expression.path;
		return typeof field === 'string' && rest.length === 0 ? field : undefined;
	}

	get node(): INode {
		return this.source.getNode();
	}
}
