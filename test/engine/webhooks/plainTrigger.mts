import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import { triggerLifecycle } from '../../../engine/webhooks/lifecycle';
import { type CallbackEntry, InvalidPayloadError } from '../../../engine/webhooks/payload';
import {
	authenticationProperty,
	deliveryProperties,
	optionsProperty,
} from '../../../engine/webhooks/properties';
import { createReceiver, type Receiver } from '../../../engine/webhooks/receive';
import { webhookSecretOf } from '../../../engine/webhooks/secret';
import { TriggerServer, type TriggerSetup } from '../../support/trigger.mts';

/** An entry with an id is put out as it is; `bad` ones cannot be read, `unwanted` ones are not put out. */
function read(entry: unknown): CallbackEntry | undefined {
	const json = entry as IDataObject;
	if (typeof json !== 'object' || json === null) return undefined;
	if (json.bad) throw new Error('cannot be read');
	return json.unwanted ? {} : { id: json.id === undefined ? undefined : String(json.id), json };
}

/** A trigger of no vendor, upon a receiver: what every trigger does with what arrives. */
export function plainTrigger(receiver: Receiver, readEntry: typeof read = read): INodeType {
	return {
		description: {
			displayName: 'Plain Trigger',
			name: 'plainTrigger',
			group: ['trigger'],
			version: 1,
			description: '',
			defaults: { name: 'Plain Trigger' },
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: 'wavyWebhookApi', required: true }],
			webhooks: [
				{
					name: 'default',
					httpMethod: 'POST',
					responseMode: 'onReceived',
					responseData: '',
					path: 'webhook',
				},
				{
					name: 'default',
					httpMethod: 'GET',
					responseMode: 'onReceived',
					responseData: '',
					path: 'webhook',
				},
			],
			properties: [
				authenticationProperty('nobody'),
				...deliveryProperties('nobody'),
				optionsProperty(),
			],
		},
		webhookMethods: { default: triggerLifecycle(receiver) },
		async webhook() {
			return await receiver.receive(this, {
				credential: 'wavyWebhookApi',
				secretOf: webhookSecretOf,
				reader: () => ({
					entriesOf(body) {
						if (Array.isArray(body)) return body;
						if (typeof body !== 'object') throw new InvalidPayloadError('Not a list');
						return [body];
					},
					read: readEntry,
				}),
			});
		},
	};
}

const servers: TriggerServer[] = [];

interface PlainSetup extends Partial<TriggerSetup> {
	/** the process: a receiver of its own unless given */
	receiver?: Receiver;
	read?: typeof read;
}

/** Starts one that is open to all. */
export async function startPlain({
	receiver = createReceiver(),
	read: readEntry,
	parameters,
	...setup
}: PlainSetup = {}): Promise<TriggerServer> {
	const all: INodeParameters = { authentication: 'none', ...parameters };
	const server = await TriggerServer.start(plainTrigger(receiver, readEntry), {
		...setup,
		parameters: all,
	});
	servers.push(server);
	return server;
}

/** Stops what `startPlain` has started. */
export async function stopAll(): Promise<void> {
	for (const server of servers.splice(0)) await server.stop();
}

export const idsOf = ({ items }: TriggerServer): string[] => items.map(({ id }) => String(id));

/** A promise to be resolved by hand. */
export function gate(): { open: () => void; opened: Promise<void> } {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
}

export const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));
