import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
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
	await runEagleEye(tenant, { ...byIdentity, ...parameters }, items, onErrorOutput);
const first = async () => (await tenant.rows<WalletRow>('eagleEye/wallets'))[0]!;
const endpoints = async () => (await tenant.requests()).map(({ endpoint }) => endpoint);

describe('consumer', () => {
	const fields = (operation: string, field: IDataObject[]): INodeParameters => ({
		resource: 'consumer',
		operation,
		consumer: { field } as INodeParameters,
	});
	const name = { name: 'data.personal.firstName', value: '={{ $json.name }}' };
	const optin = { name: 'data.optin', value: '={{ $json.optin }}' };
	const friendly = { name: 'friendlyName', value: '={{ $json.friendly }}' };

	it('create, then update: the consumer of the wallet is looked up once a run', async () => {
		const created = await run(fields('create', [name, optin, friendly]), [
			{ id: '900001', name: 'Åsa', optin: false },
		]);
		const { consumer, walletId } = await first();
		expect(created.output[0]!.json).toMatchObject({
			accepted: true,
			walletId,
			consumerId: consumer!.consumerId,
			status: 'ACTIVE',
		});
		// What the item lacks is not sent.
		expect(consumer).toMatchObject({
			friendlyName: null,
			data: { personal: { firstName: 'Åsa' }, optin: false },
		});

		const before = (await endpoints()).length;
		const updated = await run(fields('update', [friendly]), [
			{ id: '900001', friendly: 'A' },
			{ id: '900001', friendly: 'B' },
		]);
		expect(updated.output.map(({ json }) => json.consumerId)).toEqual([
			consumer!.consumerId,
			consumer!.consumerId,
		]);
		expect((await first()).consumer).toMatchObject({
			friendlyName: 'B',
			data: { personal: { firstName: 'Åsa' } },
		});
		expect((await endpoints()).slice(before)).toEqual([
			'eagleEye.wallet.find',
			'eagleEye.consumer.get',
			'eagleEye.consumer.update',
			'eagleEye.consumer.update',
		]);
	});

	it('by its own id no consumer is looked up; by JSON the body is sent as it is', async () => {
		await run(fields('create', [{ name: 'friendlyName', value: 'A' }]), [{ id: '900001' }]);
		const { consumerId } = (await first()).consumer!;
		const { output } = await run(
			{
				resource: 'consumer',
				operation: 'update',
				consumerId: '={{ $json.consumer }}',
				consumerInput: 'json',
				consumerJson: '={{ { data: { contact: [{ type: "email", value: $json.mail }] } } }}',
			},
			[{ id: '900001', consumer: consumerId, mail: 'ada@example.com' }],
		);
		expect(output).toHaveLength(1);
		expect((await first()).consumer).toMatchObject({
			friendlyName: 'A',
			data: { contact: [{ type: 'email', value: 'ada@example.com' }] },
		});
		expect(await endpoints()).not.toContain('eagleEye.consumer.get');
	});

	it('an item without a value, or without a consumer, is rejected for itself alone', async () => {
		const { errors } = await run(fields('update', [friendly]), [
			{ id: '900001', name: 'renamed column' },
			{ id: '900002', friendly: 'A' },
		]);
		expect(errors.map(({ json }) => json.error)).toEqual([
			'None of the fields under "Consumer" has a value for this item',
			'The wallet has no consumer',
		]);
	});

	it('values that would not arrive as they are', async () => {
		const { errors, output } = await run(fields('create', [friendly]), [
			{ id: '900001', friendly: 'Hello [object Object]' },
			{ id: '900001', friendly: 2 ** 53 },
			{ id: '900001', friendly: '\ud800' },
		]);
		expect([errors.length, output.length]).toEqual([3, 0]);
		const bad = await run(fields('create', [{ name: '__proto__.x', value: '1' }]), [
			{ id: '900001' },
		]);
		expect(bad.errors[0]!.json.error).toBe('"__proto__.x" is not a possible name in AIR');
	});
});

describe('identity', () => {
	const create = (more: INodeParameters): INodeParameters => ({
		resource: 'identity',
		operation: 'create',
		...more,
	});

	it('create, and find the customer by it', async () => {
		const { output, errors } = await run(create({ type: 'CARD', newValue: '={{ $json.card }}' }), [
			{ id: '900001', card: 603200 },
			{ id: '900002', card: '900001' },
			{ id: '900003', card: '' },
		]);
		const { walletId, identities } = await first();
		const { identityId } = identities.at(-1)!;
		expect(output.map(({ json }) => json)).toMatchObject([
			{
				id: '900001',
				accepted: true,
				walletId,
				identityId,
				identityType: 'CARD',
				identity: '603200',
				status: 'ACTIVE',
				state: 'DEFAULT',
			},
		]);
		expect(errors[0]!.json.details).toMatchObject({ outcome: 'rejected', httpCode: 400 });
		expect(errors[1]!.json.error).toBe('"New Value" is empty');
		const found = await run({ resource: 'wallet', operation: 'get' }, [{ id: '603200' }]);
		expect(found.output[0]!.json).toMatchObject({ walletId });
	});

	it('update: only what is given changes', async () => {
		const { identities } = await first();
		const { identityId } = identities[1]!;
		const update: INodeParameters = {
			resource: 'identity',
			operation: 'update',
			identityId: '={{ $json.identity }}',
			newValue: '={{ $json.mobile }}',
			state: '={{ $json.state }}',
		};
		const { output, errors } = await run(update, [
			{ id: '900001', identity: identityId, mobile: '46701234567' },
			{ id: '900001', identity: identityId, state: 'VERIFIED' },
			{ id: '900001', identity: identityId },
			{ id: '900001', identity: '1', state: 'VERIFIED' },
		]);
		expect(output.map(({ json }) => [json.identity, json.state])).toEqual([
			['46701234567', 'DEFAULT'],
			['46701234567', 'VERIFIED'],
		]);
		expect(errors.map(({ json }) => json.error)).toEqual([
			'Neither "New Value" nor "State" is given for this item',
			'Eagle Eye does not know the wallet or the identity',
		]);
		expect((await first()).identities[1]).toMatchObject({
			value: '46701234567',
			state: 'VERIFIED',
		});
	});
});
