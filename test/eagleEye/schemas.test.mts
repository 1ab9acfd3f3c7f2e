import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/EagleEye/operations';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { runEagleEye } from '../support/eagleEye.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

interface Schema {
	type?: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	version?: number;
}

const schemaOf = (resource: string, operation: string) =>
	JSON.parse(readFileSync(path.resolve(__dirname, `../../nodes/EagleEye/__schema__/v1.0.0/${resource}/${operation}.json`), 'utf8')) as Schema;

/** Where a value is not as its schema says. */
function* faults(value: unknown, schema: Schema, at: string): Generator<string> {
	const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
	if (schema.type && ![schema.type].flat().includes(kind)) yield `${at} is ${kind}, not ${String(schema.type)}`;
	for (const [name, inner] of Object.entries(schema.properties ?? {})) {
		if (kind === 'object' && name in (value as object)) yield* faults((value as Record<string, unknown>)[name], inner, `${at}.${name}`);
	}
	if (kind === 'array' && schema.items) for (const [i, one] of (value as unknown[]).entries()) yield* faults(one, schema.items, `${at}[${i}]`);
}

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

const wallet = { lookupBy: 'identity', identityValue: '900001' };
const points = { ...wallet, accountId: '', pointsInput: 'fields', points: 5 };

const parameters: Record<string, INodeParameters> = {
	'reward/issue': { identityValue: '900001', actionReferences: 'LATE_DELIVERY, FREE_COFFEE', reference: '' },
	'wallet/get': wallet,
	'wallet/create': { walletInput: 'fields', identities: { identity: [{ type: 'CARD', value: 'schema-1' }] }, consumer: {}, schemeId: '', campaignTags: '' },
	'wallet/delete': wallet,
	'account/getAll': { ...wallet, returnAll: true },
	'account/cancel': { ...wallet, accountId: '={{ $json.account }}' },
	'coupon/issue': { ...wallet, couponInput: 'single', campaignId: '5001', state: 'LOADED' },
	'points/credit': points,
	'points/debit': points,
	'points/earn': points,
	'points/goodwill': points,
	'consumer/create': { ...wallet, consumer: { field: [{ name: 'friendlyName', value: 'Ada' }] } },
	'consumer/update': { ...wallet, consumerId: '', consumer: { field: [{ name: 'friendlyName', value: 'Ada' }] } },
	'identity/create': { ...wallet, type: 'CARD', newValue: 'schema-2' },
	'identity/update': { ...wallet, identityId: '={{ $json.identity }}', newValue: 'schema-3' },
	'tier/credit': { ...wallet, membershipId: '={{ $json.membership }}', balances: { points: 5 } },
	'tier/debit': { ...wallet, membershipId: '={{ $json.membership }}', balances: { points: 5 } },
	'tier/adjust': { ...wallet, membershipId: '={{ $json.membership }}', balances: { points: -5 } },
	'tier/move': { ...wallet, membershipId: '={{ $json.membership }}', tierId: '303' },
	'scheme/join': { ...wallet, schemeId: '1287', accountJson: '{}' },
	'plan/join': { ...wallet, planId: '532', accountJson: '{}' },
};

it.each(resources.flatMap(({ value, operations }) => operations.map((operation) => [value, operation.value] as const)))(
	'the preview of %s / %s is what the operation gives out',
	async (resource, operation) => {
		const tenant = await sandbox.tenant();
		const [first] = await tenant.rows<WalletRow>('eagleEye/wallets');
		const [account] = first!.accounts;
		const [identity] = first!.identities;
		const item = {
			account: account!.accountId,
			identity: identity!.identityId,
			membership: first!.tier!.tierMembershipId,
		};
		const run = async (name: string) =>
			await runEagleEye(
				tenant,
				{ resource, operation: name, ...parameters[`${resource}/${name}`], options: { includeInputFields: false } },
				[item],
			);
		if (resource === 'consumer' && operation === 'update') await run('create');
		const { output } = await run(operation);
		const schema = schemaOf(resource, operation);
		expect(schema.version).toBe(1);
		expect([...faults(output[0]!.json, schema, 'item')]).toEqual([]);
		const told = Object.keys(output[0]!.json);
		const shown = Object.keys(schema.properties!);
		// AIR's own objects are passed on as they are; what this pack makes is shown whole.
		if (told.includes('accepted')) expect(told.sort()).toEqual(shown.sort());
		else expect(shown.filter((name) => told.includes(name)).length).toBeGreaterThan(4);
	},
);
