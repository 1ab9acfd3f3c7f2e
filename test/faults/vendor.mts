import type fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { NodeRun, NodeRunResult } from '../support/engine.mts';
import type { SandboxTenant, VendorName } from '../../sandbox/client.mts';
import type { Claim } from './balance.mts';

/** A way in which a call goes wrong: an action of the sandbox's fault rules. */
export type Action = string | { type: string; [setting: string]: unknown };

/** A response as the vendor would give it; the body is sent as JSON unless it is a text. */
export interface VendorResponse {
	status: number;
	body: object | string;
}

/** A case after its run. */
export interface Finished {
	claims: Claim[];
	/** What the claims stand in: output items by the index of their input. */
	outcomes: INodeExecutionData[];
	items: IDataObject[];
	tenant: SandboxTenant;
}

/** A run without trouble, and what it comes to. */
export interface Example {
	name: string;
	/** In the place of the case's own. */
	parameters?: INodeParameters;
	items: IDataObject[];
	/** What is expected of the output items, in their order. */
	output?: object[];
	/** The `error` of those on the error output. */
	errors?: string[];
	/** What is expected of a collection's rows, such as `wavy/messages`. */
	rows?: Record<string, object[]>;
	/** How many requests an endpoint is to have had, such as `wavy.message.send`. */
	requests?: Record<string, number>;
}

/** An operation under faults: its parameters, its items, and what must hold afterwards. */
export interface FaultCase {
	name: string;
	/** Whether each item takes a request of its own, whatever the batch size. */
	single?: boolean;
	/** How many items the operation takes a run, where it does not take a list. */
	maxItems?: number;
	/** Whether it puts out what it was asked for, rather than that something was accepted. */
	reads?: boolean;
	/**
	 * Whether something is asked for before an item is sent, such as a token or an id: that may fail, and then
	 * nothing was sent.
	 */
	asksFirst?: boolean;
	/** @param options of the schedule */
	parameters(options: INodeParameters, tenant: SandboxTenant): INodeParameters;
	/** Valid values of parameters that the case does not use, for `test/conformance`, which tries them one by one. */
	further?: INodeParameters;
	/** The item of that index, of so many. Where the ledger has a place for it, it holds `nameOf(i)`. */
	item(i: number, count: number): IDataObject;
	/**
	 * Brings about what the items need at the vendor before there is trouble.
	 *
	 * @returns the items, completed by what only the vendor can tell, such as ids that it has given
	 */
	prepare?(items: IDataObject[], tenant: SandboxTenant): Promise<IDataObject[]>;
	/** Runs without trouble, for `test/conformance`. */
	examples?: Example[];
	/** @throws Error where the node has said of an item what is not so */
	check(finished: Finished): Promise<void>;
}

/** A vendor under faults: what can go wrong only there, and its operations. */
export interface FaultVendor {
	title: string;
	/** Its stand-in in the sandbox, and the part of a tenant's settings. */
	platform: VendorName;
	/** Runs its node on n8n's engine. */
	run(
		tenant: SandboxTenant,
		parameters: INodeParameters,
		items: IDataObject[],
		more: Partial<NodeRun>,
	): Promise<NodeRunResult>;
	/** How it says no in words of its own: the responses, for words such as a marker. */
	rejections(words: string): VendorResponse[];
	/** Ways to say "too many requests" beside 429. */
	limits?: Action[];
	/** Other ways to go wrong beside those that every vendor has. */
	actions: Action[];
	/** Endpoints that meet an action, where not all of them do. */
	endpointsOf?(action: Action): string[] | undefined;
	/** Settings of its stand-in, such as limits lower than documented. */
	settings: fc.Arbitrary<object>;
	/** The same for a large run. */
	settingsAtSize: object;
	/** Settings that the items of a run need. */
	settingsFor?(count: number): object;
	/** What the vendor must have before the items of a run come. */
	prepare?(tenant: SandboxTenant, count: number): Promise<void>;
	/** How long, in milliseconds, schedules are begun for one of its cases in a run of all tests. */
	budgetMs: number;
	cases: FaultCase[];
}
