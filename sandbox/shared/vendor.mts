import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod/v4';

/** What a vendor answers. A string is sent as it is, as are bytes, anything else as JSON. */
export interface HttpResponse {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** Thrown to answer a request with an error. Nothing of the request may be in the ledger by then. */
export class HttpError extends Error {
	readonly response: HttpResponse;

	/** @param body a sentence for the developer (sent as `{message}`), or the vendor's own body */
	constructor(status: number, body: string | object, headers?: Record<string, string>) {
		super(typeof body === 'string' ? body : JSON.stringify(body));
		const sent = typeof body === 'string' ? { message: body } : body;
		this.response = { status, body: sent, headers };
	}
}

/** One request as a vendor sees it. */
export interface Call {
	/** number of the request within its tenant, from 1 */
	readonly n: number;
	/** path with query as it came over the wire, from the server's root */
	readonly url: string;
	/** path parameters, percent-decoded per segment */
	readonly params: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, string | string[]>>;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** `http://host:port/<tenant>/<vendor>`, as the client addressed it */
	readonly baseUrl: string;
	/** Tells the request ledger how many entries the request carries. */
	countItems(items: number): void;
	/** Which of these entries the fault in force makes fail, by position. */
	failing(ids: readonly string[]): ReadonlyMap<number, { retry: boolean }>;
}

export interface Endpoint<State> {
	/** `<resource>.<one|bulk|list|…>`: its name in fault rules and in the ledger */
	name: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
	/** path below the base URL, with `:name` parameters */
	path: string;
	/** needs no authorization; by default no rate limit counts it */
	open?: boolean;
	/** Answers, or throws an HttpError. Writes to the ledger only once everything is known to be right. */
	handle(state: State, call: Call): HttpResponse;
}

/** One kind of thing that the ledger keeps, for queries and the page. Rows are plain JSON objects. */
export interface Collection<State, Row extends object = object> {
	/** all rows, oldest first */
	rows(state: State): Iterable<Row>;
	/** the rows received last, newest first */
	newest(state: State, count: number): Row[];
	/** one row in full */
	find?(state: State, id: string): Row | undefined;
}

/** A collection whose rows are at hand as a list. */
export function listCollection<State, Row extends object>(
	rows: (state: State) => Row[],
	find?: (state: State, id: string) => Row | undefined,
): Collection<State, Row> {
	return { rows, newest: (state, count) => rows(state).slice(-count).reverse(), find };
}

/** Where a vendor calls. `url` null: it calls nobody. */
export interface CallbackAddress {
	url: string | null;
	/** a header that shows the receiver a secret */
	headerName: string | null;
	headerValue: string | null;
}

/** One kind of call that a vendor makes, with an address of its own in the vendor's settings. */
export interface Callback<Settings> {
	title: string;
	read(settings: Settings): CallbackAddress;
	/** @returns the part of the vendor's settings that holds the address */
	write(settings: Settings, address: CallbackAddress): object;
}

/** Something that makes a vendor call, at the press of a button. It happens to a real customer of the tenant's. */
export interface Sample<State> {
	/** the vendor's own name for it where it has one, such as `TIER.MEMBERSHIP.MOVE` */
	name: string;
	title: string;
	/** the callback that it brings */
	callback: string;
	fields: Array<{ name: string; title: string; default: string }>;
	/** @returns ids of the ledger rows it made; throws an HttpError where it cannot be done */
	send(state: State, fields: Record<string, string>): string[];
}

/** A file of the web page. */
export interface PageFile {
	/** path on the sandbox's server */
	url: string;
	file: URL;
	type: string;
}

/**
 * A mock vendor. A new one is a folder that exports one of these, named in `vendors.mts`; server, faults, switches,
 * rate limits, ledger queries, control API, page and client need nothing else.
 */
export interface Vendor<State = any, Settings = any> {
	name: string;
	title: string;
	/** its part of a tenant's settings, with the defaults */
	settings: z.ZodType<Settings>;
	create(settings: Settings): State;
	/** takes over changed settings and keeps everything received so far */
	configure(state: State, settings: Settings): void;
	/** what a client needs beside the base URL */
	credentials(state: State): Record<string, string>;
	/** @throws HttpError when the request does not carry what the vendor asks for */
	authorize(state: State, call: Call): void;
	endpoints: Array<Endpoint<State>>;
	/** the vendor's own error responses, on demand: fault actions by name */
	faults: Record<string, (state: State, call: Call) => HttpResponse>;
	/** counters, all kept while receiving */
	summary(state: State): object;
	collections: Record<string, Collection<State>>;
	/**
	 * what a person or a test does in the vendor's world, such as answering a message: POST
	 * `/control/tenants/<tenant>/<vendor>/<action>`
	 */
	actions?: Record<string, (state: State, body: unknown) => object>;
	callbacks?: Record<string, Callback<Settings>>;
	samples?: Array<Sample<State>>;
	/** ends what a tenant's vendor has under way when the tenant goes */
	dispose?(state: State): void;
	/** browser module that describes the vendor's section of the page */
	page: URL;
	/** pages of its own, such as a phone */
	files?: PageFile[];
}
