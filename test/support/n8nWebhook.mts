/**
 * What n8n 2.41 does around a trigger's `webhook()`, from the sources of its package `n8n`: middlewares/body-parser,
 * webhooks/live-webhooks, webhooks/webhook-helpers (executeWebhook), webhooks/webhook-request-handler,
 * workflows/workflow-static-data.service and workflow-runner.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';

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

import { CredentialStore } from './credentialStore.mts';
// After engine.mts, which sets what n8n-core reads when it is loaded.
import { HookContext, WebhookContext } from 'n8n-core';

/** The database's row of a workflow, which several processes may share. */
export interface WorkflowRow {
	id: string;
	/** null until something was saved, as for a new workflow. */
	staticData: IDataObject | null;
	/** How often it was saved. */
	saves: number;
}

/** A trigger in a published workflow. */
export interface Published {
	type: INodeType;
	parameters: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	mode: WorkflowExecuteMode;
	row: WorkflowRow;
	/** Stores and, in queue mode, queues the execution. @throws where n8n could not begin it */
	begin(items: IDataObject[]): Promise<void>;
}

/** What n8n reads of a request before it asks a node. */
export interface WebhookRequest {
	method: string;
	headers: Record<string, unknown>;
	query: IDataObject;
	body?: unknown;
	contentType?: string;
	/** charset */
	encoding?: string;
	rawBody?: Buffer;
}

/** What n8n and triggers use of Express's response. */
export interface WebhookResponse {
	statusCode: number;
	headersSent: boolean;
	status(code: number): WebhookResponse;
	json(body: unknown): WebhookResponse;
	send(text: string): WebhookResponse;
	setHeader(name: string, value: unknown): unknown;
	removeHeader(name: string): void;
	end(chunk?: unknown, encoding?: string): unknown;
}

/** Express's `status`, `json` and `send` upon Node's response. */
export function asExpress(response: ServerResponse): WebhookResponse {
	return withExpressMethods(response as unknown as WebhookResponse);
}

/** The same without a network, for more calls at a time than connections can bring. */
export function inProcessResponse(
	onEnd: (status: number, headers: Record<string, string>, body: string) => void,
): WebhookResponse {
	const headers: Record<string, string> = {};
	const response = {
		statusCode: 200,
		headersSent: false,
		setHeader: (name: string, value: unknown) => void (headers[name.toLowerCase()] = String(value)),
		removeHeader: (name: string) => void delete headers[name.toLowerCase()],
		end(chunk?: unknown) {
			response.headersSent = true;
			onEnd(response.statusCode, headers, String(chunk ?? ''));
		},
	};
	return withExpressMethods(response as unknown as WebhookResponse);
}

function withExpressMethods(response: WebhookResponse): WebhookResponse {
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		json(body: unknown) {
			response.setHeader('Content-Type', 'application/json; charset=utf-8');
			return response.send(JSON.stringify(body));
		},
		send(text: string) {
			response.setHeader('Content-Length', Buffer.byteLength(text));
			response.setHeader('ETag', 'W/"etag"');
			response.end(text, 'utf8');
			return response;
		},
	});
}

/**
 * The body as n8n's parser leaves it for a node of version 1: JSON, XML, forms and text by their media types; of
 * anything else the bytes alone.
 *
 * @returns false where n8n answers 422 itself
 */
export function parseBody(
	request: IncomingMessage,
	rawBody: Buffer,
): Partial<WebhookRequest> | false {
	const header = request.headers['content-type'];
	const contentType = header?.split(';')[0]!.toLowerCase();
	const encoding = /charset=([^;]+)/i.exec(header ?? '')?.[1]!.toLowerCase() ?? (header && 'utf-8');
	const parsed: Partial<WebhookRequest> = { contentType, encoding, rawBody };
	const text = rawBody.toString();
	const withoutMark = text.replace(/^\uFEFF/, '');
	if (text === '') return parsed;
	try {
		if (contentType === 'application/json') parsed.body = JSON.parse(withoutMark) as unknown;
		else if (contentType?.endsWith('/xml') || contentType?.endsWith('+xml'))
			parsed.body = { xml: text };
		else if (contentType === 'application/x-www-form-urlencoded')
			parsed.body = parseForm(withoutMark, undefined, undefined, { maxKeys: 1000 });
		else if (contentType === 'text/plain') parsed.body = text;
	} catch {
		return false;
	}
	return parsed;
}

