import {
	NodeHelpers,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyMode,
	type NodeParameterValueType,
} from 'n8n-workflow';
import lodash from 'lodash';

import { runOptions } from '../../engine/description/runOptions';
import { inputProperties } from '../../engine/description/fileProperties';
import type { Operation, Resource } from '../../engine/operation';
import type { OperationUnderTest } from './pack.mts';
import { nodeOf, withDefaults } from './sample.mts';

/** A parameter that takes an expression, wherever it stands. */
export interface Parameter {
	/** As the user sees it, such as `Metrics › Name`. */
	title: string;
	/** Such as `metrics.metric[0].name`. */
	path: string;
	property: INodeProperties;
}

/** Parameters of the sample in which the parameter is shown; undefined where nothing makes n8n show it. */
export type Shown = { parameter: Parameter; parameters: INodeParameters | undefined };

/** An operation that has every option of the engine. */
const ANY = { idempotent: false, batching: { maxEntries: 2 } } as unknown as Operation;

/** What the user sets for the run as a whole, such as the number of requests at a time: the same in all nodes. */
const RUN_OPTIONS = new Set(
	(
		runOptions([{ operations: [ANY] } as Resource], { requestsPerSecond: true })
			.options as INodeProperties[]
	).map(({ name }) => name),
);

/** What the user sets for a file as a whole. */
const INPUT = new Set(inputProperties.map(({ name }) => name));

/** Every parameter of an operation that takes an expression, with the sample changed so that n8n shows it. */
export function parametersOf(under: OperationUnderTest, sample: INodeParameters): Shown[] {
	const { description } = under.node;
	const { resource, value: operation } = under.operation;
	const of = { resource, operation } as Record<string, string>;
	// What is shown for other operations only is none of this one.
	const isOwn = ({ displayOptions: { show = {}, hide = {} } = {} }: INodeProperties) =>
		Object.entries(of).every(([name, value]) => {
			const [shown, hidden] = [show, hide].map((rules) => rules[name] ?? rules[`/${name}`]);
			return (shown?.includes(value) ?? true) && !hidden?.includes(value);
		});
	return description.properties
		.filter((property) => isOwn(property) && !INPUT.has(property.name))
		.flatMap((property) => parametersIn(property))
		.filter(
			({ property, path }) =>
				isOwn(property) && !(path.startsWith('options.') && RUN_OPTIONS.has(property.name)),
		)
		.map((parameter) => ({ parameter, parameters: shown(under, sample, parameter) }));
}

/** The parameter itself, or those within it. */
function parametersIn(property: INodeProperties): Parameter[] {
	const { displayName, name, type, noDataExpression, displayOptions } = property;
	// What is within another is shown when that is.
	const within = (title: string, path: string, inner: INodeProperties): Parameter => ({
		title: `${displayName} › ${title}`,
		path,
		property: { ...inner, displayOptions: lodash.merge({}, displayOptions, inner.displayOptions) },
	});
	if (type === 'collection') {
		return (property.options as INodeProperties[])
			.filter((inner) => !inner.noDataExpression)
			.map((inner) => within(inner.displayName, `${name}.${inner.name}`, inner));
	}
	if (type === 'fixedCollection') {
		const row = property.typeOptions?.multipleValues ? '[0]' : '';
		return (property.options as INodePropertyCollection[]).flatMap((group) =>
			group.values
				.filter((inner) => !inner.noDataExpression)
				.map((inner) =>
					within(inner.displayName, `${name}.${group.name}${row}.${inner.name}`, inner),
				),
		);
	}
	if (noDataExpression || type === 'notice' || type === 'hidden') return [];
	return [{ title: displayName, path: name, property }];
}

