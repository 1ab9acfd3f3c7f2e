import type { WorkflowDocument } from '../n8n/client.mts';

/** Three contacts, of which the second has no id, through a WAI node with the given On Error setting. */
export function oneBadContact(onError?: string): WorkflowDocument {
	const contacts = [
		{ contactId: 'a1', givenName: 'Ann' },
		{ contactId: '', givenName: 'Nobody' },
		{ contactId: 'a3', givenName: 'Cleo' },
	];
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: Record<string, unknown>,
	) => ({ id: name, name, type, typeVersion, position: [0, 0] as [number, number], parameters });
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	return {
		name: `E2E: one bad contact, ${onError ?? 'stop'}`,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('List', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: JSON.stringify({ contacts }),
				options: {},
			}),
			node('Contacts', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'contacts', options: {} }),
			{
				...node('WAI', 'n8n-nodes-customer-activation.wai', 1, {
					resource: 'contact',
					operation: 'upsert',
					contactId: '={{ $json.contactId }}',
					mapping: 'auto',
					options: {},
				}),
				credentials: { waiApi: { id: null, name: 'WAI' } },
				...(onError ? { onError } : {}),
			},
			node('Sent', 'n8n-nodes-base.noOp', 1, {}),
			node('Not sent', 'n8n-nodes-base.noOp', 1, {}),
		],
		connections: {
			Start: { main: [to('List')] },
			List: { main: [to('Contacts')] },
			Contacts: { main: [to('WAI')] },
			WAI: { main: onError ? [to('Sent'), to('Not sent')] : [to('Sent')] },
		},
		settings: { executionOrder: 'v1' },
	};
}
