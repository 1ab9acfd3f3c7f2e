import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebhookContext } from 'n8n-core';
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
} from 'n8n-workflow';

/** A trigger behind a real HTTP port, called as n8n calls it: a workflow and a context for every callback. */
export class TriggerServer {
	/** Items of each execution that a callback has started, in order. */
	readonly executions: IDataObject[][] = [];
	/** Stands in for n8n's waiting webhooks, at `/webhook-waiting` of the same port. */
	resume: (call: { path: string; body: IDataObject }) => Promise<{ status: number; body: unknown }> = async () => ({ status: 404, body: {} });
	/** How often the workflow's static data was saved. */
	saves = 0;
	private saved: IDataObject = {};

	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	/** All items put out. */
	get items(): IDataObject[] {
		return this.executions.flat();
	}

	/**
	 * @param workflowId tells one trigger's memory from another's
	 * @param staticData what an earlier n8n has left
	 */
	static async start(
		nodeType: INodeType,
		parameters: INodeParameters,
		{ credentials = {}, workflowId = `w${Math.random()}`, staticData = {} as IDataObject, mode = 'webhook' as 'webhook' | 'manual' }: { credentials?: Record<string, ICredentialDataDecryptedObject>; workflowId?: string; staticData?: IDataObject; mode?: 'webhook' | 'manual' } = {},
	): Promise<TriggerServer> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const trigger = new TriggerServer(server, `http://127.0.0.1:${port}/webhook/x`);
		trigger.saved = staticData;
		server.on('request', (request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				if (request.url?.startsWith('/webhook-waiting/')) {
					const body = JSON.parse(Buffer.concat(chunks).toString()) as IDataObject;
					void trigger.resume({ path: request.url, body }).then((answer) => {
						response.writeHead(answer.status, { 'content-type': typeof answer.body === 'string' ? 'text/html' : 'application/json' });
						response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
					});
					return;
				}
				void trigger.take(nodeType, parameters, { credentials, workflowId, mode }, { request, response, text: Buffer.concat(chunks).toString() });
			});
		});
		return trigger;
	}

	get staticData(): IDataObject {
		return this.saved;
	}

	async post(body: unknown, { headers = {}, query = '' }: { headers?: Record<string, string>; query?: string } = {}): Promise<{ status: number; ms: number }> {
		const started = performance.now();
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const response = await fetch(this.url + query, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
		await response.arrayBuffer();
		return { status: response.status, ms: performance.now() - started };
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async take(
		nodeType: INodeType,
		parameters: INodeParameters,
		{ credentials, workflowId, mode }: { credentials: Record<string, ICredentialDataDecryptedObject>; workflowId: string; mode: 'webhook' | 'manual' },
		{ request, response, text }: { request: import('node:http').IncomingMessage; response: import('node:http').ServerResponse; text: string },
	): Promise<void> {
		const send = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		let body: unknown;
		try {
			body = text === '' ? {} : JSON.parse(text);
		} catch {
			return send(422, { message: 'Failed to parse request body' });
		}
		const { name } = nodeType.description;
		const details = Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: '1', name: type }]));
		const node: INode = { id: 'n1', name: 'Trigger', type: name, typeVersion: 1, position: [0, 0], parameters, credentials: details };
		const nodeTypes: INodeTypes = { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) };
		const staticData = structuredClone(this.saved);
		const workflow = new Workflow({ id: workflowId, nodes: [node], connections: {}, active: true, nodeTypes, staticData });
		const query = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
		const express = {
			status(code: number) {
				return { json: (value: unknown) => send(code, value) };
			},
			setHeader: (header: string, value: string) => response.setHeader(header, value),
		};
		const additionalData = {
			httpRequest: Object.assign(request, { body, query }),
			httpResponse: express,
			webhookWaitingBaseUrl: 'http://127.0.0.1:9/webhook-waiting',
			credentialsHelper: {
				isCredentialUsableByNode: () => true,
				getParentTypes: () => [],
				getDecrypted: async (_: unknown, _details: unknown, type: string) => credentials[type],
			},
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
		const webhookData = { webhookDescription: nodeType.description.webhooks![0] } as IWebhookData;
		const context = new WebhookContext(workflow, workflow.getNode('Trigger')!, additionalData, mode, webhookData, [], null);
		try {
			const answer = await nodeType.webhook!.call(context as never);
			if (answer.workflowData) this.executions.push(answer.workflowData[0]!.map(({ json }) => json));
			if (!answer.noWebhookResponse) send(200, answer.webhookResponse ?? { message: 'Workflow was started' });
		} catch (error) {
			send(500, { message: String(error) });
		}
		if (!workflow.staticData.__dataChanged) return;
		this.saves++;
		this.saved = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	}
}
