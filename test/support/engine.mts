import './n8nEnvironment.mts';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Expression,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteData,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CredentialStore } from './credentialStore.mts';
import { nodeClasses } from './packClasses.mts';

type NodeSettings = Partial<
	Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries' | 'executeOnce'>
>;

/** A source whose output is the items given: stands before the node, as its input must come from a node. */
const source: INodeType = {
	description: {
		displayName: 'Source',
		name: 'source',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Source' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** One node on n8n's real engine. */
export interface NodeRun {
	/** Node type without the package's name, such as `wai`, or a node of the test's own. */
	type: string | INodeType;
	parameters: INodeParameters;
	items: IDataObject[] | INodeExecutionData[];
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	settings?: NodeSettings;
	timezone?: string;
	/** Called when the node starts; `cancel` ends the execution as the editor's stop button does. */
	onStart?: (cancel: () => void) => void;
}

/** On Error: Continue (using error output), for a run. */
export const onErrorOutput = {
	settings: { onError: 'continueErrorOutput' },
} satisfies Partial<NodeRun>;

/** On Error: Continue, for a run. */
export const onErrorContinue = {
	settings: { onError: 'continueRegularOutput' },
} satisfies Partial<NodeRun>;

/** What came of it. */
export interface NodeRunResult {
	/** Items of the regular output. */
	output: INodeExecutionData[];
	/** Items of the error output. */
	errors: INodeExecutionData[];
	/** What became of each item, on either output, in the order of the input. Throws where an item has none or several. */
	readonly byItem: INodeExecutionData[];
	/** The error that the node threw. */
	error?: {
		message: string;
		description?: string;
		httpCode?: string;
		context?: { itemIndex?: number };
	};
	hints: string[];
	run: IRun;
	credentialUpdates: number;
}

/**
 * Runs one node on n8n-core's WorkflowExecute, between a source of items and n8n's own handling of
 * outputs, failures and retries.
 */
export async function runNode(options: NodeRun): Promise<NodeRunResult> {
	const {
		parameters,
		items,
		credentials = {},
		settings = {},
		timezone = 'Europe/Stockholm',
	} = options;
	const nodeType = typeof options.type === 'string' ? nodeClasses[options.type]! : options.type;
	const type = nodeType.description.name;
	const byName = (name: string) => (name === type ? nodeType : source);
	const nodeTypes: INodeTypes = {
		getByName: byName,
		getByNameAndVersion: byName,
		getKnownTypes: () => ({}),
	};
	const details = Object.fromEntries(
		Object.keys(credentials).map((name) => [name, { id: '1', name }]),
	);
	const node = {
		id: '2',
		name: 'Node',
		type,
		typeVersion: 1,
		position: [1, 0],
		parameters,
		credentials: details,
		...settings,
	} as INode;
	const nodes: INode[] = [
		{ id: '1', name: 'Source', type: 'source', typeVersion: 1, position: [0, 0], parameters: {} },
		node,
	];
	const connections = { Source: { main: [[{ node: 'Node', type: 'main' as const, index: 0 }]] } };
	const workflowSettings = { executionOrder: 'v1' as const, timezone };
	const workflow = new Workflow({
		id: '1',
		nodes,
		connections,
		active: false,
		nodeTypes,
		settings: workflowSettings,
	});
	const base = {
		id: '1',
		name: 'Test',
		nodes,
		connections,
		settings: workflowSettings,
	} as unknown as IWorkflowBase;
	const store = new CredentialStore(credentials);
	const hooks = new ExecutionLifecycleHooks('manual', '1', base);
	const additionalData = {
		credentialsHelper: store,
		hooks,
		executionId: '1',
		restApiUrl: '',
		instanceBaseUrl: 'http://localhost/',
		webhookBaseUrl: 'http://localhost/webhook',
		webhookTestBaseUrl: 'http://localhost/webhook-test',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
		currentNodeExecutionIndex: 0,
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
	const input = items.map((item) =>
		'json' in item ? item : { json: item },
	) as INodeExecutionData[];
	const start: IExecuteData = { node: nodes[0]!, data: { main: [input] }, source: null };
	const execution = new WorkflowExecute(
		additionalData,
		'manual',
		createRunExecutionData({ executionData: { nodeExecutionStack: [start] } }),
	).processRunExecutionData(workflow);
	hooks.addHandler('nodeExecuteBefore', (name) => {
		if (name === 'Node') options.onStart?.(() => execution.cancel());
	});
	const run = await execution;
	const task = run.data.resultData.runData.Node?.[0];
	const [output, errors] = [task?.data?.main?.[0] ?? [], task?.data?.main?.[1] ?? []];
	return {
		output,
		errors,
		get byItem() {
			return outcomesByItem([...output, ...errors], items.length);
		},
		error: run.data.resultData.error as NodeRunResult['error'],
		hints: (task?.hints ?? []).map(({ message }) => message),
		run,
		credentialUpdates: store.updates,
	};
}

function outcomesByItem(outcomes: INodeExecutionData[], items: number): INodeExecutionData[] {
	const byItem = new Array<INodeExecutionData>(items);
	for (const outcome of outcomes) {
		const { pairedItem = [] } = outcome;
		// Several where they have become one item, such as a file.
		const pairs = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
		if (pairs.length === 0) throw new Error(`Not paired with any item: ${JSON.stringify(outcome)}`);
		for (const pair of pairs) {
			if (typeof pair !== 'object')
				throw new Error(`Not paired by an object: ${JSON.stringify(outcome)}`);
			if (byItem[pair.item]) throw new Error(`Item ${pair.item} has two outcomes`);
			byItem[pair.item] = outcome;
		}
	}
	for (let item = 0; item < items; item++)
		if (!byItem[item]) throw new Error(`Item ${item} has no outcome`);
	return byItem;
}

/** Starts n8n's default expression engine, which n8n-core alone does not. Returns how to end it. */
export async function useVmExpressions(): Promise<() => Promise<void>> {
	await Expression.initExpressionEngine({
		engine: 'vm',
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
		poolSize: 1,
		maxCodeCacheSize: 1024,
	} as Parameters<typeof Expression.initExpressionEngine>[0]);
	return async () => {
		await Expression.disposeExpressionEngine();
		Expression.setExpressionEngine('legacy');
	};
}
