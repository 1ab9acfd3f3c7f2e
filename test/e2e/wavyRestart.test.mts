import { randomUUID } from 'node:crypto';
import { N8nClient } from '../n8n/client.mts';
import { ensureN8n } from '../n8n/install.mts';
import { startN8n, type N8nServer } from '../n8n/server.mts';
import { calledTrigger } from '../../workflows/callbacks.mts';
import { openStage, owner, saveSandboxCredentials, type Stage } from '../../workflows/setup.mts';
import type { TestStage } from './stage.mts';
import { answer, ask, executionsWith, publishQuestion, publishTrigger } from './wavy.mts';

/** An n8n of its own, since it is stopped in the middle. */
describe('Send and Wait for Reply across a restart of n8n', () => {
	let stage: Stage;
	let restarted: N8nServer | undefined;
	beforeAll(async () => {
		stage = await openStage({ tenantName: `restart-${randomUUID().slice(0, 8)}` });
		await stage.client.signIn(owner);
	});
	afterAll(async () => {
		await restarted?.stop();
		await stage.close();
	});

	it('wakes with the answer, and knows what it has had before', async () => {
		const before: TestStage = {
			client: stage.client,
			n8n: stage.n8n,
			tenant: stage.tenant,
			credentials: await saveSandboxCredentials(stage),
		};
		const trigger = await publishTrigger(before);
		const question = await publishQuestion(before);
		await stage.tenant.configure({ wavy: { openToAll: true } });
		const from = '5519900000071';
		await ask(question, from);
		const [waiting] = await executionsWith(before, question, 'waiting', 1);
		await stage.n8n.stop();

		restarted = await startN8n({
			installation: await ensureN8n(() => {}),
			userFolder: stage.n8n.userFolder,
		});
		const client = new N8nClient(restarted.url);
		await client.signIn(owner);
		const after: TestStage = { ...before, client, n8n: restarted };
		// On another port.
		await calledTrigger(trigger.workflow, restarted.url)!.register(stage.tenant);
		await answer(after, { from, text: 'Still here' });
		await executionsWith(after, question, 'success', 2);
		expect((await client.execution(waiting!)).items('After').map(({ json }) => json)).toMatchObject(
			[{ replied: true, text: 'Still here', from }],
		);
	});
});
