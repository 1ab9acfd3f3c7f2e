import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { ItemError } from './fields/itemError';
import type { Parameters } from './fields/parameters';
import type { Path } from './path';
import type { Service, VendorFailure, VendorResponse } from './vendor';

/** What one item becomes: a part of a request. */
export interface Entry<Data = unknown> {
	/** Index of the input item. */
	item: number;
	/** What identifies the entry within a request, such as a contact id. */
	key: string;
	/** What the request is built from. */
	data: Data;
	/** Bytes added to the request body, separators included. */
	bytes: number;
	/** Bytes added when the key is already in the batch; `bytes` unless given. */
	bytesIfKeyPresent?: number;
	/** Entries share a request only with those of the same group, wherever they stand in the input. */
	group?: string;
	/** Whether its request may safely arrive twice, where that is not as the operation says. */
	idempotent?: boolean;
	/** Its request looks something up and changes nothing: until it succeeds, nothing has been sent. */
	readOnly?: boolean;
	/** What the vendor can find the entry's request by; told with a failure, so that the user can ask for it. */
	reference?: string;
}

/**
 * Media type of a form. With its charset: of the bare type n8n wants an object, and cannot take the bytes (n8n 6.3).
 */
export const FORM = 'application/x-www-form-urlencoded; charset=utf-8';

/** An HTTP request, built whole: the body is the exact bytes to send. */
export interface RequestSpec {
	method: IHttpRequestMethods;
	/** Below the service's base URL, with its query. */
	path: Path;
	body?: Buffer;
	/** Media type of the body; JSON unless given. */
	contentType?: string;
	/** The service to send it to; the vendor's own unless given. */
	service?: Service;
}

/** An entry that the vendor accepted; `result` is the output item's `json`, or several for a list. */
export interface Accepted {
	accepted: true;
	result: IDataObject | IDataObject[];
}

/** An entry that the vendor did not accept. */
export interface NotAccepted {
	accepted: false;
	/** `unknown` where the response does not tell. */
	kind: 'rejected' | 'unknown';
	/** Whether the vendor asks for the entry to be sent again. */
	retry: boolean;
	message: string;
	hint: string;
	/** The vendor's own words, code or reference. */
	vendor?: string;
	/** HTTP status, where the response was not a success. */
	httpCode?: number;
}

/** An entry that needs one more request: the next page, or what a look-up has prepared. */
export interface FollowUp<Data = unknown> {
	followUp: Entry<Data>;
}

/** What the vendor's response says of one entry of the batch. */
export type EntryResult<Data = unknown> = Accepted | NotAccepted | FollowUp<Data>;

/** A response that the vendor does not document: nothing can be concluded from it. */
export class UnexpectedResponseError extends Error {
	override readonly name = 'UnexpectedResponseError';
}

/** What holds for the whole of a run. */
export interface RunFacts {
	/** IANA name of the workflow's time zone. */
	timezone: string;
	/** When the run began, in milliseconds since 1970. */
	startedAt: number;
	/** A text that names this item of this execution: the same when n8n tries it again, and no other's. */
	reference(item: number): string;
	/** What a service's credential says of the account, such as the id of a shop; empty where it says nothing. */
	setting(service: Service, property: string): string;
	/** Tells the user something of the whole run, beside the output; repeats are told once. */
	note(text: string): void;
	/** An address signed by n8n at which this execution goes on when it waits at this node. */
	signedResumeUrl(query: Record<string, string>): string;
}

/** How entries share requests. */
export interface Batching {
	/** Maximum of entries a request. */
	maxEntries: number;
	/** Entries a request where the user sets no Batch Size; `maxEntries` unless given. */
	defaultBatchSize?: number;
	/** Maximum of bytes a request body, as sent. */
	maxBytes: number;
	/** Bytes of an empty body. */
	envelopeBytes: number;
	/**
	 * - `once`: a key stands once in a request; what repeats goes to a later one, after the former is settled.
	 * - `shared`: entries of one key stand together.
	 * - `none`: keys do not matter.
	 */
	keys: 'once' | 'shared' | 'none';
}

/**
 * What an operation is for, by which the engine knows which options it has.
 * - `send`: one result for each item; a list can be sent from a file, and summed up.
 * - `get`: one record for each item. `getMany`: any number of records for each item.
 * - `sendAndWait`: the execution waits for a reply. `createFile`: the items become files.
 */
export type OperationKind = 'send' | 'get' | 'getMany' | 'sendAndWait' | 'createFile';

/**
 * One operation of a node: all that is particular to it. Batching, retries, rate limits, failures and
 * pairing are the engine's.
 */
