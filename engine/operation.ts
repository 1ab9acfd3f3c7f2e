import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Parameters } from './parameters';

/** What one item becomes: a piece of a request. */
export interface Entry<Data = unknown> {
	/** Index of the input item. */
	item: number;
	/** What the vendor knows the entry by within a request, such as a contact id. */
	key: string;
	/** What the request is built from. */
	data: Data;
	/** Bytes that the entry adds to a request body of its own kind, separators included. */
	bytes: number;
	/** Bytes that it adds where its key is in the request already; `bytes` unless given. */
	bytesBesideItsKey?: number;
	/** Entries share a request only with those of the same group, wherever they stand in the input. */
	group?: string;
	/** Whether its request may safely arrive twice, where that is not as the operation says. */
	idempotent?: boolean;
}

/** One of a vendor's services: a credential, and the property that holds the base URL. */
export interface Service {
	/** As the user knows it, for messages; the vendor's name unless given. */
	name?: string;
	credential: string;
	baseUrl: string;
	/** Properties of the credential that it cannot do without, and what the user knows them by. */
	needs?: Record<string, string>;
	/**
	 * Expirable property that the credential keeps empty, so that n8n calls its preAuthentication when it is tested
	 * (n8n 2.41 does so for empty ones only). A run fills it in its copy: there is nothing to fetch for its requests.
	 */
	check?: string;
	/** Properties that hold the expirable token and when to renew it (ISO date), where the credential has one. */
	token?: { property: string; renewAt: string };
}

/** An HTTP request, built whole: the body is the exact bytes to send. */
export interface RequestSpec {
	method: IHttpRequestMethods;
	/** Path below the service's base URL, with its query, percent-encoded. */
	path: string;
	body?: Buffer;
	/** Media type of the body; JSON unless given. */
	contentType?: string;
	/** The service to send it to; the vendor's own unless given. */
	service?: Service;
}

/** An entry that the vendor has taken; `result` is the output item's `json`, or several for a list. */
export interface Accepted {
	accepted: true;
	result: IDataObject | IDataObject[];
}

/** An entry that the vendor has not taken. */
export interface NotAccepted {
	accepted: false;
	/** `unknown` where the answer does not tell. */
	kind: 'rejected' | 'unknown';
	/** Whether the vendor asks for the entry to be sent again. */
	retry: boolean;
	message: string;
	advice: string;
	/** The vendor's own words, code or reference. */
	vendor?: string;
}

/** An entry that needs one more request: the next page, or what a look-up has prepared. */
export interface Unfinished<Data = unknown> {
	next: Entry<Data>;
}

/** What the vendor's answer says of one entry of the request. */
export type EntryAnswer<Data = unknown> = Accepted | NotAccepted | Unfinished<Data>;

/** An answer that the vendor does not document: nothing can be concluded from it. */
export class UnreadableAnswer extends Error {
	override readonly name = 'UnreadableAnswer';
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
	/** An address signed by n8n at which this execution goes on when it waits at this node. */
	signedResumeUrl(query: Record<string, string>): string;
}

