import type { IDataObject } from 'n8n-workflow';

import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import type { RewardRow } from '../../sandbox/eagleEye/state.mts';
import { customers, eagleEyeCredentials, issueReward, runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

interface Failed {
	error: string;
	message: string;
	details: {
		outcome: string;
		retryable: boolean;
		attempts: number;
		httpCode?: number;
		vendor?: string;
		reference?: string;
	};
}

const COUNT = Number(process.env.EAGLE_EYE_REWARDS ?? 1000);

describe('Must be seen: 1,000 rewards at concurrency 8 under faults', () => {
	it('each is issued once, and the balances in the ledger equal what the node reported', async () => {
		const tenant = await sandbox.tenant({
			seed: 7,
			rateLimit: { requests: 150, perSeconds: 1 },
			eagleEye: { wallets: customers(COUNT) },
			faults: [
				{ match: { endpoint: 'eagleEye.trigger', probability: 0.03 }, action: 'resetAfter' },
				{ match: { endpoint: 'eagleEye.trigger', probability: 0.03 }, action: 'resetBefore' },
				{
					match: { endpoint: 'eagleEye.trigger', probability: 0.05 },
					action: { type: 'status', status: 503 },
				},
				{
					match: { endpoint: 'eagleEye.trigger', probability: 0.03 },
					action: { type: 'status', status: 500 },
				},
				{ match: { endpoint: 'eagleEye.trigger', probability: 0.02 }, action: 'truncate' },
			],
		});
		const items = Array.from({ length: COUNT }, (_, n) => ({ id: `c${n}` }));
		const { byItem, output, errors, hints } = await runEagleEye(
			tenant,
			issueReward({ options: { maxConcurrency: 8 } }),
			items,
			onErrorOutput,
		);
		const rewards = new Map<string, RewardRow[]>();
		for (const row of await tenant.rows<RewardRow>('eagleEye/rewards'))
			rewards.set(row.reference, [...(rewards.get(row.reference) ?? []), row]);
		const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
		const counts = { issued: 0, unknown: 0, unknownButIssued: 0 };
		expect(output.length + errors.length).toBe(COUNT);
		for (const n of items.keys()) {
			const { json } = byItem[n]!;
			const { reference = (json as unknown as Failed).details?.reference } = json as {
				reference?: string;
			};
			const inLedger = rewards.get(reference!) ?? [];
			// A reward is no idempotent call: whatever became of its answer, it is there once at most.
			expect(inLedger.length).toBeLessThanOrEqual(1);
			if (json.accepted === true) {
				counts.issued++;
				const [row] = inLedger;
				expect(json).toMatchObject({
					status: 'issued',
					identity: `c${n}`,
					walletId: row!.walletId,
					walletTransactionId: row!.walletTransactionId,
					pointsIssued: 10_000,
					pointsBalance: row!.balance,
				});
				expect(row!.balance).toBe(10_000 + n);
				expect(wallets[n]!.points).toBe(json.pointsBalance);
			} else {
				const { details } = json as unknown as Failed;
				expect(details.outcome).toBe('unknown');
				expect(details.retryable).toBe(true);
				counts.unknown++;
				counts.unknownButIssued += inLedger.length;
			}
		}
		expect(counts.issued + counts.unknownButIssued).toBe([...rewards.values()].flat().length);
		expect(counts.issued).toBeGreaterThan(COUNT * 0.8);
		expect(counts.unknown).toBeGreaterThan(0);
		expect(counts.unknownButIssued).toBeGreaterThan(0);
		const { requests } = await tenant.summary();
		expect(requests.maxInFlight).toBeLessThanOrEqual(8);
		expect(hints[0]).toContain(
			`${counts.issued.toLocaleString('en-US')} accepted, 0 rejected, ${counts.unknown} unknown`,
		);
	}, 120_000);
});

describe('a reward through AIR', () => {
	it('tells a marketer what was issued, to which wallet, and the new balance, with the full answer beside it', async () => {
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
	});

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
			return byItem[0]!.json as unknown as Failed & IDataObject;
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
