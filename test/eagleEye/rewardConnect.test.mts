import type { RewardRow } from '../../sandbox/eagleEye/state.mts';
import { eagleEyeCredentials, issueReward, runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

describe('a reward through EE Connect', () => {
	const through = (more = {}) => issueReward({ connection: 'connect', ...more });

	it('is told as queued, and no more', async () => {
		const tenant = await sandbox.tenant();
		const { output } = await runEagleEye(
			tenant,
			through({ actionReferences: 'LATE_DELIVERY, WELCOME' }),
			[{ id: '900001' }, { id: 'nobody' }],
		);
		expect(output.map(({ json }) => [json.accepted, json.status])).toEqual([
			[true, 'queued'],
			[true, 'queued'],
		]);
		expect(output[0]!.json.message).toContain('SERVICE.TRIGGER');
		await new Promise((resolve) => setTimeout(resolve, 300));
		const queue = await tenant.rows<{ reference: string; status: string }>('eagleEye/queue');
		expect(queue.map(({ reference, status }) => [reference, status])).toEqual([
			[output[0]!.json.reference, 'issued'],
			[output[1]!.json.reference, 'deadLetter'],
		]);
		expect(await tenant.rows<RewardRow>('eagleEye/rewards')).toMatchObject([
			{ through: 'connect', points: 10_500, reference: output[0]!.json.reference },
		]);
	});

	it('the validation errors come through in words', async () => {
		const body = {
			message: 'Validation error',
			errors: [{ path: 'body.identityValue', message: 'Too short' }],
		};
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'eagleEye.connect.trigger', nth: 1 },
					action: { type: 'status', status: 400, body },
				},
			],
		});
		const { errors, output } = await runEagleEye(
			tenant,
			through({ options: { maxConcurrency: 1 } }),
			[{ id: '900001' }, { id: '900002' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.details).toMatchObject({
			outcome: 'rejected',
			retryable: false,
			httpCode: 400,
			vendor: 'Validation error: body.identityValue: Too short',
		});
		expect(output).toHaveLength(1);
	});

	it('a connector and key that do not belong together (403) end the run', async () => {
		const tenant = await sandbox.tenant();
		const { eagleEyeConnectApi } = eagleEyeCredentials(tenant);
		const credentials = { eagleEyeConnectApi: { ...eagleEyeConnectApi!, authToken: 'another' } };
		const items = Array.from({ length: 50 }, () => ({ id: '900001' }));
		const { errors } = await runEagleEye(tenant, through(), items, {
			credentials,
			...onErrorOutput,
		});
		expect(errors).toHaveLength(50);
		expect(errors[0]!.json).toMatchObject({
			error: 'Eagle Eye did not accept the credential (HTTP status 403)',
			details: { outcome: 'rejected' },
		});
		expect(errors[49]!.json).toMatchObject({ details: { outcome: 'notSent' } });
		expect((await tenant.summary()).requests.total).toBeLessThanOrEqual(4);
	});

	it('takes rewards only, and says so', async () => {
		const tenant = await sandbox.tenant();
		const { errors } = await runEagleEye(
			tenant,
			{
				connection: 'connect',
				resource: 'wallet',
				operation: 'get',
				lookupBy: 'identity',
				identityValue: '1',
			},
			[{}],
			onErrorOutput,
		);
		expect(errors[0]!.json).toMatchObject({
			error: 'EE Connect takes rewards only',
			details: { outcome: 'notSent', attempts: 0 },
		});
	});
});
