import path from 'node:path';

import type { Operation, Resource } from '../../engine/operation';
import { type ActionNode, actionNodes, packNodes, titleOf } from '../../tools/generate/nodes.mts';

export const root = path.resolve(__dirname, '../..');

const load = (file: string) => require(path.join(root, file)) as Record<string, unknown>;

export const allNodes = packNodes(root, load);
export const nodes = actionNodes(root, load);

/** An operation with all that it belongs to. */
export interface OperationUnderTest extends ActionNode {
	/** Such as `WAI Contact: Create or Update`. */
	title: string;
	resource: Resource;
	operation: Operation;
}

/** Every operation of every node. */
export const operations: OperationUnderTest[] = nodes.flatMap((one) =>
	one.resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			...one,
			title: `${one.node.description.displayName} ${titleOf(resource, operation)}`,
			resource,
			operation,
		})),
	),
);