/** Chooses values of the parameters that the display of this one depends on. */
function shown(
	under: OperationUnderTest,
	sample: INodeParameters,
	{ property }: Parameter,
	depth = 0,
): INodeParameters | undefined {
	const { description } = under.node;
	const isShown = (parameters: INodeParameters, one: INodeProperties) =>
		NodeHelpers.displayParameter(
			withDefaults(under, parameters),
			one,
			nodeOf(under, parameters),
			description,
		);
	if (isShown(sample, property)) return sample;
	if (depth > 5) return undefined;
	const { show = {}, hide = {} } = property.displayOptions ?? {};
	let changed = { ...sample };
	for (const [key, wanted = []] of Object.entries(show)) {
		const name = key.replace(/^\//, '');
		if (name === 'resource' || name === 'operation') continue;
		const now = withDefaults(under, changed)[name];
		if (!wanted.includes(now as never)) changed[name] = wanted[0] as NodeParameterValueType;
		changed = controlling(under, changed, name, depth) ?? changed;
	}
	for (const [key, unwanted = []] of Object.entries(hide)) {
		const name = key.replace(/^\//, '');
		const { options = [] } = description.properties.find((one) => one.name === name) ?? {};
		const values = options.map((option) => ('value' in option ? option.value : undefined));
		const other = values.find((value) => value !== undefined && !unwanted.includes(value));
		if (other !== undefined && unwanted.includes(withDefaults(under, changed)[name] as never))
			changed[name] = other;
	}
	return isShown(changed, property) ? changed : undefined;
}

/** A parameter counts only where it is shown itself. */
function controlling(
	under: OperationUnderTest,
	sample: INodeParameters,
	name: string,
	depth: number,
): INodeParameters | undefined {
	const property = under.node.description.properties.find((one) => one.name === name);
	return property && shown(under, sample, { title: name, path: name, property }, depth + 1);
}

/** The parameters with this one given by an expression. */
export function withExpression(
	under: OperationUnderTest,
	parameters: INodeParameters,
	{ path, property }: Parameter,
	expression: string,
): INodeParameters {
	const changed = lodash.cloneDeep(parameters);
	if (property.type === 'resourceLocator') {
		const mode = property.modes!.find(({ type }: INodePropertyMode) => type === 'string')!.name;
		return { ...changed, [path]: { __rl: true, mode, value: expression } };
	}
	// What is shown as soon as this one is an expression, and may not be blank.
	for (const one of under.node.description.properties) {
		if (one.required && !changed[one.name] && one.default === '') changed[one.name] = 'some';
	}
	const row = /^(.*)\.(\w+)\[0\]\./.exec(path);
	if (row) fillRow(under, changed, row[1]!, row[2]!);
	return lodash.set(changed, path, expression);
}

/** A row that holds something in every column: what the sample says, or any text. */
function fillRow(
	{ node }: OperationUnderTest,
	parameters: INodeParameters,
	name: string,
	group: string,
): void {
	const { options } = node.description.properties.find((one) => one.name === name)!;
	const { values } = (options as INodePropertyCollection[]).find((one) => one.name === group)!;
	const given = (lodash.get(parameters, `${name}.${group}[0]`) ?? {}) as INodeParameters;
	const row = Object.fromEntries(
		values.map((one) => [one.name, given[one.name] ?? (one.default || 'some')]),
	);
	lodash.set(parameters, `${name}.${group}[0]`, row);
}

/** Pairs of values, of which one at least is to make a difference. */
export function candidates(
	{ property, path }: Parameter,
	parameters: INodeParameters,
	item: IDataObject,
): unknown[][] {
	const known =
		evaluated(lodash.get(parameters, path) as unknown, item) ?? evaluated(property.default, item);
	const values =
		property.options?.map((option) => ('value' in option ? option.value : undefined)) ?? [];
	switch (property.type) {
		case 'options':
			return values.flatMap((one, i) => values.slice(i + 1).map((other) => [one, other]));
		case 'multiOptions':
			return values.slice(1).map((other) => [[values[0]], [other]]);
		case 'boolean':
			return [[true, false]];
		case 'number':
			return [[Number(known ?? 1), Number(known ?? 1) + 1]];
		case 'dateTime':
			return [
				[daysFromNow(400), daysFromNow(401)],
				[daysFromNow(-400), daysFromNow(-401)],
			];
		case 'json':
			return [jsonPair(typeof known === 'string' ? known : JSON.stringify(known))];
		default:
			return [
				...(known === undefined ? [] : [[known, `${String(known)}x`]]),
				['alpha', 'beta'],
				['41', '42'],
				// Where fields of the item are named.
				[Object.keys(item).at(-1), 'alpha'],
			];
	}
}

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** The value of a parameter for an item; undefined where it is blank, or neither fixed nor a mapped field. */
function evaluated(value: unknown, item: IDataObject): unknown {
	if (value === '') return undefined;
	if (typeof value !== 'string' || !value.startsWith('=')) return value;
	const name = /^=\{\{ \$json\.(\w+) \}\}$/.exec(value)?.[1];
	return name === undefined ? undefined : item[name];
}

/** The JSON, and the same with another text, number or object in it. */
function jsonPair(text: string): [string, string] {
	const changed = text.replace(
		/(:\s*)(?:"[^"]*"|-?\d+(?:\.\d+)?)|\{\s*\}/,
		(found, colon?: string) =>
			colon === undefined
				? '{ "other": "other" }'
				: `${colon}${found.endsWith('"') ? '"other"' : '77'}`,
	);
	return [text, changed];
}
