import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { type Operation, type Resource, takesFile } from './operation';
import { runFiles } from './lists/runFiles';
import { runItems } from './lists/runItems';
import type { Vendor } from './vendor';

/**
 * Runs a node: sends its input items, or the rows of the files that they carry.
 *
 * @returns one output item for each input item (several for lists), in input order; for files, one that sums up each
 * @throws NodeApiError or NodeOperationError at the first failure where On Error is Stop
 */
export async function run(
	this: IExecuteFunctions,
	vendor: Vendor,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(this, resources);
	const isFile = takesFile(operation) && this.getNodeParameter('input', 0, 'items') === 'file';
	return [await (isFile ? runFiles : runItems)(this, vendor, operation)];
}

function chosenOperation(context: IExecuteFunctions, resources: Resource[]): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const value = context.getNodeParameter('operation', 0);
	const operation = resources
		.find((r) => r.value === resource)
		?.operations.find((o) => o.value === value);
	if (operation) return operation;
	const message = `There is no operation "${String(value)}" for "${String(resource)}"`;
	throw new NodeOperationError(context.getNode(), message, {
		description: 'Choose the resource and the operation from their lists',
	});
}
