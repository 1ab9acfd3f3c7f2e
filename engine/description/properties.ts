import {
	updateDisplayOptions,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { inputProperties } from './fileProperties';
import { type Resource, takesFile } from '../operation';
import { runOptions, type RunOptions } from './runOptions';
import { visible } from './visibility';

/** What a node says of its parameters beside its registry. */
export interface NodeOptions extends RunOptions {
	/**
	 * Value of the resource that is chosen until the user chooses another; never to be changed, see
	 * `defaultOperation`.
	 */
	defaultResource: string;
}

/** The Resource and Operation dropdowns, all parameters, and the options of a node, made from its registry. */
export function nodeProperties(resources: Resource[], options: NodeOptions): INodeProperties[] {
	const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => a.name.localeCompare(b.name);
	const resource: INodeProperties = {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
		default: options.defaultResource,
	};
	const operations = resources.map(
		({ value, operations, defaultOperation }): INodeProperties => ({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [value] } },
			options: operations
				.map(({ name, value, description, action }) => ({ name, value, description, action }))
				.sort(byName),
			default: defaultOperation,
		}),
	);
	const parameters = resources.flatMap(({ operations }) =>
		operations.flatMap(({ resource, value, properties }) =>
			updateDisplayOptions({ show: { resource: [resource], operation: [value] } }, properties),
		),
	);
	const input = inputProperties.flatMap((property) => visible(resources, property, takesFile));
	return [resource, ...operations, ...input, ...parameters, runOptions(resources, options)];
}
