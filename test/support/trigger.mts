import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeParameters,
	INodeType,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import {
	asExpress,
	executeWebhook,
	inProcessResponse,
	parseBody,
	unpublish,
	type Published,
	type WorkflowRow,
} from './n8nWebhook.mts';

/** A trigger as a published workflow would have it. */
export interface TriggerSetup {
	parameters: INodeParameters;
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** `manual` while the editor listens for a test event (default: `webhook`) */
	mode?: WorkflowExecuteMode;
	/** the workflow's static data as an earlier n8n has left it */
	staticData?: IDataObject;
	/** the workflow's row in the database, where another process has it as well (default: one of its own) */
	row?: WorkflowRow;
}

/** What a caller was answered; `body` is text where it is no JSON. */
export interface Answered {
	status: number;
	headers: Record<string, string>;
	body: unknown;
}

/** An execution that waits, called at its resume address. */
export interface ResumeCall {
	/** with the query, as it was called */
	path: string;
	body: IDataObject;
}

interface CallOptions {
	headers?: Record<string, string>;
	/** such as `?token=x` */
	query?: string;
}

const WAITING = '/webhook-waiting/';

let workflows = 0;

/** The row of a workflow that has not been saved yet. */
export const newRow = (staticData: IDataObject | null = null): WorkflowRow => ({
	id: `trigger-${++workflows}`,
	staticData,
	saves: 0,
});

/**
 * A trigger node behind a real HTTP port, on n8n-core's own WebhookContext: each call gets a workflow and a context of
 * its own, with the static data that the calls before it have saved, as in n8n.
 */
export class TriggerServer {
	/** Items of each execution that a call has started, in order. */
	readonly executions: IDataObject[][] = [];
	/** Stands in for n8n's waiting webhooks, at `/webhook-waiting` of the same port. A text is answered as a page. */
	resume: (call: ResumeCall) => Promise<{ status: number; body: unknown }> = async () => ({
		status: 404,
		body: {},
	});
	/** What n8n does before an execution is stored, such as waiting for its database; what it throws, fails. */
	beforeStart: (items: IDataObject[]) => Promise<void> = async () => {};
	readonly row: WorkflowRow;
	private readonly published: Published;
	private readonly server: Server;

	private constructor(
		type: INodeType,
		{ parameters, credentials = {}, mode = 'webhook', staticData, row }: TriggerSetup,
	) {
		this.row = row ?? newRow(staticData);
		const begin = async (items: IDataObject[]) => {
			await this.beforeStart(items);
			this.executions.push(items);
		};
		this.published = { type, parameters, credentials, mode, row: this.row, begin };
		this.server = createServer((request, response) => {
			void this.serve(request, response).catch((error: Error) =>
				response.writeHead(500).end(error.stack),
			);
		});
	}

	/** Starts it on a free port of the loopback. */
	static async start(type: INodeType, setup: TriggerSetup): Promise<TriggerServer> {
		const trigger = new TriggerServer(type, setup);
		await new Promise<void>((resolve) => trigger.server.listen(0, '127.0.0.1', resolve));
		return trigger;
	}

	/** The address that a vendor is given. */
	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook/x`;
	}

	/** All items put out. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}

	get staticData(): IDataObject {
		return this.row.staticData ?? {};
	}

	/** How often the workflow's static data was saved. */
	get saves(): number {
		return this.row.saves;
	}

	/** Posts JSON, over the network. */
	async post(body: unknown, more: CallOptions = {}): Promise<Answered> {
		return await this.send(JSON.stringify(body), 'application/json', more);
	}

	/** Posts plain text, over the network. */
	async postText(text: string, more: CallOptions = {}): Promise<Answered> {
		return await this.send(text, 'text/plain', more);
	}

	/** Calls it with GET, over the network. */
	async get(query: string, headers: Record<string, string> = {}): Promise<Answered> {
		return await answered(await fetch(this.url + query, { headers }));
	}

	/** Posts a body of any media type, or of none, over the network. */
	async send(
		body: string | Uint8Array,
		type: string | undefined,
		{ headers = {}, query = '' }: CallOptions = {},
	): Promise<Answered> {
		// As bytes: of a text, fetch would say the media type by itself.
		const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
		return await answered(
			await fetch(this.url + query, {
				method: 'POST',
				headers: { ...(type && { 'content-type': type }), ...headers },
				body: bytes,
			}),
		);
	}

	/** Calls it without a network, for more calls at a time than connections can bring. */
	async call(body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
		return await new Promise((resolve) => {
			const response = inProcessResponse((status, answerHeaders, text) =>
				resolve({ status, headers: answerHeaders, body: parsed(text) }),
			);
			void executeWebhook(
				this.published,
				{ method: 'POST', body, headers, query: {}, contentType: 'application/json' },
				response,
			);
		});
	}

	/** Unpublishes the workflow, as far as the trigger learns of it. */
	async unpublish(): Promise<void> {
		await unpublish(this.published);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const rawBody = Buffer.concat(chunks);
		if (request.url!.startsWith(WAITING)) {
			const { status, body } = await this.resume({
				path: request.url!,
				body: JSON.parse(rawBody.toString()) as IDataObject,
			});
			const isText = typeof body === 'string';
			response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' });
			response.end(isText ? body : JSON.stringify(body));
			return;
		}
		const body = parseBody(request, rawBody);
		if (body === false)
			return void asExpress(response)
				.status(422)
				.json({ code: 422, message: 'Failed to parse request body' });
		const query = Object.fromEntries(new URL(request.url!, 'http://x').searchParams);
		const seen = { query, params: {}, ip: request.socket.remoteAddress, ips: [] };
		await executeWebhook(
			this.published,
			Object.assign(request, body, seen) as never,
			asExpress(response),
		);
	}
}

async function answered(response: Response): Promise<Answered> {
	return {
		status: response.status,
		headers: Object.fromEntries(response.headers),
		body: parsed(await response.text()),
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
