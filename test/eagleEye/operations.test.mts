import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { customers, runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());
beforeEach(async () => void (tenant = await sandbox.tenant()));

const byIdentity = { lookupBy: 'identity', identityValue: '={{ $json.id }}' };
const wallet = async (identity: string) =>
	(await tenant.rows<WalletRow>('eagleEye/wallets')).find(({ identities }) =>
		identities.some(({ value }) => value === identity),
	)!;
const account = async (identity: string, type: string) =>
	(await wallet(identity)).accounts.find((one) => one.type === type)!;
const one = async (parameters: INodeParameters, item: IDataObject = { id: '900001' }) =>
	(await runEagleEye(tenant, parameters, [item])).output[0]!.json;
const failed = async (parameters: INodeParameters, item: IDataObject = { id: '900001' }) =>
	(await runEagleEye(tenant, parameters, [item], onErrorOutput)).errors[0]!.json;

describe('wallet', () => {
	it('get, by identity in any case and by its id', async () => {
		const { walletId } = await wallet('900001');
		expect(await one({ resource: 'wallet', operation: 'get', ...byIdentity })).toMatchObject({
			walletId,
			status: 'ACTIVE',
		});
		expect(
			await one({ resource: 'wallet', operation: 'get', lookupBy: 'walletId', walletId }),
		).toMatchObject({ walletId });
		expect(
			await failed({ resource: 'wallet', operation: 'get', ...byIdentity }, { id: 'no&b=ody' }),
		).toMatchObject({
			error: 'Eagle Eye does not know the identity "no&b=ody"',
			details: { outcome: 'rejected', retryable: false, httpCode: 404 },
		});
	});

	const fields: INodeParameters = {
		resource: 'wallet',
		operation: 'create',
		walletInput: 'fields',
		identities: {
			identity: [
				{ type: 'CUSTOMER_ID', value: '={{ $json.id }}' },
				{ type: 'MOBILE', value: '={{ $json.mobile }}' },
			],
		},
		consumer: {
			field: [
				{ name: 'friendlyName', value: '={{ $json.name }}' },
				{ name: 'data.city', value: 'Umeå' },
			],
		},
		schemeId: '1287',
		campaignTags: 'freecoffee, initialoffer',
	};

	it('create, with consumer, identities and accounts in one call', async () => {
		const created = await one(fields, { id: 'new-1', mobile: '46701234567', name: 'Åsa' });
		const row = await wallet('new-1');
		expect(created).toMatchObject({ accepted: true, walletId: row.walletId });
		expect(row).toMatchObject({
			identities: [
				{ type: 'CUSTOMER_ID', value: 'new-1' },
				{ type: 'MOBILE', value: '46701234567' },
			],
			consumer: { friendlyName: 'Åsa', data: { city: 'Umeå' } },
			coupons: 2,
		});
		expect(row.accounts.map(({ type }) => type)).toEqual(['ECOUPON', 'ECOUPON', 'POINTS']);
		expect((await tenant.summary()).requests.total).toBe(1);
	});

	it('create, from JSON; an identity that is taken is refused for its item alone', async () => {
		const walletJson =
			'={{ { status: "ACTIVE", state: "DEFAULT", type: "CONSUMER", identities: [{ type: "CARD", value: $json.id }] } }}';
		const { output, errors } = await runEagleEye(
			tenant,
			{ resource: 'wallet', operation: 'create', walletInput: 'json', walletJson },
			[{ id: 'card-1' }, { id: '900001' }, { id: 'card-2' }],
			onErrorOutput,
		);
		expect(output).toHaveLength(2);
		expect(errors[0]!.json).toMatchObject({ details: { outcome: 'rejected', httpCode: 400 } });
		expect(String((errors[0]!.json.details as IDataObject).vendor)).toContain(
			'An identity is in use',
		);
	});

	it('delete', async () => {
		expect(await one({ resource: 'wallet', operation: 'delete', ...byIdentity })).toEqual({
			id: '900001',
			accepted: true,
			deleted: true,
			walletId: (await wallet('900001')).walletId,
		});
		expect((await wallet('900001')).deleted).toBe(true);
		expect(await failed({ resource: 'wallet', operation: 'delete', ...byIdentity })).toMatchObject({
			error: 'Eagle Eye does not know the identity "900001"',
		});
	});
});

