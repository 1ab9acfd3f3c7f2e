/** Parameters of a node as a table in Markdown. */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

const TYPES: Partial<Record<INodeProperties['type'], string>> = {
	string: 'text',
	boolean: 'yes or no',
	dateTime: 'date',
	json: 'JSON',
	options: 'choice',
	multiOptions: 'choices',
	resourceLocator: 'from a list, or by ID',
	fixedCollection: 'rows',
	collection: 'fields',
};

/** A row of the table, above which others may stand. */
interface Row {
	property: INodeProperties;
	/** Such as `Metrics › Name`. */
	title: string;
}

/** @param all where the names of what a parameter depends on are found */
export function parameterTable(
	properties: INodeProperties[],
	all: INodeProperties[] = properties,
): string {
	const rows = properties
		.filter(({ type }) => type !== 'notice')
		.flatMap((property) => rowsOf(property));
	const lines = rows.map(({ property, title }) =>
		tableRow([title, typeOf(property), defaultOf(property), textOf(property, all)]),
	);
	return [
		tableRow(['Parameter', 'Type', 'Default', '']),
		'| --- | --- | --- | --- |',
		...lines,
	].join('\n');
}

export const tableRow = (cells: string[]) => `| ${cells.map(inCell).join(' | ')} |`;

/** As one line, with nothing in it that would end the cell or become a tag. */
const inCell = (text: string) =>
	text
		.replaceAll('|', '\\|')
		.replaceAll('<', '&lt;')
		.replaceAll(/\s*\n\s*/g, ' ');

function rowsOf(property: INodeProperties, above = ''): Row[] {
	const title = `${above}${property.displayName}`;
	const inner = (property.options ?? []).flatMap((option) => {
		if ('values' in option) return (option as INodePropertyCollection).values;
		return 'displayName' in option ? [option as INodeProperties] : [];
	});
	return [{ property, title }, ...inner.flatMap((one) => rowsOf(one, `${title} › `))];
}

function typeOf({ type, required, noDataExpression, typeOptions = {} }: INodeProperties): string {
	const { minValue: min, maxValue: max } = typeOptions;
	const range =
		max !== undefined ? `, ${min ?? 0} to ${max}` : min !== undefined ? `, at least ${min}` : '';
	const isFixed = noDataExpression && type !== 'collection' && type !== 'fixedCollection';
	return `${TYPES[type] ?? type}${range}${required ? ', required' : ''}${isFixed ? ', no expression' : ''}`;
}

function defaultOf({ type, default: value, options = [] }: INodeProperties): string {
	if (type === 'collection' || type === 'fixedCollection' || type === 'resourceLocator') return '';
	if (type === 'boolean' || type === 'options' || type === 'multiOptions') {
		return [value]
			.flat()
			.map((one) => valueName(one, options as INodePropertyOptions[]))
			.join(', ');
	}
	const text = String(value).replaceAll(/\s+/g, ' ');
	return text === '' ? '' : `\`${text}\``;
}

function textOf(property: INodeProperties, all: INodeProperties[]): string {
	const { description = '', type, options = [] } = property;
	const isChoice = type === 'options' || type === 'multiOptions';
	const choices = isChoice
		? (options as INodePropertyOptions[]).map(
				({ name, description: text }) => `*${name}*${text ? ` (${text})` : ''}`,
			)
		: [];
	return [
		sentence(description),
		choices.length > 0 && `${choices.join(', ')}.`,
		shownWhen(property, all),
	]
		.filter(Boolean)
		.join(' ');
}

const sentence = (text: string) => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

function valueName(value: unknown, options: INodePropertyOptions[]): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	return options.find((one) => one.value === value)?.name ?? String(value);
}

/** On what it depends whether n8n shows the parameter, in words. */
function shownWhen(
	{ displayOptions: { show = {}, hide = {} } = {} }: INodeProperties,
	all: INodeProperties[],
): string {
	const words = (rules: typeof show, isHidden: boolean) =>
		Object.entries(rules).map(([key, values = []]) => {
			const name = key.replace(/^\//, '');
			const controlling = all.filter((one) => one.name === name);
			const options = controlling.flatMap((one) => (one.options ?? []) as INodePropertyOptions[]);
			const called = values.map((value) => valueName(value, options));
			return `*${controlling[0]?.displayName ?? name}*${isHidden ? ' not' : ''} ${[...new Set(called)].join(' or ')}`;
		});
	const conditions = [...words(show, false), ...words(hide, true)];
	return conditions.length > 0 ? `Only with ${conditions.join(' and ')}.` : '';
}
