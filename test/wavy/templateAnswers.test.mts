import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { messagesOf, phone, runWavy, template } from '../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const same = template({ parameters: { parameter: [{ value: 'Ana' }, { value: 'tomorrow' }] } });

describe('what Wavy answers', () => {
	it('explains the 401 of administrators, and sends nothing more', async () => {
		const tenant = await sandbox.tenant({ wavy: { administrator: true } });
		const items = Array.from({ length: 1000 }, (_, i) => ({ phone: phone(i) }));
		const { errors } = await runWavy(tenant, same, items, onErrorOutput);
		expect(errors).toHaveLength(1000);
		expect(errors[0]!.json).toMatchObject({
			message: expect.stringContaining('administrator') as string,
			details: { httpCode: 401, vendor: expect.stringContaining('No user was found') as string },
		});
		expect((await tenant.summary()).requests.total).toBeLessThanOrEqual(4);
	});

	it.each(['rateLimited420', { type: 'status', status: 429, retryAfter: 1 }])(
		'waits and goes on after %p',
		async (action) => {
			const tenant = await sandbox.tenant({ faults: [{ match: { nth: [1, 2] }, action }] });
			const { output } = await runWavy(tenant, same, [{ phone: phone(1) }, { phone: phone(2) }]);
			expect(output.map(({ json }) => json.accepted)).toEqual([true, true]);
			expect(await messagesOf(tenant)).toHaveLength(2);
		},
	);

	it.each(['resetAfter', 'truncate', 'notJson', 'wrongShape'])(
		'does not send again what may have arrived (%s)',
		async (action) => {
			const tenant = await sandbox.tenant({ faults: [{ match: { nth: 1 }, action }] });
			const { errors } = await runWavy(
				tenant,
				same,
				[{ phone: phone(1) }, { phone: phone(2) }],
				onErrorOutput,
			);
			expect(errors.map(({ json }) => (json.details as { outcome: string }).outcome)).toEqual([
				'unknown',
				'unknown',
			]);
			expect(await messagesOf(tenant)).toHaveLength(2);
		},
	);

	it('sends it again where the user asks for it', async () => {
		const tenant = await sandbox.tenant({ faults: [{ match: { nth: 1 }, action: 'resetAfter' }] });
		const { output } = await runWavy(tenant, { ...same, options: { resendUnknown: true } }, [
			{ phone: phone(1) },
		]);
		expect(output[0]!.json.accepted).toBe(true);
		expect(await messagesOf(tenant)).toHaveLength(2);
	});

	it('tells apart the recipients that an answer does not name', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { nth: 1 }, action: { type: 'wrongShape', body: { destinations: [] } } }],
		});
		const { errors } = await runWavy(tenant, same, [{ phone: phone(1) }], onErrorOutput);
		expect(errors[0]!.json).toMatchObject({ details: { outcome: 'unknown', retryable: false } });
	});

	it('keeps user name and token out of all that is put out', async () => {
		const tenant = await sandbox.tenant({
			wavy: {
				authenticationToken: 'very-secret-token',
				userName: 'very-secret-user',
				administrator: true,
			},
		});
		const result = await runWavy(tenant, same, [{ phone: phone(1) }]);
		expect(result.error).toBeDefined();
		expect(JSON.stringify({ ...result.run, hints: result.hints })).not.toMatch(/very-secret/);
	});
});
