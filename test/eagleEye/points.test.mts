import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { customers, runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { account, byIdentity, failed, one, tenant, useAccount, useAccounts } from './account.mts';

useAccounts();

describe('points', () => {
	const move = (operation: string, more: INodeParameters = {}): INodeParameters => ({
		resource: 'points',
		operation,
		...byIdentity,
		accountId: '',
		pointsInput: 'fields',
		points: '={{ $json.points }}',
		...more,
	});

	it('credit, debit and goodwill tell the new balance', async () => {
		const item = { id: '900001', points: 100 };
		expect(await one(move('credit'), item)).toMatchObject({
			accepted: true,
			points: 100,
			pointsBalance: 2600,
		});
		expect(await one(move('debit'), item)).toMatchObject({ points: 100, pointsBalance: 2500 });
		expect(await one(move('goodwill'), { ...item, points: '40' })).toMatchObject({
			points: 40,
			pointsBalance: 2540,
		});
		const json = move('credit', {
			pointsInput: 'json',
			pointsJson: '{"balances":{"current":5},"reasonCode":"LATE"}',
		});
		expect(await one(json, item)).toMatchObject({ points: 5, pointsBalance: 2545 });
	});

	it('which account is not guessed where the wallet has several or none', async () => {
		await one({
			resource: 'scheme',
			operation: 'join',
			...byIdentity,
			schemeId: '1287',
			accountJson: '{"status":"ACTIVE","state":"EARNBURN"}',
		});
		expect(await failed(move('credit', { points: 1 }))).toMatchObject({
			error: 'The wallet has 2 active points accounts',
			message: expect.stringContaining('Account ID'),
		});
		const { accountId } = await account('900001', 'POINTS');
		expect(await one(move('credit', { points: 1, accountId }))).toMatchObject({
			accountId,
			pointsBalance: 2501,
		});
		for (const [points, error] of [
			[0, '"Points" is 0, and must be at least 1'],
			[-5, '"Points" is -5, and must be at least 1'],
			[1.5, '"Points" is not a whole number: 1.5'],
			['many', '"Points" is not a number: "many" (only digits are allowed)'],
			['', '"Points" is empty'],
		] as const) {
			expect(await failed(move('credit'), { id: '900001', points })).toMatchObject({ error });
		}
	});

	it('identities are looked up once a run, and one customer is served in input order', async () => {
		await useAccount({
			eagleEye: { wallets: customers(20) },
			faults: [{ match: { probability: 0.3 }, action: { type: 'delay', ms: 5 } }],
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(fc.nat({ max: 19 }), fc.boolean(), fc.integer({ min: 1, max: 99 })), {
					minLength: 1,
					maxLength: 60,
				}),
				async (moves) => {
					const before = (await tenant.requests()).length;
					const balances = (await tenant.rows<WalletRow>('eagleEye/wallets')).map(
						({ points }) => points,
					);
					// Upper or lower case, it is the same identity.
					const items = moves.map(([n, upper, points]) => ({
						id: upper ? `C${n}` : `c${n}`,
						points,
					}));
					const { output } = await runEagleEye(
						tenant,
						move('credit', { options: { maxConcurrency: 8 } }),
						items,
					);
					const expected = moves.map(([n, , points]) => (balances[n]! += points));
					expect(output.map(({ json }) => json.pointsBalance)).toEqual(expected);
					const requests = (await tenant.requests()).slice(before).map(({ endpoint }) => endpoint);
					const customersMet = new Set(moves.map(([n]) => n)).size;
					expect(requests.filter((name) => name === 'eagleEye.wallet.find')).toHaveLength(
						customersMet,
					);
					expect(requests.filter((name) => name === 'eagleEye.account.list')).toHaveLength(
						customersMet,
					);
					expect(requests).toHaveLength(moves.length + 2 * customersMet);
				},
			),
			{ numRuns: 15 },
		);
	}, 60_000);

	it('a look-up is repeated whatever became of it, the credit itself is not', async () => {
		await useAccount({
			eagleEye: { wallets: customers(40) },
			faults: [
				{
					match: { endpoint: ['eagleEye.wallet.find', 'eagleEye.account.list'], every: 5 },
					action: 'resetAfter',
				},
				{ match: { endpoint: 'eagleEye.points.credit', every: 5 }, action: 'resetAfter' },
			],
		});
		const items = Array.from({ length: 40 }, (_, n) => ({ id: `C${n}`, points: 7 }));
		const { output, errors } = await runEagleEye(
			tenant,
			move('credit', { options: { maxConcurrency: 8 } }),
			items,
			onErrorOutput,
		);
		expect([output.length, errors.length]).toEqual([32, 8]);
		for (const { json } of errors)
			expect(json.details).toMatchObject({ outcome: 'unknown', attempts: expect.any(Number) });
		expect(await tenant.rows('eagleEye/movements')).toHaveLength(40);
	});

	it('a look-up that never gets through leaves nothing unknown', async () => {
		await tenant.configure({
			faults: [{ match: { endpoint: 'eagleEye.wallet.find' }, action: 'resetAfter' }],
		});
		expect(await failed(move('credit', { points: 1, options: { maxRetries: 1 } }))).toMatchObject({
			details: { outcome: 'notSent', retryable: true, attempts: 2 },
		});
	});
});
