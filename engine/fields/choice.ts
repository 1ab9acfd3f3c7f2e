import type { INodeProperties } from 'n8n-workflow';

import { itemError, quoted } from './itemError';
import type { Parameters } from './parameters';

/** Makes what an item sends from one of the ways to give it. */
export type Way<T> = (parameters: Parameters) => (item: number) => T;

/** A parameter by which the user chooses one of several ways. */
export interface Choice {
	/** The parameter's name, and its name as the user sees it. */
	name: string;
	title: string;
	/** What is chosen unless the user says otherwise. */
	fallback: string;
}

/**
 * Checks the parameters that take no expression: what is none of their choices would be taken for one.
 *
 * An expression that a workflow holds there all the same arrives as its text, unless an AI agent fills it in
 * (n8n 6.9).
 *
 * @throws ItemError naming the first that holds something else
 */
export function checkChoices(properties: INodeProperties[], parameters: Parameters): void {
	for (const property of properties) {
		const { name, displayName, noDataExpression, options = [], default: fallback } = property;
		const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
		if (!noDataExpression || values.length === 0) continue;
		const chosen = parameters.fixed<unknown>(name, fallback);
		const wrong = (Array.isArray(chosen) ? chosen : [chosen]).find(
			(one) => !values.includes(one as string),
		);
		if (wrong === undefined) continue;
		throw itemError(
			`"${displayName}" takes no expression, and holds ${quoted(wrong)}`,
			`Choose one of: ${values.join(', ')}. For items of several kinds, use a Switch node and a node for each kind`,
		);
	}
}

/**
 * Reads each item the way that is chosen for it: the same for all items, unless an AI agent fills it in (see
 * `checkChoices`).
 */
export function choiceReader<T>(
	parameters: Parameters,
	{ name, title, fallback }: Choice,
	ways: Record<string, Way<T> | undefined>,
): (item: number) => T {
	const wayOf = parameters.field(name, fallback);
	const readers = new Map<unknown, (item: number) => T>();
	return (item) => {
		const way = wayOf(item);
		const known = readers.get(way);
		if (known) return known(item);
		const make = typeof way === 'string' && Object.hasOwn(ways, way) ? ways[way] : undefined;
		if (!make) {
			const values = Object.keys(ways).sort().join(', ');
			throw itemError(`"${title}" has an unknown value: ${quoted(way)}`, `Use one of: ${values}`);
		}
		const read = make(parameters);
		readers.set(way, read);
		return read(item);
	};
}
