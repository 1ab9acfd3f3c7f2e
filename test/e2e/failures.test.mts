import type { WorkflowDocument } from '../n8n/client.mts';
import { enterStage, type TestStage } from './stage.mts';

/** Three contacts, of which the second has no id, through a WAI node with the given On Error setting. */
function document(onError?: string): WorkflowDocument {
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

describe('a contact that cannot be sent', () => {
	let stage: TestStage;
	beforeEach(async () => (stage = await enterStage()));

	const run = async (onError?: string) => {
		const workflow = await stage.client.saveWorkflow(document(onError), stage.credentials);
		return await stage.client.run(workflow, 'Start');
	};
	const contactsAtWai = async () =>
		(await stage.tenant.rows<{ id: string }>('wai/contacts')).map(({ id }) => id);

	it('leaves on the error output with its own data, and the others are sent', async () => {
		const result = await run('continueErrorOutput');
		expect(result.status).toBe('success');
		expect(result.items('Sent').map(({ json }) => json.contactId)).toEqual(['a1', 'a3']);
		expect(result.items('Not sent')).toHaveLength(1);
		expect(result.items('Not sent')[0]?.json).toMatchObject({
			givenName: 'Nobody',
			error: expect.any(String),
			// Rejected before anything was sent, so it may well be corrected and sent again.
			details: { outcome: expect.stringMatching(/^(notSent|rejected)$/) },
		});
		expect(await contactsAtWai()).toEqual(['a1', 'a3']);
	});

	it('stops the workflow when On Error says so, naming the item', async () => {
		const result = await run();
		expect(result.status).toBe('error');
		expect(result.failure).toMatchObject({
			node: 'WAI',
			item: 1,
			message: expect.stringMatching(/contact ID/i),
		});
		expect(result.nodes).not.toContain('Sent');
	});
});
