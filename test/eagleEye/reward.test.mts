import type { IDataObject } from 'n8n-workflow';
import type { RewardRow } from '../../sandbox/eagleEye/state.mts';
import {
	customers,
	eagleEyeCredentials,
	issueReward,
	runEagleEye,
	type FailedReward,
} from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

describe('a reward through AIR', () => {
	it(
		'tells a marketer what was issued, to which wallet, and the new balance, with the full ' +
			'answer beside it',
		async () => {
			const tenant = await sandbox.tenant();
			const { output } = await runEagleEye(
				tenant,
				issueReward({ actionReferences: 'LATE_DELIVERY, FREE_COFFEE', reference: 'order-1001' }),
				[{ id: '900001' }],
			);
			const [row] = await tenant.rows<RewardRow>('eagleEye/rewards');
			const { raw, ...told } = output[0]!.json;
			expect(told).toEqual({
				id: '900001',
				accepted: true,
				status: 'issued',
				identity: '900001',
				actionReferences: ['LATE_DELIVERY', 'FREE_COFFEE'],
				reference: 'order-1001',
				walletId: row!.walletId,
				walletTransactionId: row!.walletTransactionId,
				pointsIssued: 10_000,
				pointsBalance: 12_500,
				coupons: [
					{
						event: 'CREATE',
						accountId: row!.coupons[0],
						campaignId: '5001',
						status: 'ACTIVE',
						validFrom: expect.any(String),
						validUntil: expect.any(String),
					},
				],
			});
			expect(raw).toMatchObject({
				reference: 'order-1001',
				status: 'SETTLED',
				accounts: expect.any(Array),
			});
			expect(row).toMatchObject({ actions: ['LATE_DELIVERY', 'FREE_COFFEE'], points: 10_000 });
		},
	);

	it('makes one reference for each item, which stays the same when n8n tries the item again', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'eagleEye.trigger', nth: 1 }, action: 'resetAfter' }],
		});
		const items = [{ id: '900001' }, { id: '900002' }, { id: '900003' }];
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const { output } = await runEagleEye(
			tenant,
			issueReward({ options: { maxRetries: 0, maxConcurrency: 1, resendUnknown: true } }),
			items,
			{ settings },
		);
		const references = output.map(({ json }) => json.reference);
		expect(new Set(references).size).toBe(3);
		// The first one arrived twice, as the user allowed: by its reference that can be seen.
		const inLedger = (await tenant.rows<RewardRow>('eagleEye/rewards')).map(
			({ reference }) => reference,
		);
		expect(inLedger).toEqual([references[0], ...references]);
	});

	it('permanent rejections (400, 401, 404, 409, 422) and passing ones are told apart', async () => {
		const run = async (status: number, times?: number) => {
			const tenant = await sandbox.tenant({
				faults: [
					{
						match: { endpoint: 'eagleEye.trigger' },
						times,
						action: {
							type: 'status',
							status,
							headers: { 'x-ees-called-unique-id': 'call-77' },
							body: { why: 'because' },
						},
					},
				],
			});
			const { byItem } = await runEagleEye(
				tenant,
				issueReward({ options: { maxRetries: 1 } }),
				[{ id: '900001' }],
				onErrorOutput,
			);
			return byItem[0]!.json as unknown as FailedReward & IDataObject;
		};
		for (const status of [400, 401, 404, 409, 422]) {
			expect((await run(status)).details).toMatchObject({
				outcome: 'rejected',
				retryable: false,
				attempts: 1,
				httpCode: status,
			});
		}
		for (const status of [429, 503]) {
			expect((await run(status)).details).toMatchObject({
				outcome: 'rejected',
				retryable: true,
				attempts: 2,
				httpCode: status,
			});
			expect(await run(status, 1)).toMatchObject({ accepted: true, status: 'issued' });
		}
		expect((await run(500)).details).toMatchObject({
			outcome: 'unknown',
			retryable: true,
			attempts: 1,
			httpCode: 500,
		});
		const { error, message, details } = await run(404);
		expect(error).toBe('Eagle Eye does not know the identity "900001"');
		expect(message).toContain('Check');
		expect(details.vendor).toBe(`{"why":"because"} (Eagle Eye's ID of the call: call-77)`);
		expect(details.reference).toMatch(/^[\da-f]{24}-0$/);
	}, 60_000);

	it('an identity that AIR does not know costs only its own item', async () => {
		const tenant = await sandbox.tenant();
		const items = [{ id: '900001' }, { id: 'nobody' }, { id: '' }, { id: '900002' }];
		const { output, errors } = await runEagleEye(tenant, issueReward(), items, onErrorOutput);
		expect(output.map(({ json }) => json.identity)).toEqual(['900001', '900002']);
		expect(errors.map(({ json }) => json.error)).toEqual([
			'Eagle Eye does not know the identity "nobody"',
			'"Identity Value" is empty',
		]);
	});

	it('keeps to the requests a second that the user allows', async () => {
		const tenant = await sandbox.tenant({ eagleEye: { wallets: customers(16) } });
		const items = Array.from({ length: 16 }, (_, n) => ({ id: `C${n}` }));
		await runEagleEye(
			tenant,
			issueReward({ options: { requestsPerSecond: 10, maxConcurrency: 8 } }),
			items,
		);
		const times = (await tenant.requests()).map(({ startedAt }) => startedAt);
		expect(times.at(-1)! - times[0]!).toBeGreaterThan(1400);
	});

	it('an answer that is no wallet transaction is not taken for a reward', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'eagleEye.trigger' }, action: 'wrongShape' }],
		});
		const { byItem } = await runEagleEye(tenant, issueReward(), [{ id: '900001' }], onErrorOutput);
		expect(byItem[0]!.json).toMatchObject({ details: { outcome: 'unknown' } });
	});

	it('the secret is never sent', async () => {
		const tenant = await sandbox.tenant();
		const { run } = await runEagleEye(
			tenant,
			issueReward(),
			[{ id: '900001' }, { id: 'nobody' }],
			onErrorOutput,
		);
		expect(JSON.stringify(run)).not.toContain(
			String(eagleEyeCredentials(tenant).eagleEyeAirApi!.clientSecret),
		);
	});
});
