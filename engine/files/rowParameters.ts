import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import type { Mapping, PlainExpression } from '../fields/expression';
import { type ItemError, itemError } from '../fields/itemError';
import { type Field, type JsonOf, Parameters, type ParameterSource } from '../fields/parameters';
import type { Operation } from '../operation';
import { compileForRow, rowReader } from './rowExpression';

const HINT =
	'Use a fixed value, or a column of the file such as {{ $json.email }}. Compute other values in a column of the ' +
	'file, or set Input to Items and read the file before this node';

/** Whether n8n has something to evaluate in a parameter's text. */
const isExpression = (raw: unknown): raw is string =>
	typeof raw === 'string' && raw.startsWith('=') && raw.includes('{{');

/**
 * A node's parameters for the rows of a file. n8n's expression engine knows the input item and none of the rows, and
 * is far too slow for them: plain paths are read here, and nothing else is taken.
 */
export class RowParameters extends Parameters {
	private constructor(
		source: ParameterSource,
		jsonOf: JsonOf,
		private readonly titles: ReadonlyMap<string, string>,
		index: number,
	) {
		super(source, jsonOf, 0, index);
	}

	/**
	 * @param index of the input item that carries the file
	 * @throws ItemError naming the first parameter of the operation that rows cannot be read for
	 */
	static of(
		source: ParameterSource,
		jsonOf: JsonOf,
		operation: Operation,
		index: number,
	): RowParameters {
		const { properties, options = [] } = operation;
		const all = [
			...properties.map((property) => ({ property, path: property.name })),
			...options.map((property) => ({ property, path: `options.${property.name}` })),
		];
		const titles = new Map(all.map(({ property, path }) => [path, property.displayName]));
		const parameters = new RowParameters(source, jsonOf, titles, index);
		for (const { property, path } of all) {
			for (const { title, raw } of expressionsIn(property, parameters.raw(path))) {
				if (!compileForRow(raw)) throw notForRows(title);
			}
		}
		return parameters;
	}

	override expression(text: string): Field {
		throw notForRows(text);
	}

	protected override compile(raw: unknown): PlainExpression | undefined {
		return compileForRow(raw);
	}

	protected override readerOf(mapping: Mapping): (json: unknown) => unknown {
		return rowReader(mapping);
	}

	/** What holds no expression is the same for all rows. */
	protected override evaluated(name: string, fallback: unknown): Field {
		if (isExpression(this.raw(name, fallback))) throw notForRows(this.titleOf(name));
		const value = this.fixed(name, fallback);
		return () => value;
	}

	protected override evaluatedForItem(name: string): Field {
		return () => {
			throw itemError(
				`"${this.titleOf(name)}" cannot be read from this row`,
				'Name a column, or a path within an NDJSON row that leads to a value',
			);
		};
	}

	private titleOf(name: string): string {
		const path = name.startsWith('options.')
			? name.split('.').slice(0, 2).join('.')
			: name.split(/[.[]/)[0]!;
		return this.titles.get(path) ?? name;
	}
}

function notForRows(title: string): ItemError {
	return itemError(`"${title}" has an expression that cannot be read for each row of a file`, HINT);
}

/** An expression that a parameter holds. */
interface Found {
	/** Such as `Personal Fields › Value`. */
	title: string;
	raw: string;
}

/** The expressions in a parameter as it is stored, wherever they stand. */
function* expressionsIn(property: INodeProperties, raw: unknown, above = ''): Generator<Found> {
	const { type, options = [] } = property;
	const title = `${above}${property.displayName}`;
	if (isExpression(raw)) {
		yield { title, raw };
	} else if (typeof raw === 'object' && raw !== null) {
		const inner = Object.entries(raw as Record<string, unknown>);
		if (type !== 'fixedCollection' && type !== 'collection') {
			for (const [, value] of inner) yield* expressionsIn(property, value, above);
			return;
		}
		for (const [name, value] of inner) {
			const option = options.find((one) => 'name' in one && one.name === name);
			if (option && 'values' in option) yield* expressionsInGroup(option, value, `${title} › `);
			else if (option && 'displayName' in option)
				yield* expressionsIn(option as INodeProperties, value, `${title} › `);
		}
	}
}

function* expressionsInGroup(
	{ values }: INodePropertyCollection,
	raw: unknown,
	above: string,
): Generator<Found> {
	for (const row of [raw].flat() as Array<Record<string, unknown> | undefined>) {
		for (const property of values) yield* expressionsIn(property, row?.[property.name], above);
	}
}
