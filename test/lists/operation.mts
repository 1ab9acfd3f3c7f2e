import lodash from 'lodash';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant, VendorName } from '../../sandbox/client.mts';
import type { NodeRun, NodeRunResult } from '../support/engine.mts';
import type { Column } from './cells.mts';
import type { Random } from './random.mts';

/** A request as the sandbox's ledger has it. */
export interface SentRequest {
	method: string;
	/** Whether it is no look-up. */
	isChange: boolean;
	/** Below the vendor's base URL, without the query, each part decoded. */
	parts: string[];
	/** Parsed; undefined where it is empty. */
	body: unknown;
}

/** What an operation makes of a spreadsheet. */
export interface ListPlan {
	/** Columns by the path of the parameter that each is mapped to, such as `options.correlationId`. */
	columns: Record<string, Column>;
	/** Columns that are fields of the item only, by their names. */
	fields?: Record<string, Column>;
	/** The other parameters. */
	parameters?: INodeParameters;
	/**
	 * The entries of a request that the vendor has taken, each with what it holds by the names of `columns` and `fields`;
	 * none of a request that only looks something up.
	 */
	sent?(request: SentRequest): object[];
	/** The same, by what the vendor's stand-in has made of the requests. */
	ledger?(tenant: SandboxTenant): Promise<object[]>;
	/** Whether a row that is accepted is to arrive there; always unless given. */
	isSent?(meant: Record<string, unknown>): boolean;
}

/** How one operation is tried: what is particular to it. */
export interface ListOperation {
	/** Settings of the vendor's stand-in for so many rows. */
	settings?(count: number): object;
	/** Rows a run, where it does not take a list. */
	maxRows?: number;
	/** Brings about what the rows need at the vendor. */
	plan(given: {
		tenant: SandboxTenant;
		count: number;
		random: Random;
		zone: string;
	}): ListPlan | Promise<ListPlan>;
}

/** A vendor's operations, by `resource.operation`. */
export interface ListVendor {
	/** The display name of its node. */
	title: string;
	platform: VendorName;
	settings?(count: number): object;
	run(
		tenant: SandboxTenant,
		parameters: INodeParameters,
		items: IDataObject[],
		more: Partial<NodeRun>,
	): Promise<NodeRunResult>;
	operations: Record<string, ListOperation>;
}

/** What stands at paths of an object, by the names of columns: `{ to: 'destination' }`. */
export const pick = (from: unknown, paths: Record<string, string>): object =>
	lodash.mapValues(paths, (path) => lodash.get(from, path) as unknown);

/** The name of the item's field that a column stands in. */
export const fieldOf = (column: string): string => lodash.snakeCase(column);