/** How entries share requests. */
export interface Packing {
	/** Most entries a request. */
	entries: number;
	/** Entries a request where the user sets no Batch Size; the most unless given. */
	usualEntries?: number;
	/** Most bytes a request body, as sent. */
	bytes: number;
	/** Bytes of an empty body. */
	emptyBytes: number;
	/**
	 * - `once`: a key stands once in a request; what repeats goes to a later one, after the former is settled.
	 * - `shared`: entries of one key stand together.
	 * - `none`: keys do not matter.
	 */
	keys: 'once' | 'shared' | 'none';
}

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
	packing: Packing;
	/**
	 * Whether the same request may safely arrive twice. Where not, it is repeated only when the
	 * vendor is sure not to have processed it, or the user asked for it (Resend When Outcome Is Unknown).
	 * An entry may say otherwise of its own request.
	 */
	idempotent: boolean;
	/** The services that it calls, if not the vendor's own alone; a function where that depends on its parameters. */
	services?: Service[] | ((parameters: Parameters) => Service[]);
	/**
	 * Reads the parameters once for the run.
	 *
	 * @returns what makes an entry of item i; throws ItemRefusal where the item cannot be sent
	 */
	read(parameters: Parameters, facts: RunFacts): (item: number) => Entry<Data>;
	/**
	 * The entry as it is to be sent now, where that can have changed since it was read: earlier entries of its
	 * key are settled, and may have looked up what it needs.
	 *
	 * @param mayHaveArrived whether the last request of it may have been processed without an answer
	 */
	refresh?(entry: Entry<Data>, mayHaveArrived: boolean): Entry<Data>;
	request(batch: Array<Entry<Data>>): RequestSpec;
	/**
	 * What a successful (2xx) answer says, one answer an entry, in the batch's order.
	 *
	 * @param body the parsed JSON body, undefined where it was empty
	 * @throws UnreadableAnswer where the answer is not of a documented shape
	 */
	answer(batch: Array<Entry<Data>>, body: unknown): Array<EntryAnswer<Data>>;
	/**
	 * What a 4xx answer says of each entry, where it says something particular to the operation, such as
	 * that a record is still to be created. Undefined leaves it to the rules that all vendors share.
	 */
	refused?(batch: Array<Entry<Data>>, status: number, body: unknown): Array<EntryAnswer<Data>> | undefined;
	/**
	 * What answers a batch without a request, where there is nothing to send.
	 * Undefined for a batch that is to be sent.
	 */
	local?(batch: Array<Entry<Data>>): Array<EntryAnswer<Data>> | undefined;
	/**
	 * What follows when all items are settled, such as to wait for a reply or to make a file of them.
	 *
	 * @param output one item for each input item
	 * @returns the node's output
	 */
	finish?(context: IExecuteFunctions, output: INodeExecutionData[]): Promise<INodeExecutionData[]>;
}

/** A vendor as the engine sees it. */
export interface Vendor {
	/** As the user knows it, for messages. */
	name: string;
	/** The service that requests go to unless they name another. */
	service: Service;
	/** Whether a refusal means that the request was too large, so that smaller ones can pass. */
	isTooLarge(status: number, body: unknown): boolean;
	/** The vendor's own words in an answer that is not a success. */
	refusalText(body: unknown): string | undefined;
	/** Statuses by which it says "too many requests", beside 429. */
	limitStatuses?: readonly number[];
	/** What may be wrong with a credential that it does not accept (401, 403), and how to put it right. */
	credentialAdvice?: string;
	/** Whether its successes may be plain text, which is then handed on as it is. */
	answersInText?: boolean;
}

/** A resource as the user sees it, with its operations. */
export interface Resource {
	value: string;
	name: string;
	operations: Operation[];
}

/**
 * The Resource and Operation dropdowns and all parameters of a node, made from its registry.
 */
export function propertiesOf(resources: Resource[], options: INodeProperties): INodeProperties[] {
	const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => a.name.localeCompare(b.name);
	const resource: INodeProperties = {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
		default: resources[0]?.value ?? '',
	};
	const operations = resources.map(
		({ value, operations }): INodeProperties => ({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [value] } },
			options: operations
				.map(({ name, value, description, action }) => ({ name, value, description, action }))
				.sort(byName),
			default: operations[0]?.value ?? '',
		}),
	);
	const parameters = resources.flatMap(({ operations }) =>
		operations.flatMap((operation) => operation.properties.map((property) => shownFor(operation, property))),
	);
	return [resource, ...operations, ...parameters, options];
}

function shownFor({ resource, value }: Operation, property: INodeProperties): INodeProperties {
	const { show, ...rest } = property.displayOptions ?? {};
	return {
		...property,
		displayOptions: { ...rest, show: { resource: [resource], operation: [value], ...show } },
	};
}
