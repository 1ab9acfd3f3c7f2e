import { createRunExecutionData, WorkflowExpression } from 'n8n-workflow';

import { ItemError, itemError } from './fields/itemError';

/** What n8n-workflow brings by which a promise of the pack can be kept; on an older n8n it is undefined. */
interface Host {
	createRunExecutionData?: typeof createRunExecutionData;
	WorkflowExpression?: unknown;
}

const UPDATE = 'Update n8n to 2.20.12 or newer. Until then, nothing is sent and nothing is taken';

/**
 * Why the pack cannot keep its promises on this n8n; undefined where it can. Told by what n8n has, not by its version,
 * which a node does not learn.
 */
export function hostFault(host: Host): ItemError | undefined {
	const { createRunExecutionData: makeData } = host;
	// With this token n8n checks every call that wakes a waiting execution (n8n 6.7).
	const checksResumes = typeof makeData === 'function' && 'resumeToken' in makeData({});
	if (!checksResumes) {
		return itemError(
			'This n8n is too old for this node: it would let anybody answer in place of the customer',
			UPDATE,
		);
	}
	// That callbacks are answered when their execution is stored shows in nothing that a node sees: it came with n8n
	// 2.8, and this class after it.
	if (host.WorkflowExpression === undefined) {
		return itemError(
			'This n8n is too old for this node: it answers callbacks before it has stored them',
			UPDATE,
		);
	}
	return undefined;
}

const fault = hostFault({ createRunExecutionData, WorkflowExpression });

/** Why nothing may run on this n8n; undefined where all may. */
export const unsupportedHost = (): ItemError | undefined => fault;
