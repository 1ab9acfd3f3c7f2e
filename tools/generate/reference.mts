/**
 * `docs/reference/<node>.md`: what a node can do, with every parameter; and the list of operations in
 * `docs/<vendor>.md`.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Resource } from '../../engine/operation';
import type { GeneratedFile, Generator } from './generator.mts';
import {
	type ActionNode,
	actionNodes,
	anchorOf,
	guideOf,
	packNodes,
	type PackNode,
	REFERENCE,
	referencePageOf,
	schemaPath,
	titleOf,
} from './nodes.mts';
import { parameterTable, tableRow } from './parameterTable.mts';
import { loadSource, root } from './sources.mts';

export const NOTICE = '<!-- Made by `npm run generate`. -->';

function referenceOf(one: PackNode, action: ActionNode | undefined): GeneratedFile {
	const { displayName, description } = one.node.description;
	const guide = path.basename(guideOf(root, one));
	const parts = [
		NOTICE,
		`# ${displayName}: reference`,
		`${description}. How to use it: [${guide}](../${guide}).`,
		...(action ? operationsOf(action) : [parameterTable(one.node.description.properties)]),
	];
	return { path: `${REFERENCE}/${referencePageOf(one)}`, content: `${parts.join('\n\n')}\n` };
}

function operationsOf(action: ActionNode): string[] {
	const { properties } = action.node.description;
	const ofAll = properties.filter(
		({ name, displayOptions }) =>
			!['resource', 'operation', 'options'].includes(name) && !displayOptions?.show?.operation,
	);
	const options = properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
	return [
		'What happens to an item that fails: [Delivery](../delivery.md). How values are read: [Values](../values.md).',
		...(ofAll.length > 0 ? ['## For all operations', parameterTable(ofAll)] : []),
		...action.resources.flatMap((resource) => [
			`## ${resource.name}`,
			...resource.operations.flatMap((operation) => operationPart(action, resource, operation)),
		]),
		'## Options',
		parameterTable(options, properties),
	];
}

function operationPart(action: ActionNode, resource: Resource, operation: Operation): string[] {
	const { properties, description } = operation;
	return [
		`### ${titleOf(resource, operation)}`,
		`${description}. ${deliveryOf(operation)}`,
		...(properties.length > 0 ? [parameterTable(properties)] : []),
		'Output:',
		`\`\`\`json\n${outputOf(action, operation)}\n\`\`\``,
	];
}

function deliveryOf({ batching: { maxEntries }, idempotent }: Operation): string {
	const many =
		maxEntries < Number.MAX_SAFE_INTEGER
			? `Up to ${maxEntries.toLocaleString('en-US')} items`
			: 'All items';
	const sharing = maxEntries === 1 ? 'One request for each item' : `${many} share a request`;
	return idempotent
		? `${sharing}. Safe to send twice: a request whose outcome is unknown is retried.`
		: `${sharing}. What may have arrived is reported as unknown, and resent only with ` +
				'*Resend When Outcome Is Unknown*.';
}

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** An example of the output, made of its schema: types in the place of values. */
function outputOf({ folder }: ActionNode, operation: Operation): string {
	const file = path.join(root, schemaPath(folder, operation));
	if (!existsSync(file)) return `(no schema yet: npm run schema)`;
	const valueOf = ({ type, properties, items }: Schema): unknown => {
		if (properties)
			return Object.fromEntries(
				Object.entries(properties).map(([name, one]) => [name, valueOf(one)]),
			);
		if (items) return [valueOf(items)];
		return [type].flat().join(' or ');
	};
	return JSON.stringify(valueOf(JSON.parse(readFileSync(file, 'utf8')) as Schema), undefined, 2);
}

const BEGIN = '<!-- operations: made by `npm run generate` -->';
const END = '<!-- /operations -->';

/** The vendor's own page, with its list of operations brought up to date. */
function withOperations(action: ActionNode): GeneratedFile {
	const guide = guideOf(root, action);
	const content = readFileSync(path.join(root, guide), 'utf8');
	const [begin, end] = [content.indexOf(BEGIN), content.indexOf(END)];
	if (begin < 0 || end < begin)
		throw new Error(
			`${guide} needs the lines "${BEGIN}" and "${END}" where its operations are to stand`,
		);
	const rows = action.resources.flatMap((resource) =>
		resource.operations.map((operation) => {
			const title = titleOf(resource, operation);
			return tableRow([
				`[${title}](reference/${referencePageOf(action)}#${anchorOf(title)})`,
				operation.description,
			]);
		}),
	);
	const table = ['| Operation | |', '| --- | --- |', ...rows].join('\n');
	return {
		path: guide,
		content: `${content.slice(0, begin)}${BEGIN}\n\n${table}\n\n${content.slice(end)}`,
	};
}

export const reference: Generator = {
	name: 'reference pages',
	folder: REFERENCE,
	files() {
		const actions = actionNodes(root, loadSource);
		const pages = packNodes(root, loadSource).map((one) =>
			referenceOf(
				one,
				actions.find(({ file }) => file === one.file),
			),
		);
		return [...pages, ...actions.map(withOperations)];
	},
};
