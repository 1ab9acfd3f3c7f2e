import { oneBadContact } from './oneBadContact.mts';
import { enterStage, type TestStage } from './stage.mts';

describe('a contact that cannot be sent', () => {
	let stage: TestStage;
	beforeEach(async () => (stage = await enterStage()));

	const run = async (onError?: string) => {
		const workflow = await stage.client.saveWorkflow(oneBadContact(onError), stage.credentials);
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
