import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
let membership: string;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());
beforeEach(async () => {
	tenant = await sandbox.tenant();
	membership = (await first()).tier!.tierMembershipId;
});

const first = async () => (await tenant.rows<WalletRow>('eagleEye/wallets'))[0]!;
const run = async (operation: string, parameters: INodeParameters, items: IDataObject[]) =>
	await runEagleEye(
		tenant,
		{
			resource: 'tier',
			operation,
			lookupBy: 'identity',
			identityValue: '900001',
			membershipId: '={{ $json.membership }}',
			...parameters,
		},
		items.map((item) => ({ membership, ...item })),
		onErrorOutput,
	);

describe('tier', () => {
	it('credit: a customer who reaches the next tier is in it', async () => {
		const balances = { points: '={{ $json.points }}', spend: '={{ $json.spend }}' };
		const { output } = await run('credit', { balances }, [
			{ points: 50 },
			{ points: '60', spend: 1990 },
		]);
		const { walletId, tier } = await first();
		const [before, after] = output.map(({ json }) => json);
		expect(before).toMatchObject({
			tierId: '301',
			previousTierId: null,
			moved: false,
			change: 'CREDIT',
		});
		expect(after).toMatchObject({
			accepted: true,
			walletId,
			tierId: '302',
			previousTierId: '301',
			moved: true,
			change: 'MOVE',
			expiresAt: tier!.expiryDate,
			balances: { points: 1010, spend: 1990, transactions: 0 },
			tierMembershipId: membership,
		});
		expect(tier).toMatchObject({ tierId: '302', points: 1010 });
	});

	it('debit and adjust; a minus goes with adjust only', async () => {
		const balances = { points: '={{ $json.points }}' };
		const debited = await run('debit', { balances }, [
			{ points: 100 },
			{ points: -5 },
			{ points: 1.5 },
		]);
		expect(debited.output.map(({ json }) => json.change)).toEqual(['DEBIT']);
		expect(debited.errors.map(({ json }) => json.error)).toEqual([
			'"Points" is -5, and must be at least 0',
			'"Points" is not a whole number: 1.5',
		]);
		const adjusted = await run('adjust', { balances }, [{ points: -300 }, { points: 0 }, {}]);
		expect(adjusted.output.map(({ json }) => json)).toMatchObject([
			{ change: 'ADJUSTMENT', balances: { points: 500 } },
		]);
		expect(adjusted.errors).toHaveLength(2);
		expect((await first()).tier).toMatchObject({ points: 500 });
	});

	it('move', async () => {
		const { output, errors } = await run('move', { tierId: '={{ $json.tier }}' }, [
			{ tier: 303 },
			{ tier: '999' },
			{ tier: '302', membership: '1' },
			{ tier: '', membership: '1' },
			{ tier: '302', membership: '..' },
		]);
		expect(output.map(({ json }) => [json.previousTierId, json.tierId, json.moved])).toEqual([
			['301', '303', true],
		]);
		expect(errors.map(({ json }) => json.error)).toEqual([
			'Eagle Eye does not know the wallet, the tier membership or the tier',
			'Eagle Eye does not know the wallet, the tier membership or the tier',
			'"Tier ID" is empty',
			'"Tier Membership ID" ".." cannot be used in an address',
		]);
	});

	it('by JSON, the body is sent as it is', async () => {
		const json = { adjustInput: 'json', adjustJson: '={{ { balances: { transactions: -1 } } }}' };
		const { output } = await run('adjust', json, [{}]);
		expect(output[0]!.json).toMatchObject({
			balances: { points: 900, spend: 0, transactions: -1 },
		});
	});

	it('an answer that tells no membership is not taken for a success', async () => {
		await tenant.configure({
			faults: [{ match: { endpoint: 'eagleEye.tier.move' }, action: 'wrongShape' }],
		});
		const { errors } = await run('move', { tierId: '303' }, [{}]);
		expect(errors[0]!.json.details).toMatchObject({ outcome: 'unknown' });
	});
});

describe('points earned', () => {
	const earn = async (parameters: INodeParameters, items: IDataObject[]) =>
		await runEagleEye(
			tenant,
			{
				resource: 'points',
				operation: 'earn',
				lookupBy: 'identity',
				identityValue: '900001',
				...parameters,
			},
			items,
			onErrorOutput,
		);

	it('count for the tier as well', async () => {
		const { output } = await earn({ points: '={{ $json.points }}' }, [{ points: 100 }]);
		expect(output[0]!.json).toMatchObject({ accepted: true, points: 100, pointsBalance: 2600 });
		expect((await first()).tier).toMatchObject({ tierId: '302', points: 1000 });
	});

	it('of a purchase, AIR works them out, and they are told', async () => {
		const { output } = await earn(
			{ pointsInput: 'json', pointsJson: '={{ { transactionValue: $json.spent } }}' },
			[{ spent: 4250 }],
		);
		expect(output[0]!.json).toMatchObject({ points: 42, pointsBalance: 2542 });
	});
});
