import type { IDataObject } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai, upsert } from '../support/wai.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('mapping', () => {
	const item = {
		id: '7',
		givenName: 'Åsa',
		city: 'Malmö',
		shoeSize: 38,
		opted: false,
		nothing: null,
		tags: ['a', 'b'],
	};

	it.each<[string, IDataObject, object]>([
		[
			'as personal by default',
			{},
			{
				personal: { givenName: 'Åsa', shoeSize: 38, opted: false, nothing: null, tags: ['a', 'b'] },
				general: { city: 'Malmö' },
			},
		],
		[
			'as general',
			{ unlistedFields: 'general' },
			{
				personal: { givenName: 'Åsa' },
				general: { city: 'Malmö', shoeSize: 38, opted: false, nothing: null, tags: ['a', 'b'] },
			},
		],
		[
			'left out',
			{ unlistedFields: 'drop' },
			{ personal: { givenName: 'Åsa' }, general: { city: 'Malmö' } },
		],
		[
			'listed in both are personal',
			{ unlistedFields: 'drop', personalFields: 'city', generalFields: 'city, givenName' },
			{ personal: { city: 'Malmö' }, general: { givenName: 'Åsa' } },
		],
	])('automatic, unlisted fields %s', async (_, parameters, document) => {
		const tenant = await sandbox.tenant();
		await runWai(tenant, upsert(parameters as never), [item]);
		expect((await tenant.row('wai/contacts', '7'))?.document).toEqual(document);
	});

	it('automatic keeps ready-made sections, and leaves out a field only where it is the id itself', async () => {
		const tenant = await sandbox.tenant();
		const ready = JSON.parse(
			'{"key":" 9 ","personal":{"a":1,"__proto__":2},"general":{"b":2},"city":"Lund"}',
		) as IDataObject;
		await runWai(tenant, upsert({ contactId: '={{ $json.key.trim() }}' }), [ready]);
		// What the ID is made of holds more than the ID: a phone number, a name, other fields of an object.
		expect(JSON.stringify((await tenant.row('wai/contacts', '9'))?.document)).toBe(
			'{"personal":{"key":" 9 ","a":1,"__proto__":2},"general":{"b":2,"city":"Lund"}}',
		);
		await runWai(tenant, upsert({ contactId: '={{ $json.key }}' }), [{ ...ready, key: '10' }]);
		expect(JSON.stringify((await tenant.row('wai/contacts', '10'))?.document)).toBe(
			'{"personal":{"a":1,"__proto__":2},"general":{"b":2,"city":"Lund"}}',
		);
		await runWai(tenant, upsert({ contactId: '={{ $json.phoneNumber }}' }), [
			{ phoneNumber: '+46701', customer: { id: 7 } },
		]);
		expect((await tenant.row('wai/contacts', '+46701'))?.document).toEqual({
			personal: { phoneNumber: '+46701', customer: { id: 7 } },
			general: {},
		});
	});

	it('each field takes fixed values, mapped ones and expressions, and leaves out what is missing', async () => {
		const tenant = await sandbox.tenant();
		const parameters = upsert({
			mapping: 'fields',
			personal: {
				field: [
					{ name: 'givenName', value: '={{ $json.givenName }}' },
					{ name: 'x', value: '={{ $json.missing }}' },
				],
			},
			general: {
				field: [
					{ name: '={{ "ci" + "ty" }}', value: '={{ $json.city.toUpperCase() }}' },
					{ name: 'source', value: 'n8n' },
				],
			},
		});
		await runWai(tenant, parameters, [item]);
		expect((await tenant.row('wai/contacts', '7'))?.document).toEqual({
			personal: { givenName: 'Åsa' },
			general: { city: 'MALMÖ', source: 'n8n' },
		});
	});

	it('each field leaves nothing of an item behind for the next one, whatever names and values it has', async () => {
		const tenant = await sandbox.tenant();
		const parameters = upsert({
			mapping: 'fields',
			personal: {
				field: [
					{ name: '={{ $json.named }}', value: '={{ $json.value }}' },
					{ name: 'phone', value: '={{ $json.mobile }}' },
					{ name: 'phone', value: '={{ $json.home }}' },
				],
			},
			general: {
				field: [
					{ name: 'phone', value: '={{ $json.work }}' },
					{ name: '__proto__', value: '={{ $json.value }}' },
				],
			},
		});
		const items = [
			{ id: '1', named: 'a', value: 1, mobile: 'm1', home: 'h1', work: 'w1' },
			{ id: '2', named: 'b', value: 2, mobile: 'm2' },
			{ id: '3', named: 'b', home: 'h3' },
			{ id: '4', named: ' ', value: 4, mobile: 'm4' },
			{ id: '5', named: 'b', value: 5, work: 'w5' },
		];
		const { output, errors } = await runWai(tenant, parameters, items, onErrorOutput);
		expect([output.length, errors.length]).toEqual([4, 1]);
		const documents = await Promise.all(
			['1', '2', '3', '5'].map(async (id) =>
				JSON.stringify((await tenant.row('wai/contacts', id))?.document),
			),
		);
		expect(documents).toEqual([
			'{"personal":{"a":1,"phone":"h1"},"general":{"phone":"w1","__proto__":1}}',
			'{"personal":{"b":2,"phone":"m2"},"general":{"__proto__":2}}',
			'{"personal":{"phone":"h3"},"general":{}}',
			'{"personal":{"b":5},"general":{"phone":"w5","__proto__":5}}',
		]);
	});

	it.each<[unknown, object]>([
		[
			'={{ { personal: { a: $json.givenName }, general: {} } }}',
			{ personal: { a: 'Åsa' }, general: {} },
		],
		['={"personal":{"a":"{{ $json.givenName }}"}}', { personal: { a: 'Åsa' }, general: {} }],
		['{"general":{"a":1}}', { personal: {}, general: { a: 1 } }],
	])('JSON from %s', async (contactJson, document) => {
		const tenant = await sandbox.tenant();
		await runWai(tenant, upsert({ mapping: 'json', contactJson: contactJson as string }), [item]);
		expect((await tenant.row('wai/contacts', '7'))?.document).toEqual(document);
	});

	it.each([
		['{ "personal": {}, }', /not valid JSON/],
		['{"personal":{},"name":"x"}', /not a contact.*name/],
		['[1]', /not an object/],
		['{"personal":"x"}', /not a contact.*personal must be an object/],
	])('JSON %s is rejected in words', async (contactJson, message) => {
		const tenant = await sandbox.tenant();
		const { errors } = await runWai(
			tenant,
			upsert({ mapping: 'json', contactJson }),
			[item],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toMatch(message);
		expect((await tenant.summary()).requests.total).toBe(0);
	});
});
