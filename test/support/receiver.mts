import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
import { WebhookContext } from 'n8n-core';

/** A trigger that listens, on n8n-core's own WebhookContext and a real HTTP server. */
export interface Receiver {
	url: string;
	/** The items of each execution that a call has started. */
	executions: IDataObject[][];
	post(body: unknown, more?: { headers?: Record<string, string>; query?: string }): Promise<{ status: number; text: string }>;
	stop(): Promise<void>;
}

let nodes = 0;

/** Starts a trigger; `mode` is `manual` while the editor listens for a test event. */
export async function listen(
	trigger: INodeType,
	parameters: INodeParameters,
	credentials: Record<string, ICredentialDataDecryptedObject> = {},
	mode: WorkflowExecuteMode = 'webhook',
): Promise<Receiver> {
	const { name } = trigger.description;
	const details = Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: '1', name: type }]));
	const node = { id: `trigger-${++nodes}`, name: 'Trigger', type: name, typeVersion: 1, position: [0, 0], parameters, credentials: details } as INode;
	const nodeTypes: INodeTypes = { getByName: () => trigger, getByNameAndVersion: () => trigger, getKnownTypes: () => ({}) };
	const workflow = new Workflow({ id: 'w1', nodes: [node], connections: {}, active: true, nodeTypes });
	const executions: IDataObject[][] = [];

	const server = createServer((request, response) => {
		void handle(request, response).catch((error: Error) => response.writeHead(500).end(error.stack));
	});
	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const isJson = (request.headers['content-type'] ?? '').includes('json');
		const query = Object.fromEntries(new URL(request.url!, 'http://x').searchParams);
		// As express gives them to n8n.
		const httpRequest = Object.assign(request, { body: isJson ? (JSON.parse(text) as unknown) : text, query, params: {} });
		const httpResponse = Object.assign(response, {
			status: (code: number) => Object.assign(response, { statusCode: code }),
			json: (value: unknown) => response.end(JSON.stringify(value)),
		});
		const additionalData = { httpRequest, httpResponse, credentialsHelper: new CredentialStore(credentials), variables: {} };
		const context = new WebhookContext(
			workflow,
			node,
			additionalData as unknown as IWorkflowExecuteAdditionalData,
			mode,
			{ webhookDescription: trigger.description.webhooks![0] } as IWebhookData,
			[],
			null,
		);
		const { workflowData, noWebhookResponse } = await trigger.webhook!.call(context);
		if (workflowData) executions.push(workflowData[0]!.map(({ json }) => json));
		if (!noWebhookResponse) response.end('{"message":"Workflow was started"}');
	};
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		executions,
		async post(body, { headers = {}, query = '' } = {}) {
			const isText = typeof body === 'string';
			const answer = await fetch(`${url}/${query}`, {
				method: 'POST',
				headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
				body: isText ? body : JSON.stringify(body),
			});
			return { status: answer.status, text: await answer.text() };
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
