import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isDotted, Path, path } from '../../engine/path';
import { onErrorOutput, runNode } from '../support/engine.mts';
import { startServer, type TestServer } from '../support/server.mts';
import { forCustomer, upsert as upsertCustomer } from '../support/sessionM.mts';
import { upsert } from '../support/wai.mts';
import { plantedCredential } from './credentials.mts';

/** What is dropped, or not seen, around dots on the way to a server. */
const around = [
	'',
	' ',
	'\t',
	'\n',
	'\ufeff',
	'\u200b',
	'\u00a0',
	'\u2060',
	'\u0085',
	'\u202e',
	'\u3000',
];
const dots = ['.', '..', '...'];
const hostile = around.flatMap((space) => dots.map((dot) => `${space}${dot}${space}`));
const parts = [
	'a/../b',
	'../x',
	'..\\x',
	'a\\..',
	'./x',
	'x/ .. /y',
	'/..',
	'..;/x'.replace(';', ''),
];

describe('an id in an address', () => {
	it.each([...hostile, ...parts])('%j is none', (id) => {
		expect(isDotted(id)).toBe(true);
		expect(() => path`/wallet/${id}/cancel`).toThrow(/cannot be used in an address/);
		expect(() => path`/wallet`.below(id)).toThrow(/cannot be used in an address/);
	});

	it.each(['a.b', '..a', 'a..', '.a.', '1.2/3.4', 'a b', '%2e%2e', '\u2024', '-'])(
		'%j is one',
		(id) => {
			const url = new URL(`https://x.example/2.0${path`/wallet/${id}/cancel`.toString()}`);
			expect(decodeURIComponent(url.pathname.split('/')[3]!)).toBe(id);
			expect(url.pathname.split('/')).toHaveLength(5);
		},
	);

	it('whatever it is, it is one part of the path and nothing else', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (id, value) => {
				if (id === '' || isDotted(id)) return expect(() => path`/a/${id}`).toThrow();
				const made = path`/a/${id}/b?c=${value}`.withQuery([
					['d', value],
					['e', undefined],
				]);
				const url = new URL(`https://x.example/base${made.toString()}`);
				expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'base', 'a', id, 'b']);
				expect([...url.searchParams]).toEqual([
					['c', value],
					['d', value],
				]);
				expect(url.hash).toBe('');
			}),
		);
	});

	it('no object but one made by `path` is a Path', () => {
		const forged = Object.create(Path.prototype) as Path;
		expect(() => forged.toString()).toThrow();
		expect(() => path`/a/${forged}`).toThrow();
		expect(path`/a/${path`b/c`}`.toString()).toBe('/a/b/c');
	});
});

describe('every vendor', () => {
	let vendor: TestServer;
	let answer: unknown = {};
	beforeAll(async () => {
		vendor = await startServer((_, response) => void response.end(JSON.stringify(answer)));
	});
	afterAll(() => vendor.stop());
	beforeEach(() => {
		answer = {};
		vendor.received.length = 0;
	});

	const run = async (
		type: string,
		name: string,
		parameters: INodeParameters,
		items: IDataObject[],
	) =>
		await runNode({
			type,
			parameters,
			items,
			credentials: { [name]: plantedCredential(name).data(vendor.url) },
			...onErrorOutput,
		});
	const wallet = (more: INodeParameters): INodeParameters => ({
		connection: 'air',
		lookupBy: 'walletId',
		walletId: '={{ $json.id }}',
		...more,
	});

	const byId: Array<[string, string, string, INodeParameters]> = [
		[
			'Eagle Eye wallet',
			'eagleEye',
			'eagleEyeAirApi',
			wallet({ resource: 'wallet', operation: 'get' }),
		],
		[
			'Eagle Eye wallet to delete',
			'eagleEye',
			'eagleEyeAirApi',
			wallet({ resource: 'wallet', operation: 'delete' }),
		],
		[
			'Eagle Eye account',
			'eagleEye',
			'eagleEyeAirApi',
			wallet({
				walletId: '7',
				resource: 'account',
				operation: 'cancel',
				accountId: '={{ $json.id }}',
			}),
		],
		['SessionM customer', 'sessionM', 'sessionMApi', forCustomer('customer', 'get')],
		['SessionM customer to update', 'sessionM', 'sessionMApi', upsertCustomer()],
		[
			'uContact hub',
			'uContact',
			'uContactApi',
			{ resource: 'lead', operation: 'create', hubName: '={{ $json.id }}', to: '59891111111' },
		],
	];
	it.each(byId)(
		'%s: ids of dots are rejected before anything is sent',
		async (_, type, name, parameters) => {
			const ids = [...hostile, ...parts];
			const { output, errors } = await run(
				type,
				name,
				parameters,
				ids.map((id) => ({ id })),
			);
			expect(output).toEqual([]);
			expect(errors.map(({ json }) => (json.details as IDataObject).attempts)).toEqual(
				ids.map(() => 0),
			);
			expect(vendor.received).toEqual([]);
		},
	);

	it('WAI takes them in a body', async () => {
		for (const id of ['.', ' .. ', 'a/../b', '_bulk'])
			await run('wai', 'waiApi', upsert({ options: { maxRetries: 0 } }), [{ id, name: 'Ada' }]);
		expect(vendor.received.map(({ url }) => url)).toEqual(Array(4).fill('/api/Contact/_bulk'));
	});

	it('an id out of a vendor’s own answer costs its item only', async () => {
		answer = { status: 'ok', user: { id: ' .. ' } };
		const { errors } = await run(
			'sessionM',
			'sessionMApi',
			forCustomer('customer', 'addTags', { tagsInput: 'fields', tags: 'x' }),
			[{ id: 'C-1' }],
		);
		expect(errors[0]!.json).toMatchObject({
			error: 'The ID " .. " cannot be used in an address',
			details: { outcome: 'rejected' },
		});
		answer = { walletId: '..' };
		await run(
			'eagleEye',
			'eagleEyeAirApi',
			{
				connection: 'air',
				resource: 'wallet',
				operation: 'delete',
				lookupBy: 'identity',
				identityValue: 'C1',
			},
			[{}],
		);
		expect(vendor.received.map(({ method }) => method)).toEqual(['GET', 'GET']);
	});
});
