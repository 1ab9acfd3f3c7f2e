import { readFile } from 'node:fs/promises';
import { registrationJourney } from '../../workflows/registration.mts';
import { playJourney } from '../../workflows/runJourney.mts';
import { startRelay, type Relay } from './relay.mts';
import { enterStage, type TestStage } from './stage.mts';
import { filesWith, tablesWith } from './traces.mts';

describe('secrets', () => {
	let stage: TestStage;
	let relay: Relay | undefined;
	beforeAll(async () => {
		stage = await enterStage();
		relay = await startRelay(stage.tenant.access('wai').baseUrl);
	});
	afterAll(async () => await relay?.close());

	it('never leave the encrypted credential: not into executions, not into n8n’s log at debug level', async () => {
		const { client, n8n, tenant } = stage;
		const { apiKey = '' } = tenant.access('wai');
		const credential = await client.saveCredential({
			name: stage.credentials[0]!.name,
			type: 'waiApi',
			data: { baseUrl: relay!.url, apiKey },
		});

		const good = await playJourney(
			registrationJourney,
			stage,
			[credential],
			async ({ run }) => run,
		);
		expect(good.status).toBe('success');
		// Errors are where secrets slip out: rejected requests, a token that ends in the middle, a connection that breaks.
		for (const action of [
			'expireToken',
			'resetBefore',
			{ type: 'status', status: 400, body: { message: 'No' } },
		]) {
			await tenant.configure({
				faults: [
					{ match: { endpoint: ['wai.contact.bulk', 'wai.campaign.bulk'], nth: 1 }, action },
				],
			});
			await playJourney(registrationJourney, stage, [credential], async ({ run }) => run);
		}
		await client.testCredential(credential);

		expect(relay!.tokens().length).toBeGreaterThan(0);
		// The search finds what is there: a customer's number in the executions, and debug messages in the log.
		expect(tablesWith(n8n.databaseFile, ['900001'])).toContain('execution_data');
		expect(await readFile(n8n.logFile, 'utf8')).toMatch(/Start executing node|Running node/);
		const secrets = [apiKey, ...relay!.tokens()];
		expect(tablesWith(n8n.databaseFile, secrets)).toEqual([]);
		expect(await filesWith(n8n.userFolder, secrets)).toEqual([]);
	});
});
