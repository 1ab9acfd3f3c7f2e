/** An execution as n8n stores it, read into what tests and the demo ask of it. */
import { parse } from 'flatted';

export type ExecutionStatus =
	| 'new'
	| 'running'
	| 'waiting'
	| 'success'
	| 'error'
	| 'crashed'
	| 'canceled'
	| 'unknown';

/** Whether an execution is over, however it ended. One that waits is not. */
export function hasEnded({ status }: { status: ExecutionStatus }): boolean {
	return !['new', 'running', 'waiting'].includes(status);
}

export interface ExecutionItem {
	json: Record<string, unknown>;
	pairedItem?: unknown;
}

export interface ExecutionRun {
	id: string;
	status: ExecutionStatus;
	/** What went wrong, in the words the user reads, and at which item (from 0); undefined when nothing did. */
	failure?: { message: string; description?: string; node?: string; item?: number };
	/** Names of the nodes that ran. */
	nodes: string[];
	/**
	 * The items a node gave out on one of its outputs (0: the main one, 1: the error output). Empty when it did
	 * not run.
	 */
	items(node: string, output?: number): ExecutionItem[];
	/** How long the node took, in milliseconds, over all its runs. */
	duration(node: string): number;
	/** When the node's first run began, in milliseconds since 1970. */
	startedAt(node: string): number;
	/** The hints the node put on its output. */
	hints(node: string): string[];
	/** Everything n8n stored of the execution, as text: to search it. */
	text: string;
}

interface StoredExecution {
	id: string;
	status: ExecutionStatus;
	/** The run's data in the `flatted` format, which keeps repeated objects once. */
	data: string;
}

interface NodeRun {
	startTime: number;
	executionTime: number;
	hints?: Array<{ message: string }>;
	data?: { main?: Array<ExecutionItem[] | null> };
}

interface RunData {
	resultData: {
		runData: Record<string, NodeRun[]>;
		error?: {
			message: string;
			description?: string;
			node?: { name: string };
			context?: { itemIndex?: number };
		};
	};
}

/** Reads the answer of `GET /rest/executions/:id`. */
export function readExecution({ id, status, data }: StoredExecution): ExecutionRun {
	const { runData, error } = (parse(data) as RunData).resultData;
	const runsOf = (node: string) => runData[node] ?? [];
	return {
		id,
		status,
		failure: error && {
			message: error.message,
			description: error.description,
			node: error.node?.name,
			item: error.context?.itemIndex,
		},
		nodes: Object.keys(runData),
		items: (node, output = 0) => runsOf(node).flatMap((run) => run.data?.main?.[output] ?? []),
		duration: (node) => runsOf(node).reduce((sum, run) => sum + run.executionTime, 0),
		startedAt: (node) => runsOf(node)[0]?.startTime ?? Number.NaN,
		hints: (node) => runsOf(node).flatMap((run) => (run.hints ?? []).map(({ message }) => message)),
		text: data,
	};
}

/** Several executions as one: what each node gave out in all of them, and the first failure. */
export function together(runs: ExecutionRun[]): ExecutionRun {
	const [first] = runs;
	if (!first) throw new Error('There was no execution.');
	const failed = runs.find(({ status }) => status !== 'success') ?? first;
	return {
		id: first.id,
		status: failed.status,
		failure: failed.failure,
		nodes: [...new Set(runs.flatMap(({ nodes }) => nodes))],
		items: (node, output) => runs.flatMap((run) => run.items(node, output)),
		startedAt: (node) =>
			Math.min(...runs.map((run) => run.startedAt(node)).filter((at) => !Number.isNaN(at))),
		duration: (node) => runs.reduce((sum, run) => sum + run.duration(node), 0),
		hints: (node) => runs.flatMap((run) => run.hints(node)),
		text: runs.map(({ text }) => text).join('\n'),
	};
}
