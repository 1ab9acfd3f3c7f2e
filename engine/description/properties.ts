import {
	updateDisplayOptions,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import type { Resource } from '../operation';
import { runOptions, type RunOptions } from './runOptions';

/** The Resource and Operation dropdowns, all parameters, and the options of a node, made from its registry. */
export function nodeProperties(resources: Resource[], options: RunOptions = {}): INodeProperties[] {
	const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => a.name.localeCompare(b.name);
	const resource: INodeProperties = {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
		default: resources[0]?.value ?? '',
	};
	const operations = resources.map(
		({ value, operations }): INodeProperties => ({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [value] } },
			options: operations
				.map(({ name, value, description, action }) => ({ name, value, description, action }))
				.sort(byName),
			default: operations[0]?.value ?? '',
		}),
	);
	const parameters = resources.flatMap(({ operations }) =>
		operations.flatMap(({ resource, value, properties }) =>
			updateDisplayOptions({ show: { resource: [resource], operation: [value] } }, properties),
		),
	);
	return [resource, ...operations, ...parameters, runOptions(resources, options)];
}
