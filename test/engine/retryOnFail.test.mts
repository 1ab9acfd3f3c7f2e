import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { event, runWai, upsert } from '../support/wai.mts';
import { contacts, events } from './items.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('Retry On Fail', () => {
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('is not set off by a first item that failed for good, which still reaches the error output', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'failEntries', ids: ['0'], retry: false },
				},
			],
		});
		const { output, errors } = await runWai(tenant, upsert(), contacts(3), {
			settings: { ...retry, onError: 'continueErrorOutput' },
		});
		expect(output).toHaveLength(2);
		expect(errors[0]).toMatchObject({
			pairedItem: { item: 0 },
			json: { error: 'WAI rejected this contact' },
		});
		expect(await tenant.requests('wai.contact.bulk')).toHaveLength(1);
	});

	it('with Stop, an accepted event is not sent again by the next try', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{ match: { endpoint: 'wai.event.one', nth: 3 }, action: { type: 'status', status: 400 } },
			],
		});
		const { output, error } = await runWai(
			tenant,
			event({ options: { batchSize: 1, maxConcurrency: 1 } }),
			events(5),
			{ settings: retry },
		);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.contactId)).toEqual(['0', '1', '2', '3', '4']);
		const stored = await tenant.rows('wai/events');
		expect(stored.map(({ contact }) => contact)).toEqual(['0', '1', '2', '3', '4']);
	});

	it('with Stop, an event that may have arrived is not sent again, and the node says so', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'wai.event.one', nth: 2 }, action: 'resetAfter' }],
		});
		const { error } = await runWai(
			tenant,
			event({ options: { batchSize: 1, maxConcurrency: 1 } }),
			events(4),
			{ settings: retry },
		);
		expect(error?.description).toContain(
			'1 were accepted, 0 rejected, 1 are unknown and 2 were not sent',
		);
		expect((await tenant.rows('wai/events')).map(({ contact }) => contact)).toEqual(['0', '1']);
	});
});
