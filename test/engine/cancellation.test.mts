import { onErrorContinue } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { event, runWai, upsert } from '../support/wai.mts';
import { contacts, events } from './items.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('cancellation', () => {
	/** Cancels after 700 ms, upon which the node must end within a second. @returns its output */
	const runCancelled = async (...[tenant, parameters, items]: Parameters<typeof runWai>) => {
		let cancelledAt = 0;
		const { run, output } = await runWai(tenant, parameters, items, {
			...onErrorContinue,
			onStart: (cancel) => {
				setTimeout(() => {
					cancelledAt = Date.now();
					cancel();
				}, 700);
			},
		});
		expect(Date.now() - cancelledAt).toBeLessThan(1000);
		expect(run.status).toBe('canceled');
		return output;
	};

	it('during a long Retry-After ends within a second, and what was accepted is known', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk', from: 2 },
					action: { type: 'status', status: 429, retryAfter: 600 },
				},
			],
		});
		const output = await runCancelled(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 1 } }),
			contacts(100),
		);
		const accepted = output.filter(({ json }) => json.accepted);
		expect(accepted).toHaveLength(10);
		expect((await tenant.summary()).wai.contacts).toBe(10);
	});

	it.each([{ type: 'hang', when: 'after' }, { type: 'stall' }])(
		'while an answer is waited for ends within a second (%j)',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { endpoint: 'wai.event.bulk', nth: 2 }, action }],
			});
			const output = await runCancelled(
				tenant,
				event({ options: { batchSize: 10, maxConcurrency: 1 } }),
				events(100),
			);
			const ends = output.map(
				({ json }) => (json.details as { outcome: string } | undefined)?.outcome ?? 'accepted',
			);
			expect(ends).toEqual([
				...Array(10).fill('accepted'),
				...Array(10).fill('unknown'),
				...Array(80).fill('notSent'),
			]);
			expect((await tenant.summary()).wai.events).toBe(20);
		},
	);
});
