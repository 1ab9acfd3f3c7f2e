/** The example workflows: how each is run, and what must be in the vendors' ledger afterwards. One entry a workflow. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import lodash from 'lodash';
import type { N8nClient, WorkflowDocument } from '../test/n8n/client.mts';
import type { ExecutionRun } from '../test/n8n/execution.mts';
import { repositoryRoot } from '../test/n8n/repository.mts';
import type { RequestRecord } from '../sandbox/shared/requests.mts';
import { customerListJourney } from './customerList.mts';
import { lateDeliveryJourney } from './lateDelivery.mts';
import { loyaltySignupJourney } from './loyaltySignup.mts';
import { millionCustomersJourney } from './millionCustomers.mts';
import { registrationJourney } from './registration.mts';
import type { SandboxTenant } from '../sandbox/client.mts';
import { subscriptionReminderJourney } from './subscriptionReminder.mts';
import { askJourney, reminderJourney, routerJourney } from './wavy.mts';

/** Where a journey is run. */
export interface Ground {
	/** Folder that n8n may read files from. */
	filesFolder: string;
}

/** What a journey is checked against. */
export interface Evidence {
	/** All its executions as one. */
	run: ExecutionRun;
	tenant: SandboxTenant;
	/** The requests that the sandbox received during the run. */
	requests: RequestRecord[];
}

/** What a journey has at hand while it is played. */
export interface Scene {
	client: N8nClient;
	tenant: SandboxTenant;
	/** Presses Execute Workflow, and waits for the end. */
	execute(): Promise<ExecutionRun>;
	/** Waits for what the vendor tells the workflow's trigger, see `PublishedTrigger`. */
	called(items: number): Promise<ExecutionRun[]>;
}

/**
 * While a journey whose workflow has a vendor's trigger is played and verified, that vendor calls it
 * (callbacks.mts).
 */
export interface Journey {
	/** Name of the workflow, as in its file. */
	name: string;
	/** Its file in this folder. */
	file: string;
	/** The trigger a click on Execute Workflow starts from. */
	trigger: string;
	/** Its nodes of this pack, in the order they run. */
	nodes: string[];
	/** Puts in place what the workflow reads, and makes the workflow point there. */
	prepare?(document: WorkflowDocument, ground: Ground): Promise<WorkflowDocument>;
	/**
	 * What happens, where that is more than a click on Execute Workflow: people answer, time passes at a vendor.
	 * @returns all executions of the workflow that are to be verified, oldest first
	 */
	play?(scene: Scene): Promise<ExecutionRun[]>;
	/** How far a run is, in words, for the sign of life. */
	progress?(tenant: SandboxTenant): Promise<string>;
	/** Throws, in plain words, when the run or the ledger is not what it must be. */
	verify(evidence: Evidence): Promise<void>;
}

export const journeys: Journey[] = [
	registrationJourney,
	customerListJourney,
	millionCustomersJourney,
	reminderJourney,
	routerJourney,
	askJourney,
	lateDeliveryJourney,
	subscriptionReminderJourney,
	loyaltySignupJourney,
];

/**
 * What one run came to. Entries are counted at the nodes of this pack: an item that passes two of them counts
 * twice.
 */
export interface Figures {
	name: string;
	items: number;
	requests: number;
	accepted: number;
	rejected: number;
	seconds: number;
}

/** The workflow's file, ready to be imported on this ground. */
export async function journeyDocument(journey: Journey, ground: Ground): Promise<WorkflowDocument> {
	const document = JSON.parse(
		await readFile(join(repositoryRoot(), 'workflows', journey.file), 'utf8'),
	) as WorkflowDocument;
	return journey.prepare ? await journey.prepare(document, ground) : document;
}

/** Counts what a run came to. Calls for an access token are not counted as requests. */
export function figuresOf(journey: Journey, { run, requests }: Evidence, seconds: number): Figures {
	const outputs = journey.nodes.flatMap((node) => [...run.items(node, 0), ...run.items(node, 1)]);
	const counts = outputs.map(({ json }) => countsOf(json));
	const items = lodash.sumBy(counts, 'items');
	const accepted = lodash.sumBy(counts, 'accepted');
	return {
		name: journey.name,
		items,
		requests: requests.filter(({ endpoint }) => !endpoint.endsWith('.token')).length,
		accepted,
		rejected: items - accepted,
		seconds,
	};
}

/** What an output item stands for: itself, or the rows of a file that it sums up. */
function countsOf(json: Record<string, unknown>): { items: number; accepted: number } {
	const { rows, accepted } = (json.details ?? json) as Record<string, unknown>;
	if (typeof rows === 'number') return { items: rows, accepted: accepted as number };
	return { items: 1, accepted: json.accepted === true || json.replied === true ? 1 : 0 };
}
