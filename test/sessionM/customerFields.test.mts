import type { IDataObject } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { customerOf, runSessionM, upsert } from '../support/sessionM.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('phone numbers', () => {
	const onFile = [
		{ phone_number: '+15550001', phone_type: 'mobile' },
		{ phone_number: '+15550002', phone_type: 'home' },
	];
	const ready = async () => {
		const tenant = await sandbox.tenant();
		await runSessionM(tenant, upsert(), [{ id: 'C-1', phone_numbers: onFile }]);
		return tenant;
	};
	const phones = async (tenant: Awaited<ReturnType<typeof ready>>) =>
		(await customerOf(tenant, 'C-1'))?.phone_numbers;

	it.each<[string, IDataObject]>([
		['no such field', { first_name: 'A' }],
		['an empty list', { phone_numbers: [] }],
		['null', { phone_numbers: null }],
		['an empty text', { phone_numbers: '' }],
	])('on file stay when the item brings %s', async (_, item) => {
		const tenant = await ready();
		await runSessionM(tenant, upsert(), [{ id: 'C-1', ...item }]);
		expect(await phones(tenant)).toEqual(onFile);
	});

	it.each(['auto', 'json'])(
		'that are mapped are added, and those on file stay (%s)',
		async (mapping) => {
			const tenant = await ready();
			const item = {
				id: 'C-1',
				phone_numbers: ['+1 555 0002', { phone_number: '+15550003', phone_type: 'work' }],
			};
			await runSessionM(
				tenant,
				upsert({ mapping, customerJson: '={{ { phone_numbers: $json.phone_numbers } }}' }),
				[item],
			);
			expect(await phones(tenant)).toEqual([
				onFile[0],
				{ phone_number: '+1 555 0002', phone_type: 'home' },
				{ phone_number: '+15550003', phone_type: 'work' },
			]);
		},
	);

	it('are replaced only when the user says so', async () => {
		const tenant = await ready();
		await runSessionM(tenant, upsert({ phoneNumbers: 'replace' }), [
			{ id: 'C-1', phone_numbers: '+15550009' },
		]);
		expect(await phones(tenant)).toEqual([{ phone_number: '+15550009' }]);
		await runSessionM(tenant, upsert({ phoneNumbers: 'replace' }), [
			{ id: 'C-1', first_name: 'B' },
		]);
		expect(await phones(tenant)).toHaveLength(1);
		await runSessionM(tenant, upsert({ phoneNumbers: 'replace' }), [
			{ id: 'C-1', phone_numbers: [] },
		]);
		expect(await phones(tenant)).toBeNull();
	});

	it('of a new customer need one look and no update', async () => {
		const tenant = await ready();
		await runSessionM(tenant, upsert(), [{ id: 'C-2', phone_numbers: ['+15551111'] }]);
		expect((await tenant.requests()).slice(-2).map(({ method }) => method)).toEqual([
			'GET',
			'POST',
		]);
	});
});

describe('mapping', () => {
	const item = {
		id: 'C-1',
		first_name: 'Åsa',
		dob: '1990-05-01T10:00:00Z',
		shoeSize: 38,
		user_profile: { diet: 'vegan' },
	};

	it.each<[string, object]>([
		[
			'profile',
			{ first_name: 'Åsa', dob: '1990-05-01', user_profile: { shoeSize: 38, diet: 'vegan' } },
		],
		['drop', { first_name: 'Åsa', dob: '1990-05-01', user_profile: { diet: 'vegan' } }],
	])('automatic, other fields: %s', async (otherFields, expected) => {
		const tenant = await sandbox.tenant();
		await runSessionM(tenant, upsert({ otherFields }), [item]);
		const customer = (await customerOf(tenant, 'C-1'))!;
		expect(customer).toMatchObject(expected);
		expect(customer.user_profile).toEqual((expected as { user_profile: object }).user_profile);
	});

	it('each field; what the item lacks is left out', async () => {
		const tenant = await sandbox.tenant();
		const customer = {
			field: [
				{ name: 'first_name', value: '={{ $json.first_name.toUpperCase() }}' },
				{ name: 'city', value: '={{ $json.none }}' },
				{ name: 'shoe', value: '={{ $json.shoeSize }}' },
			],
		};
		await runSessionM(tenant, upsert({ mapping: 'fields', customer }), [item]);
		const row = (await customerOf(tenant, 'C-1'))!;
		expect(row).toMatchObject({ first_name: 'ÅSA', user_profile: { shoe: 38 } });
		expect(row).not.toHaveProperty('city');
	});

	it.each([['{"email":"a@b.se"}'], ['{"user":{"email":"a@b.se"}}']])(
		'JSON %s',
		async (customerJson) => {
			const tenant = await sandbox.tenant();
			await runSessionM(tenant, upsert({ mapping: 'json', customerJson }), [item]);
			expect(await customerOf(tenant, 'C-1')).toMatchObject({ email: 'a@b.se' });
		},
	);

	it.each<[IDataObject, RegExp]>([
		[{ id: '' }, /customer ID is empty/],
		[{ id: '..' }, /cannot be used in an address/],
		[{ id: 'a', external_id: 'b' }, /two external IDs/],
		[{ id: 'a', dob: 'tomorrow' }, /"dob" is not a date/],
		[{ id: 'a', phone_numbers: ['none'] }, /not a phone number/],
	])('%j is rejected in words, before it is sent', async (bad, message) => {
		const tenant = await sandbox.tenant();
		const { errors, output } = await runSessionM(
			tenant,
			upsert(),
			[bad, { id: 'good' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toMatch(message);
		expect(output).toHaveLength(1);
	});

	it('ids of any characters survive', async () => {
		const tenant = await sandbox.tenant();
		const ids = [
			'a/b?c',
			'a%2Fb#c',
			' spaces ',
			'👩‍👩‍👧‍👦',
			'__proto__',
			'007',
			'constructor',
			':api_key',
		];
		const { output } = await runSessionM(
			tenant,
			upsert(),
			ids.map((id) => ({ id, first_name: id })),
		);
		expect(output.map(({ json }) => json.externalId)).toEqual(ids);
		for (const id of ids)
			expect(await customerOf(tenant, id)).toMatchObject({ externalId: id, first_name: id });
	});
});
