import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { resources } from '../../nodes/EagleEye/operations';
import { runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());
beforeEach(async () => void (tenant = await sandbox.tenant()));

const byIdentity = { lookupBy: 'identity', identityValue: '={{ $json.id }}' };
const run = async (parameters: INodeParameters, items: IDataObject[]) =>
	await runEagleEye(tenant, parameters, items, onErrorOutput);
const wallets = async () => await tenant.rows<WalletRow>('eagleEye/wallets');

describe('a prefilled example is not sent as it is', () => {
	const withExample = resources.flatMap(({ operations }) =>
		operations.flatMap((operation) => {
			const json = operation.properties.find(
				({ type, displayOptions }) => type === 'json' && displayOptions,
			);
			return json?.default ? [{ operation, json }] : [];
		}),
	);
	const given: IDataObject = {
		accountId: '1',
		consumerId: '1',
		identityId: '1',
		membershipId: '1',
	};

	it.each(
		withExample.map(({ operation, json }) => [operation.resource, operation.value, json] as const),
	)('%s / %s', async (resource, operation, json) => {
		const [way] = Object.keys(json.displayOptions!.show!);
		const parameters = { ...given, [way!]: 'json', [json.name]: json.default as string };
		const { errors } = await run(
			{
				resource,
				operation,
				lookupBy: 'walletId',
				walletId: '24000001',
				...parameters,
			} as INodeParameters,
			[{}],
		);
		expect(errors[0]!.json.error).toBe(
			`"${json.displayName}" still holds the example that it was prefilled with`,
		);
		expect((await tenant.summary()).requests.total).toBe(0);
	});
});

describe('what cannot be meant costs its item only', () => {
	it('ids that lead elsewhere in an address', async () => {
		const { errors } = await run(
			{ resource: 'wallet', operation: 'get', lookupBy: 'walletId', walletId: '={{ $json.id }}' },
			[
				{ id: '.' },
				{ id: ' .. ' },
				{ id: { a: 1 } },
				{ id: null },
				{ id: '[object Object]' },
				{ id: 2 ** 53 },
			],
		);
		expect(errors).toHaveLength(6);
		for (const { json } of errors)
			expect(json.details).toMatchObject({ outcome: 'rejected', attempts: 0 });
		expect((await tenant.summary()).requests.total).toBe(0);
	});

	it('points in other forms than digits', async () => {
		const points = ['1.000', '1,000', '0x10', '1e3', ' ', true, [5], 2 ** 53, 'NaN'];
		const { errors, output } = await run(
			{ resource: 'points', operation: 'credit', ...byIdentity, points: '={{ $json.points }}' },
			points.map((one) => ({ id: '900001', points: one as IDataObject[string] })),
		);
		expect([errors.length, output.length]).toEqual([points.length, 0]);
	});

	it('the points that the form begins with', async () => {
		const { errors } = await run({ resource: 'points', operation: 'credit', ...byIdentity }, [
			{ id: '900001' },
		]);
		expect(errors[0]!.json.error).toBe('"Points" is 0, and must be at least 1');
	});

	it('action references as JSON text are a list; objects are rejected', async () => {
		const reward: INodeParameters = {
			resource: 'reward',
			operation: 'issue',
			identityValue: '={{ $json.id }}',
			actionReferences: '={{ $json.actions }}',
		};
		const { output, errors } = await run(reward, [
			{ id: '900001', actions: '["WELCOME","FREE_COFFEE"]' },
			{ id: '900002', actions: [{ reference: 'WELCOME' }] },
			{ id: '900003', actions: {} },
		]);
		expect(output.map(({ json }) => json.actionReferences)).toEqual([['WELCOME', 'FREE_COFFEE']]);
		expect(errors).toHaveLength(2);
	});

	it('states of a wallet: the usual one where the item has none, never an object', async () => {
		const create: INodeParameters = {
			resource: 'wallet',
			operation: 'create',
			identities: { identity: [{ type: 'CARD', value: '={{ $json.card }}' }] },
			consumer: { field: [{ name: 'data.city', value: '={{ $json.city }}' }] },
			states: { walletState: '={{ $json.state }}' },
			schemeId: '={{ $json.scheme }}',
		};
		const { output, errors } = await run(create, [
			{ card: 'card-1', city: 'Umeå' },
			{ card: 'card-2', state: 'VIP', scheme: 1287 },
			{ card: 'card-3', state: {} },
			{ card: 'card-4', scheme: {} },
		]);
		expect([output.length, errors.length]).toEqual([2, 2]);
		const made = (await wallets()).slice(-2);
		expect(made.map(({ state, consumer }) => [state, consumer?.data])).toEqual([
			['DEFAULT', { city: 'Umeå' }],
			['VIP', undefined],
		]);
	});
});
