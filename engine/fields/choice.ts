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
 * Reads each item the way that is chosen for it. The editor offers no expression for such a choice, but a workflow
 * may hold one, and items may then differ.
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
