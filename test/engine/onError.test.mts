import { threadCpuUsage } from 'node:process';

import { onErrorContinue, onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai, upsert } from '../support/wai.mts';
import { contacts } from './items.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const rejectThird = {
	match: { endpoint: 'wai.contact.bulk' },
	action: { type: 'failEntries', ids: ['2'], retry: false },
};

describe('On Error', () => {
	it('Stop: names the item, says how far it got, and sends nothing more', async () => {
		const tenant = await sandbox.tenant({ faults: [rejectThird] });
		const { error, output } = await runWai(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 1 } }),
			contacts(100),
		);
		expect(output).toEqual([]);
		expect(error?.context?.itemIndex).toBe(2);
		expect(error?.message).toBe('WAI rejected this contact');
		expect(error?.description).toContain(
			'Of 100 items, 9 were accepted, 1 rejected, 0 are unknown and 90 were not sent.',
		);
		expect(error?.description).toContain('Set On Error to Continue');
		expect((await tenant.requests('wai.contact.bulk')).length).toBe(1);
		expect((await tenant.summary()).wai.contacts).toBe(9);
	});

	it('Stop: requests in flight finish, and are counted', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk', nth: [2, 3] },
					action: { type: 'delay', ms: 150, when: 'after' },
				},
				rejectThird,
			],
		});
		const { error } = await runWai(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 3 } }),
			contacts(100),
		);
		expect(error?.description).toContain(
			'29 were accepted, 1 rejected, 0 are unknown and 70 were not sent',
		);
		expect((await tenant.summary()).wai.contacts).toBe(29);
	});

	it('Continue: every item on the regular output, in input order, the failed one with its reason', async () => {
		const tenant = await sandbox.tenant({ faults: [rejectThird] });
		const { output, errors, hints } = await runWai(tenant, upsert(), contacts(5), onErrorContinue);
		expect(errors).toEqual([]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		expect(Object.keys(output[2]!.json).slice(0, 2)).toEqual(['error', 'message']);
		expect(output[2]!.json).toEqual({
			error: 'WAI rejected this contact',
			message: 'Check the data of this contact',
			accepted: false,
			id: '2',
			n: 2,
			details: { outcome: 'rejected', retryable: false, attempts: 1 },
		});
		expect(hints).toEqual(['WAI: 5 items in 1 request: 4 accepted, 1 rejected, 0 unknown']);
	});

	it('accepted items keep their own fields beside the result, unless the user leaves them out', async () => {
		const kept = await runWai(await sandbox.tenant(), upsert(), contacts(1), onErrorContinue);
		expect(kept.output[0]!.json).toMatchObject({ id: '0', n: 0, contactId: '0', accepted: true });
		const left = await runWai(
			await sandbox.tenant(),
			upsert({ options: { includeInputFields: false } }),
			contacts(1),
		);
		expect(left.output[0]!.json).toMatchObject({ contactId: '0', accepted: true });
		expect(left.output[0]!.json).not.toHaveProperty('n');
	});

	it('Summary Only: one item counts the outcomes; what failed still leaves by the error output', async () => {
		const parameters = upsert({ options: { output: 'summary' } });
		const summed = await runWai(
			await sandbox.tenant({ faults: [rejectThird] }),
			parameters,
			contacts(5),
			onErrorContinue,
		);
		const counts = { items: 5, accepted: 4, rejected: 1, unknown: 0, notSent: 0, requests: 1 };
		expect(summed.output.map(({ json }) => json)).toEqual([expect.objectContaining(counts)]);
		expect(summed.output[0]!.json.firstError).toBe('WAI rejected this contact');
		const routed = await runWai(
			await sandbox.tenant({ faults: [rejectThird] }),
			parameters,
			contacts(5),
			{
				...onErrorOutput,
			},
		);
		expect(routed.output.map(({ json }) => json)).toEqual([expect.objectContaining(counts)]);
		expect(routed.errors.map(({ json }) => json)).toEqual([
			expect.objectContaining({ id: '2', n: 2, error: 'WAI rejected this contact' }),
		]);
	});

	it('Error output: n8n sorts a long list far faster than an ordinary one, in input order', async () => {
		const count = 100_000;
		const failing = Array.from({ length: count / 1000 }, (_, i) => String(i * 1000));
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'failEntries', ids: failing, retry: false },
				},
			],
		});
		// Of this thread on the processor: other processes do not lengthen it, nor does the collector of garbage.
		const usedMs = () => {
			const { user, system } = threadCpuUsage();
			return (user + system) / 1000;
		};
		let last = usedMs();
		let longestHeld = 0;
		const turn = () => {
			longestHeld = Math.max(longestHeld, usedMs() - last);
			last = usedMs();
		};
		const watch = setInterval(turn, 5);
		const { output, errors } = await runWai(tenant, upsert(), contacts(count), onErrorOutput);
		turn();
		clearInterval(watch);
		expect(errors.map(({ json }) => json.id)).toEqual(failing);
		expect(output.map(({ json }) => json.contactId)).toEqual(
			contacts(count)
				.map(({ id }) => id)
				.filter((id) => !failing.includes(id)),
		);
		const ordinary: object[] = [];
		for (let i = 0; i < count; i++) ordinary.push({});
		last = usedMs();
		while (ordinary.length > 0) ordinary.shift();
		expect(longestHeld).toBeLessThan((usedMs() - last) / 2);
	}, 60_000);

	it('Error output: the failed item carries its own fields and the reason', async () => {
		const tenant = await sandbox.tenant({ faults: [rejectThird] });
		const { output, errors } = await runWai(tenant, upsert(), contacts(5), onErrorOutput);
		expect(output).toHaveLength(4);
		expect(errors.map(({ json }) => json)).toEqual([
			{
				id: '2',
				n: 2,
				error: 'WAI rejected this contact',
				message: 'Check the data of this contact',
				details: expect.any(Object) as object,
			},
		]);
	});

	it('an expression that fails costs only its item', async () => {
		const tenant = await sandbox.tenant();
		const parameters = upsert({
			contactId: '={{ $json.n === 3 ? $("Nowhere").item.json.id : $json.id }}',
		});
		const { output, errors } = await runWai(tenant, parameters, contacts(6), onErrorOutput);
		expect(output).toHaveLength(5);
		expect(errors[0]!.json.error).toContain('A field of this item could not be read');
	});
});
