import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { CredentialStore } from './engine.mts';
// After engine.mts, which sets what n8n-core reads when it is loaded.
import { WebhookContext } from 'n8n-core';

/** A trigger as a published workflow would have it. */
export interface TriggerSetup {
	parameters: INodeParameters;
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** `manual` while the editor listens for a test event (default: `webhook`) */
	mode?: WorkflowExecuteMode;
	/** the workflow's static data as an earlier n8n has left it */
	staticData?: IDataObject;
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

const WAITING = '/webhook-waiting/';

let workflows = 0;

/**
 * A trigger node behind a real HTTP port, on n8n-core's own WebhookContext: each call gets a workflow and a context of
 * its own, with the static data that the calls before it have saved, as in n8n.
 */
export class TriggerServer {
	/** Items of each execution that a call has started, in order. */
	readonly executions: IDataObject[][] = [];
	/** Stands in for n8n's waiting webhooks, at `/webhook-waiting` of the same port. A text is answered as a page. */
	resume: (call: ResumeCall) => Promise<{ status: number; body: unknown }> = async () => ({ status: 404, body: {} });
	/** How often the workflow's static data was saved. */
	saves = 0;
	staticData: IDataObject;
	/** Tells this trigger's memory from another's. */
	private readonly workflowId = `trigger-${++workflows}`;
	private readonly server: Server;

	private constructor(
		private readonly type: INodeType,
		private readonly setup: TriggerSetup,
	) {
		this.staticData = setup.staticData ?? {};
		this.server = createServer((request, response) => {
			void this.serve(request, response).catch((error: Error) => response.writeHead(500).end(error.stack));
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

	/** Posts JSON, over the network. @param more.query such as `?token=x` */
	async post(body: unknown, more: { headers?: Record<string, string>; query?: string } = {}): Promise<Answered> {
		return await this.send(JSON.stringify(body), 'application/json', more);
	}

	/** Posts plain text, over the network. */
	async postText(text: string, more: { headers?: Record<string, string> } = {}): Promise<Answered> {
		return await this.send(text, 'text/plain', more);
	}

	/** Calls it without a network, for more calls at a time than connections can bring. */
	async call(body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
		const answered: Answered = { status: 0, headers: {}, body: undefined };
		await this.take({ body, headers, query: {}, params: {} }, {
			setHeader: (name, value) => (answered.headers[name.toLowerCase()] = value),
			send: (status, value) => Object.assign(answered, { status, body: value }),
		});
		return answered;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async send(text: string, type: string, { headers = {}, query = '' }: { headers?: Record<string, string>; query?: string }): Promise<Answered> {
		const response = await fetch(this.url + query, { method: 'POST', headers: { 'content-type': type, ...headers }, body: text });
		return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed(await response.text()) };
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const answer = answerOver(response);
		if (request.url!.startsWith(WAITING)) {
			const { status, body } = await this.resume({ path: request.url!, body: JSON.parse(text) as IDataObject });
			answer.send(status, body);
			return;
		}
		// Text of another type stays what it is, as n8n leaves it.
		const isJson = (request.headers['content-type'] ?? '').includes('json');
		const query = Object.fromEntries(new URL(request.url!, 'http://x').searchParams);
		await this.take(Object.assign(request, { body: isJson ? (JSON.parse(text) as unknown) : text, query, params: {} }), answer);
	}

	/** Hands a call to the trigger and answers as n8n does: 200 unless the trigger has answered itself. */
	private async take(httpRequest: object, answer: Answer): Promise<void> {
		const { parameters, credentials = {}, mode = 'webhook' } = this.setup;
		const { name, webhooks } = this.type.description;
		const details = Object.fromEntries(Object.keys(credentials).map((credential) => [credential, { id: '1', name: credential }]));
		const node: INode = { id: 'trigger', name: 'Trigger', type: name, typeVersion: 1, position: [0, 0], parameters, credentials: details };
		const nodeTypes: INodeTypes = { getByName: () => this.type, getByNameAndVersion: () => this.type, getKnownTypes: () => ({}) };
		const workflow = new Workflow({ id: this.workflowId, nodes: [node], connections: {}, active: true, nodeTypes, staticData: structuredClone(this.staticData) });
		const additionalData = {
			httpRequest,
			httpResponse: expressOver(answer),
			// Nothing listens there: a trigger finds the waiting executions at the port that it was called at.
			webhookWaitingBaseUrl: 'http://127.0.0.1:9/webhook-waiting',
			credentialsHelper: new CredentialStore(credentials),
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhookData = { webhookDescription: webhooks![0] } as IWebhookData;
		const context = new WebhookContext(workflow, workflow.getNode('Trigger')!, additionalData, mode, webhookData, [], null);
		try {
			const { workflowData, webhookResponse, noWebhookResponse } = await this.type.webhook!.call(context);
			if (workflowData) this.executions.push(workflowData[0]!.map(({ json }) => json));
			if (!noWebhookResponse) answer.send(200, webhookResponse ?? { message: 'Workflow was started' });
		} catch (error) {
			answer.send(500, { message: String(error) });
		}
		if (!workflow.staticData.__dataChanged) return;
		this.saves++;
		this.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	}
}

/** Where an answer goes: over the network, or to a caller in this process. */
interface Answer {
	setHeader(name: string, value: string): void;
	send(status: number, body: unknown): void;
}

function answerOver(response: ServerResponse): Answer {
	return {
		setHeader: (name, value) => void response.setHeader(name, value),
		send: (status, body) => {
			const isText = typeof body === 'string';
			response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' });
			response.end(isText ? body : JSON.stringify(body));
		},
	};
}

/** What triggers use of Express's response. */
function expressOver(answer: Answer) {
	let code = 200;
	const express = {
		status: (status: number) => ((code = status), express),
		setHeader: (name: string, value: string) => (answer.setHeader(name, value), express),
		json: (body: unknown) => (answer.send(code, body), express),
	};
	return express;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
