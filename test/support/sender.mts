import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { runNode, type NodeRunResult } from './engine.mts';

/** Sends something through n8n's own helpers. */
export type Send = (context: IExecuteFunctions) => Promise<unknown>;

/** How this pack's nodes call, and n8n's declarative ones. */
export const modern =
	(credential: string, options: IHttpRequestOptions): Send =>
	async (context) =>
		await context.helpers.httpRequestWithAuthentication.call(context, credential, options);

/** How the HTTP Request node calls, to which Custom API Call leads. */
export const legacy =
	(credential: string, options: IDataObject): Send =>
	async (context) => {
		const { requestWithAuthentication } = context.helpers as unknown as Record<
			string,
			(this: unknown, type: string, options: object) => Promise<unknown>
		>;
		return await requestWithAuthentication!.call(context, credential, options);
	};

/** Runs a node that does nothing but send, with a credential of this pack. */
export async function sends(
	send: Send,
	name: string,
	credential: ICredentialDataDecryptedObject,
): Promise<NodeRunResult> {
	const type: INodeType = {
		description: {
			displayName: 'Sender',
			name: 'sender',
			group: ['output'],
			version: 1,
			description: '',
			defaults: { name: 'Sender' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name, required: true }],
			properties: [],
		},
		async execute() {
			return [[{ json: { answer: (await send(this)) as IDataObject } }]];
		},
	};
	return await runNode({ type, parameters: {}, items: [{}], credentials: { [name]: credential } });
}

/** Runs a credential's own test as n8n does: its request by a declarative node. @returns the error that n8n shows */
export async function testOf(
	type: ICredentialType,
	credential: ICredentialDataDecryptedObject,
): Promise<NodeRunResult> {
	const description: INodeTypeDescription = {
		displayName: 'Temp',
		name: 'temp',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Temp' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: type.name, required: true }],
		properties: [
			{
				displayName: 'Temp',
				name: 'temp',
				type: 'string',
				default: '',
				routing: { request: type.test!.request },
			},
		],
	};
	return await runNode({
		type: { description },
		parameters: { temp: '' },
		items: [{}],
		credentials: { [type.name]: credential },
	});
}