export interface Operation<Data = unknown> {
	resource: string;
	/** The `operation` parameter's value. */
	value: string;
	name: string;
	description: string;
	action: string;
	/** The operation's parameters; the registry adds when they are shown. */
	properties: INodeProperties[];
	/** `send` unless given. */
	kind?: OperationKind;
	/** What it adds to the Options collection; read as `options.<name>`. */
	options?: INodeProperties[];
	/**
	 * Parameters that take an expression and yet are not read for each item, by name, each with the reason. All others
	 * must be, or have `noDataExpression`.
	 */
	readOnce?: Readonly<Record<string, string>>;
	batching: Batching;
	/** Why it cannot send the rows of a file, where it sends items and cannot. */
	itemsOnly?: string;
	/**
	 * Whether the same request may safely arrive twice. Where not, it is retried only when the vendor
	 * cannot have processed it, or the user asked for it (Resend When Outcome Is Unknown).
	 * An entry may say otherwise of its own request.
	 */
	idempotent: boolean;
	/**
	 * The services that it calls, if not the vendor's own alone; a function where that depends on its
	 * parameters, which throws ItemError where they cannot go together.
	 */
	services?: Service[] | ((parameters: Parameters) => Service[]);
	/**
	 * Where the vendor limits an account's requests of several kinds each for itself, the kind of this one's: requests
	 * of one kind wait for one another only. One kind unless given.
	 */
	limitGroup?: string;
	/**
	 * Reads the parameters once for the run.
	 *
	 * @returns what makes an entry of item i; throws ItemError where the item cannot be sent
	 */
	read(parameters: Parameters, facts: RunFacts): (item: number) => Entry<Data>;
	/**
	 * Called just before sending, to update the entry with what the run has learned, such as an id that
	 * another entry has looked up.
	 *
	 * @param mayHaveArrived whether its last request may have been processed without a response
	 */
	beforeSend?(entry: Entry<Data>, mayHaveArrived: boolean): Entry<Data>;
	request(batch: Array<Entry<Data>>): RequestSpec;
	/**
	 * What a successful (2xx) response says: one result an entry, in the batch's order.
	 *
	 * @param body the parsed JSON body, undefined where it was empty
	 * @throws UnexpectedResponseError where the response is not of a documented shape
	 */
	parseResponse(batch: Array<Entry<Data>>, body: unknown): Array<EntryResult<Data>>;
	/**
	 * Whether a response reports a failure, where the user says how such a response tells; in the place of the vendor's
	 * `failureIn`.
	 */
	failureIn?(batch: Array<Entry<Data>>, response: VendorResponse): VendorFailure | undefined;
	/**
	 * What a failure means, where the operation has an answer to it, such as to create the record that was
	 * not found. Asked with what the vendor's envelope or the status of a 4xx says.
	 *
	 * @returns undefined to leave it to the rules that all vendors share
	 */
	onFailure?(
		batch: Array<Entry<Data>>,
		failure: VendorFailure,
	): Array<EntryResult<Data>> | undefined;
	/**
	 * The results of a batch for which there is nothing to send; undefined for one that is to be sent.
	 */
	resolveLocally?(batch: Array<Entry<Data>>): Array<EntryResult<Data>> | undefined;
	/**
	 * What follows when all items are settled, such as to wait for a reply or to make a file of them.
	 *
	 * @param output one item for each input item
	 * @returns the node's output
	 */
	afterRun?(
		context: IExecuteFunctions,
		output: INodeExecutionData[],
	): Promise<INodeExecutionData[]>;
}

/** Whether it sends something of each item, and puts out one result for each. */
export const isSending = ({ kind = 'send' }: Operation): boolean => kind === 'send';

/** Whether it can send the rows of a file as well as items. */
export const takesFile = (operation: Operation): boolean =>
	isSending(operation) && !operation.itemsOnly;

/** Whether a request for these entries may safely arrive twice. */
export function isIdempotent<Data>(
	operation: Operation<Data>,
	entries: Array<Entry<Data>>,
): boolean {
	return entries.every(
		({ readOnly, idempotent }) => readOnly || (idempotent ?? operation.idempotent),
	);
}

/** The request for a batch, or why there can be none: an id out of a vendor's answer may be none for an address. */
export function requestOf<Data>(
	operation: Operation<Data>,
	batch: Array<Entry<Data>>,
): RequestSpec | ItemError {
	try {
		return operation.request(batch);
	} catch (error) {
		if (error instanceof ItemError) return error;
		return new ItemError(
			`The request could not be made: ${String(error)}`,
			'Check the fields of this item',
		);
	}
}

/** A resource as the user sees it; `operations/<resource>/resource.ts` of a node. */
export interface ResourceDescription {
	name: string;
	/**
	 * Value of the operation that is chosen until the user chooses another. n8n saves only what differs from it: of a
	 * resource that is in use, it must never be changed.
	 */
	defaultOperation: string;
}

/** A resource with its operations, as the registry of a node (`operations/index.ts`) lists it. */
export interface Resource extends ResourceDescription {
	value: string;
	operations: Operation[];
}