/** Hands a call to the trigger, begins what it starts, saves static data and answers, in n8n's order. */
export async function executeWebhook(
	published: Published,
	request: WebhookRequest,
	response: WebhookResponse,
): Promise<void> {
	const { type, mode, row } = published;
	// As an entity of the database: each call reads it afresh.
	const loaded = structuredClone(row.staticData);
	const workflow = workflowOf(published, loaded);
	const description = type.description.webhooks!.find(
		({ httpMethod }) => httpMethod === request.method,
	);
	if (!description)
		return void response
			.status(404)
			.json({ code: 404, message: 'The requested webhook is not registered.' });
	const context = new WebhookContext(
		workflow,
		workflow.getNode('Trigger')!,
		additionalDataOf(published, request, response),
		mode,
		{ webhookDescription: description } as IWebhookData,
		[],
		null,
	);
	const save = () => {
		if (!workflow.staticData.__dataChanged || mode === 'manual') return;
		row.saves++;
		row.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		workflow.staticData.__dataChanged = false;
	};
	const fail = (message: string) => void response.status(500).json({ code: 0, message });
	try {
		const { workflowData, webhookResponse, noWebhookResponse } = await type.webhook!.call(context);
		if (noWebhookResponse) save();
		if (!workflowData) {
			if (noWebhookResponse) return;
			save();
			return void response
				.status(200)
				.json(webhookResponse ?? { message: 'Webhook call received' });
		}
		// The runner makes a workflow of its own upon the same static data, which takes back that it has changed.
		if (loaded) workflowOf(published, loaded);
		try {
			// Its database answers in another turn of the event loop.
			await new Promise(setImmediate);
			await published.begin(workflowData[0]!.map(({ json }) => json));
		} catch (error) {
			return noWebhookResponse
				? undefined
				: fail(`There was a problem executing the workflow: ${String(error)}`);
		}
		if (noWebhookResponse) return;
		save();
		// Where the description says nothing, n8n's default is a word, which then is the answer.
		const said = description.responseData ?? 'firstEntryJson';
		if (said !== '') response.status(200).send(said);
		else response.status(200).json(webhookResponse ?? { message: 'Workflow was started' });
	} catch (error) {
		fail(`Workflow Webhook Error: Workflow could not be started! ${String(error)}`);
	}
}

/** Unpublishes the workflow, as far as the trigger learns of it. */
export async function unpublish(published: Published): Promise<void> {
	const workflow = workflowOf(published, structuredClone(published.row.staticData));
	const context = new HookContext(
		workflow,
		workflow.getNode('Trigger')!,
		additionalDataOf(published),
		'internal',
		'update',
	);
	await published.type.webhookMethods!.default!.delete!.call(context);
}

function workflowOf(
	{ type, parameters, credentials, row }: Published,
	staticData: IDataObject | null,
): Workflow {
	const details = Object.fromEntries(
		Object.keys(credentials).map((credential) => [credential, { id: '1', name: credential }]),
	);
	const { name } = type.description;
	const node: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: details,
	};
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	return new Workflow({
		id: row.id,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: staticData ?? undefined,
	});
}

function additionalDataOf(
	{ credentials }: Published,
	request?: WebhookRequest,
	response?: WebhookResponse,
): IWorkflowExecuteAdditionalData {
	return {
		httpRequest: request,
		httpResponse: response,
		// Nothing listens there: a trigger finds the waiting executions at the port that it was called at.
		webhookWaitingBaseUrl: 'http://127.0.0.1:9/webhook-waiting',
		credentialsHelper: new CredentialStore(credentials),
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
}
