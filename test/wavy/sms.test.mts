import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { phone, runWavy, sms, smsOf } from '../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('Send SMS', () => {
	it('sends 2,500 messages in 3 requests, each receipt on its item', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 2500 }, (_, i) => ({ phone: phone(i), text: `Hi ${i}` }));
		const { byItem, error } = await runWavy(tenant, sms(), items);
		expect(error).toBeUndefined();
		const rows = new Map((await smsOf(tenant)).map((row) => [row.id, row]));
		expect((await tenant.summary()).requests.endpoints['wavy.sms.bulk']!.requests).toBe(3);
		for (const [i, { json }] of byItem.entries()) {
			expect(rows.get(json.messageId as string)).toMatchObject({
				to: phone(i),
				messageText: `Hi ${i}`,
				correlationId: json.correlationId,
			});
		}
	});

	it('checks the documented lengths of each item before sending', async () => {
		const tenant = await sandbox.tenant();
		const long = (n: number) => 'x'.repeat(n);
		const items = [
			{ phone: phone(1), text: long(1280), ref: long(64), extra: long(255) },
			{ phone: phone(2), text: long(1281) },
			{ phone: phone(3), text: 'x', ref: long(65) },
			{ phone: phone(4), text: 'x', extra: long(256) },
			{ phone: phone(5), text: '' },
		];
		const parameters = sms({
			options: { correlationId: '={{ $json.ref }}', extraInfo: '={{ $json.extra }}' },
		});
		const { output, errors } = await runWavy(tenant, parameters, items, onErrorOutput);
		expect(output).toHaveLength(1);
		expect(errors.map(({ json }) => String(json.error).split('"')[1])).toEqual([
			'Message Text',
			'Correlation ID',
			'Extra Info',
			'Message Text',
		]);
		expect(await smsOf(tenant)).toHaveLength(1);
	});

	it('sends schedule, expiry and flash, and rejects a date that is too near', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ phone: phone(1), text: 'x', at: new Date(Date.now() + 3_600_000).toISOString() },
			{ phone: phone(2), text: 'x', at: new Date(Date.now() + 60_000).toISOString() },
		];
		const parameters = sms({
			options: {
				scheduledDate: '={{ $json.at }}',
				expiresInMinutes: 60,
				flashSms: true,
				flowId: 'f',
			},
		});
		const { output, errors } = await runWavy(tenant, parameters, items, onErrorOutput);
		expect([output.length, errors[0]!.json.error]).toEqual([
			1,
			'"Scheduled Date" is less than 30 minutes ahead',
		]);
	});

	it('reports what may have arrived as unknown, and does not repeat it', async () => {
		const tenant = await sandbox.tenant({ faults: [{ match: { nth: 1 }, action: 'resetAfter' }] });
		const { errors } = await runWavy(
			tenant,
			sms(),
			[{ phone: phone(1), text: 'x' }],
			onErrorOutput,
		);
		expect(errors[0]!.json).toMatchObject({ details: { outcome: 'unknown' } });
		expect(await smsOf(tenant)).toHaveLength(1);
	});
});
