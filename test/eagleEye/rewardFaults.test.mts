import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import type { RewardRow } from '../../sandbox/eagleEye/state.mts';
import { customers, issueReward, runEagleEye, type FailedReward } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

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
			const { reference = (json as unknown as FailedReward).details?.reference } = json as {
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
				const { details } = json as unknown as FailedReward;
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