describe('account', () => {
	const list = { resource: 'account', operation: 'getAll', ...byIdentity };

	it('get many, page by page, up to the limit', async () => {
		await tenant.configure({ eagleEye: { pageSize: 3 } });
		await runEagleEye(
			tenant,
			{
				resource: 'coupon',
				operation: 'issue',
				...byIdentity,
				couponInput: 'single',
				campaignId: '5001',
			},
			Array.from({ length: 9 }, () => ({ id: '900001' })),
		);
		const all = await runEagleEye(tenant, { ...list, returnAll: true }, [
			{ id: '900001' },
			{ id: '900002' },
		]);
		const ids = all.output
			.filter(({ pairedItem }) => (pairedItem as { item: number }).item === 0)
			.map(({ json }) => json.accountId);
		expect(ids).toEqual((await wallet('900001')).accounts.map(({ accountId }) => accountId));
		expect(ids).toHaveLength(10);
		const some = await runEagleEye(tenant, { ...list, returnAll: false, limit: 4 }, [
			{ id: '900001' },
		]);
		expect(some.output.map(({ json }) => json.accountId)).toEqual(ids.slice(0, 4));
	});

	it('cancel', async () => {
		const { accountId } = await account('900001', 'POINTS');
		expect(
			await one({ resource: 'account', operation: 'cancel', ...byIdentity, accountId }),
		).toMatchObject({ accepted: true, accountId, status: 'CANCELLED' });
		expect((await account('900001', 'POINTS')).status).toBe('CANCELLED');
		expect(
			await failed({ resource: 'account', operation: 'cancel', ...byIdentity, accountId: '1' }),
		).toMatchObject({ error: 'Eagle Eye does not know the wallet or the account' });
	});
});

describe('coupon', () => {
	const issue = (more: INodeParameters): INodeParameters => ({
		resource: 'coupon',
		operation: 'issue',
		...byIdentity,
		...more,
	});

	it('issue a single one', async () => {
		const answer = await one(issue({ couponInput: 'single', campaignId: '5001', state: 'LOADED' }));
		const { accountId } = await account('900001', 'ECOUPON');
		expect(answer).toMatchObject({
			accepted: true,
			coupons: [{ accountId, campaignId: '5001', status: 'ACTIVE' }],
		});
	});

	it('issue several, from rows and from JSON', async () => {
		const campaign = [
			{ campaignTag: 'freecoffee', state: 'LOADED' },
			{ campaignTag: '={{ $json.tag }}', state: 'LOADED' },
		];
		const rows = await one(issue({ couponInput: 'several', campaigns: { campaign } }), {
			id: '900001',
			tag: 'initialoffer',
		});
		expect((rows.coupons as IDataObject[]).map(({ campaignId }) => campaignId)).toEqual([
			'5001',
			'5002',
		]);
		await one(
			issue({
				couponInput: 'json',
				couponsJson: '[{"campaignTag":"freecoffee","state":"LOADED"}]',
			}),
		);
		expect((await wallet('900001')).coupons).toBe(3);
		expect(await failed(issue({ couponInput: 'several', campaigns: {} }))).toMatchObject({
			error: 'There is no coupon to issue',
		});
	});
});

describe('scheme and plan', () => {
	it('join', async () => {
		const scheme = await one({
			resource: 'scheme',
			operation: 'join',
			...byIdentity,
			schemeId: '1287',
			accountJson: '{"status":"ACTIVE","state":"EARNBURN"}',
		});
		expect(scheme).toMatchObject({
			accepted: true,
			schemeId: '1287',
			type: 'POINTS',
			status: 'ACTIVE',
		});
		const plan = await one({
			resource: 'plan',
			operation: 'join',
			...byIdentity,
			planId: '532',
			accountJson: '{}',
		});
		expect(plan).toMatchObject({
			accepted: true,
			planId: '532',
			type: 'STANDARD_SUBSCRIPTION',
			accountId: (await account('900001', 'STANDARD_SUBSCRIPTION')).accountId,
		});
		expect(
			await failed({
				resource: 'plan',
				operation: 'join',
				...byIdentity,
				planId: '1',
				accountJson: '{}',
			}),
		).toMatchObject({ error: 'Eagle Eye does not know the wallet or the plan' });
	});
});

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
		tenant = await sandbox.tenant({
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
		tenant = await sandbox.tenant({
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
