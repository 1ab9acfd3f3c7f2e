/** What n8n's REST API takes and tells: workflows, credentials, and what the editor asks for. */

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export interface NodeParameters {
	[name: string]: unknown;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: NodeParameters;
	credentials?: Record<string, { id: string | null; name: string }>;
	onError?: string;
	disabled?: boolean;
	webhookId?: string;
}

export interface WorkflowDocument {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
	[other: string]: unknown;
}

export interface StoredWorkflow extends WorkflowDocument {
	id: string;
	versionId: string;
	active: boolean;
	isArchived?: boolean;
}

export interface CredentialReference {
	id: string;
	name: string;
	type: string;
}

/** How the end of an execution is waited for. */
export interface Waiting {
	deadlineInMs?: number;
	/** How often to ask, in milliseconds: each time costs n8n some work. */
	everyMs?: number;
}

/** What the editor sends along when a node's dropdown opens. */
export interface DropdownRequest {
	/** Full type name, e.g. `n8n-nodes-customer-activation.wai`. */
	nodeType: string;
	/** Parameter path, e.g. `parameters.campaign`. */
	path: string;
	/** Name of the node's `listSearch` method. */
	methodName: string;
	parameters: NodeParameters;
	credentials: Record<string, { id: string; name: string }>;
	filter?: string;
}
