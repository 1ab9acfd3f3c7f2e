import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod/v4';

/** What a vendor answers. A string goes out as it is, anything else as JSON. */
export interface Answer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** Thrown by a platform to refuse a request. Nothing of the request may be in the ledger by then. */
export class Refusal extends Error {
	readonly answer: Answer;

	/** @param body a sentence for the developer (sent as `{message}`), or the vendor's own documented body */
	constructor(status: number, body: string | object, headers?: Record<string, string>) {
		super(typeof body === 'string' ? body : JSON.stringify(body));
		this.answer = { status, body: typeof body === 'string' ? { message: body } : body, headers };
	}
}

/** One request as a platform sees it. */
export interface Call {
	/** number of the request within its tenant, from 1 */
	readonly n: number;
	/** path parameters, percent-decoded per segment */
	readonly params: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, string | string[]>>;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** `http://host:port/<tenant>/<platform>`, as the client addressed it */
	readonly baseUrl: string;
	/** Tells the request ledger how many entries the request carries. */
	countItems(items: number): void;
	/** Which of these entries the fault in force makes fail, by position. */
	failing(ids: readonly string[]): ReadonlyMap<number, { retry: boolean }>;
}

export interface Endpoint<State> {
	/** `<resource>.<one|bulk|list|…>`: how faults and the ledger call it */
	name: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
	/** path below the base URL, with `:name` parameters */
	path: string;
	/** needs no authorization, and by default no rate limit counts it */
	open?: boolean;
	/** Answers, or throws a Refusal. Writes to the ledger only when everything is known to be right. */
	handle(state: State, call: Call): Answer;
}

/** One kind of thing the ledger keeps, for the queries and the page. Rows are plain JSON objects. */
export interface Collection<State> {
	/** all rows, oldest first */
	rows(state: State): Iterable<object>;
	/** the last rows received, newest first */
	newest(state: State, count: number): object[];
	/** one row in full */
	find?(state: State, id: string): object | undefined;
}

/** A file of the web page. */
export interface PageFile {
	/** path on the sandbox's server */
	url: string;
	file: URL;
	type: string;
}

/**
 * A vendor's stand-in. A new vendor is a folder that exports one of these, named in `platforms.mts`; server, faults,
 * rate limits, ledger queries and page need nothing else.
 */
export interface Platform<State = any, Settings = any> {
	name: string;
	title: string;
	/** the platform's part of a tenant's settings, with its defaults */
	settings: z.ZodType<Settings>;
	create(settings: Settings): State;
	/** takes over changed settings and keeps everything received so far */
	configure(state: State, settings: Settings): void;
	/** what a client needs beside the base URL */
	credentials(state: State): Record<string, string>;
	/** @throws Refusal when the request does not carry what the vendor asks for */
	authorize(state: State, call: Call): void;
	endpoints: Array<Endpoint<State>>;
	/** the vendor's own ways to refuse, on demand: fault actions by name */
	refusals: Record<string, (state: State, call: Call) => Answer>;
	/** counters, all kept while receiving */
	summary(state: State): Record<string, unknown>;
	collections: Record<string, Collection<State>>;
	/** what a person or a test does in the vendor's world, such as answering a message: POST `/control/tenants/…/<platform>/<action>` */
	actions?: Record<string, (state: State, body: unknown) => object>;
	/** ends what a tenant's platform has under way when the tenant goes */
	dispose?(state: State): void;
	/** file of the browser module that describes this platform's section of the page */
	page: URL;
	/** pages of its own, such as a phone */
	files?: PageFile[];
}
