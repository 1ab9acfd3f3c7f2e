import { type IDisplayOptions, type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import type { Operation, Resource } from '../operation';

/**
 * When a property is shown that belongs to some of a node's operations.
 *
 * @returns one display option for each property that is needed; `undefined` stands for "always", none for "never"
 */
export function shownFor(
	resources: Resource[],
	belongs: (operation: Operation) => boolean,
): Array<IDisplayOptions | undefined> {
	const all = resources.flatMap(({ operations }) => operations);
	const chosen = all.filter(belongs);
	if (chosen.length === 0) return [];
	if (chosen.length === all.length) return [undefined];
	const valuesOf = (name: 'resource' | 'value') => [
		...new Set(chosen.map((operation) => operation[name])),
	];
	for (const [name, path] of [
		['resource', '/resource'],
		['value', '/operation'],
	] as const) {
		const values = valuesOf(name);
		if (all.every((operation) => values.includes(operation[name]) === chosen.includes(operation))) {
			return [{ show: { [path]: values } }];
		}
	}
	return valuesOf('resource').map((resource) => ({
		show: {
			'/resource': [resource],
			'/operation': chosen.filter((one) => one.resource === resource).map(({ value }) => value),
		},
	}));
}

/** The property, shown for the operations that it belongs to, and by its own display options. */
export function visible(
	resources: Resource[],
	property: INodeProperties,
	belongs: (operation: Operation) => boolean,
): INodeProperties[] {
	return shownFor(resources, belongs).flatMap((shown) =>
		shown ? updateDisplayOptions(shown, [property]) : [property],
	);
}
