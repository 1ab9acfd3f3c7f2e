import { isObject } from '../../engine/fields/json';

/** The part of JSON Schema (draft 7) that n8n's previews use. */
export interface Schema {
	type?: string | string[];
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	additionalProperties?: boolean;
	version?: number;
}

/**
 * The schema of an output item, and what is within it, with nothing in it but what is named there. Objects of which
 * nothing is named, such as a vendor's own answer, may hold anything; the item itself may not.
 */
export function closed(item: Schema): Schema {
	return { additionalProperties: false, ...closedWithin(item) };
}

function closedWithin({ properties, items, ...rest }: Schema): Schema {
	return {
		...(properties && { additionalProperties: false }),
		...rest,
		...(properties && { properties: mapValues(properties, closedWithin) }),
		...(items && { items: closedWithin(items) }),
	};
}

const mapValues = <T, R>(object: Record<string, T>, map: (value: T) => R): Record<string, R> =>
	Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));

/** Where a schema promises what none of the values has, or says nothing of a type. */
export function untrue(schema: Schema, values: unknown[], at = 'item'): string[] {
	const types = [schema.type ?? []].flat();
	if (types.length === 0) return [`${at} has no type`];
	if (values.length === 0) return [`${at} is never given out`];
	const objects = values.filter(isObject) as Array<Record<string, unknown>>;
	const inner = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
		const found = objects
			.filter((object) => Object.hasOwn(object, name))
			.map((object) => object[name]);
		return untrue(property, found, `${at}.${name}`);
	});
	const elements = values.filter(Array.isArray).flat();
	const listed =
		schema.items && elements.length > 0 ? untrue(schema.items, elements, `${at}[]`) : [];
	return [...inner, ...listed];
}

/** A schema that all the values are true to; what the known one says beside that stays, where it can. */
export function schemaOf(values: unknown[], known: Schema = {}): Schema {
	const types = [...new Set([...[known.type ?? []].flat(), ...values.map(typeOf)])];
	const type = types.length === 1 ? types[0] : types;
	// What the known schema leaves open, such as a vendor's own answer, is meant to be open.
	const isOpen = [known.type].flat().some((one) => one === 'object') && !known.properties;
	if (isOpen) return { ...known, type };
	const objects = values.filter(isObject) as Array<Record<string, unknown>>;
	const names = new Set(objects.flatMap(Object.keys));
	const inOrder = [...new Set([...Object.keys(known.properties ?? {}), ...names])].filter((name) =>
		names.has(name),
	);
	const properties = inOrder.map((name) => {
		const found = objects
			.filter((object) => Object.hasOwn(object, name))
			.map((object) => object[name]);
		return [name, schemaOf(found, known.properties?.[name])] as const;
	});
	const elements = values.filter(Array.isArray).flat();
	const items = elements.length > 0 ? schemaOf(elements, known.items) : known.items;
	return {
		type,
		...(objects.length > 0 && { properties: Object.fromEntries(properties) }),
		...(items && { items }),
	};
}

const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
