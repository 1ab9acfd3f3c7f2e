import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { CredentialStore } from './engine.mts';
// After engine.mts, which sets what n8n-core reads when it is loaded.
import { WebhookContext } from 'n8n-core';

/** A trigger that listens over real HTTP, on n8n's own webhook context. */
export interface ListeningTrigger {
	url: string;
	/** The items of each execution that was started. */
	executions: INodeExecutionData[][];
	/** Calls it without a network, for more callbacks at a time than connections can bring. */
	call(body: unknown, headers: Record<string, string>): Promise<{ status: number; headers: Record<string, string> }>;
	close(): Promise<void>;
}

let workflows = 0;

/**
 * Serves a trigger's `webhook()`. Answers as n8n does: 200 unless the trigger has answered itself.
 *
 * @param options.mode `manual` for a test run in the editor
 */
export async function listen(options: {
	type: INodeType;
	parameters: INodeParameters;
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	mode?: WorkflowExecuteMode;
}): Promise<ListeningTrigger> {
	const { type, parameters, credentials = {}, mode = 'webhook' } = options;
	const byName = () => type;
	const nodeTypes: INodeTypes = { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) };
	const details = Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: '1', name }]));
	const node: INode = { id: 'trigger', name: 'Trigger', type: type.description.name, typeVersion: 1, position: [0, 0], parameters, credentials: details };
	const workflow = new Workflow({ id: `webhook-${++workflows}`, nodes: [node], connections: {}, active: true, nodeTypes });
	const executions: INodeExecutionData[][] = [];

	const handle = async (httpRequest: object, httpResponse: ExpressResponse) => {
		const context = new WebhookContext(
			workflow,
			workflow.getNode('Trigger')!,
			{
				credentialsHelper: new CredentialStore(credentials),
				httpRequest,
				httpResponse,
				variables: {},
			} as unknown as IWorkflowExecuteAdditionalData,
			mode,
			{ webhookDescription: type.description.webhooks![0]! } as never,
			[],
			null,
		);
		try {
			const { workflowData, noWebhookResponse } = await type.webhook!.call(context as never);
			if (workflowData?.[0]?.length) executions.push(workflowData[0]);
			if (!noWebhookResponse) httpResponse.status(200).json({ message: 'Workflow was started' });
		} catch (error) {
			httpResponse.status(500).json({ message: String(error) });
		}
	};
	const server = createServer(async (request, response) => await handle(await expressRequest(request), expressResponse(response)));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
		executions,
		call: async (body, headers) => {
			const answer = { status: 0, headers: {} as Record<string, string> };
			const response: ExpressResponse = {
				status(code) {
					answer.status = code;
					return response;
				},
				setHeader(name, value) {
					answer.headers[name.toLowerCase()] = value;
					return response;
				},
				json: () => response,
			};
			await handle({ body, headers, query: {}, params: {} }, response);
			return answer;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function expressRequest(request: IncomingMessage) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString();
	const { searchParams } = new URL(request.url!, 'http://localhost');
	return Object.assign(request, { body: text ? (JSON.parse(text) as unknown) : {}, query: Object.fromEntries(searchParams), params: {}, rawBody: Buffer.from(text) });
}

/** What triggers use of Express's response. */
interface ExpressResponse {
	status(code: number): ExpressResponse;
	setHeader(name: string, value: string): ExpressResponse;
	json(body: unknown): ExpressResponse;
}

function expressResponse(response: ServerResponse): ExpressResponse {
	const express: ExpressResponse = {
		status(code) {
			response.statusCode = code;
			return express;
		},
		setHeader(name, value) {
			response.setHeader(name, value);
			return express;
		},
		json(body) {
			response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
			return express;
		},
	};
	return express;
}
