import type { IDataObject } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { file, forward, runUContact } from '../support/uContact.mts';
import { reply, status } from '../wavy/callbacks.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

const person: IDataObject = { phone: '+59891111111', name: 'Ana', time: '12h00' };

describe('Dialer: Create File', () => {
	it.each<[unknown, boolean]>([
		[true, true],
		['true', true],
		['yes', true],
		['false', false],
		['no', false],
		['', false],
		[false, false],
	])('uploads by the item: %j', async (upload, isUploaded) => {
		const tenant = await sandbox.tenant();
		const { output } = await runUContact(tenant, file({ upload: '={{ $json.upload }}' }), [
			{ ...person, upload } as IDataObject,
		]);
		expect(output[0]!.json.uploaded).toBe(isUploaded);
		expect(await tenant.rows('uContact/base')).toHaveLength(isUploaded ? 1 : 0);
	});

	it('two items of one list may differ', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ ...person, upload: 'no' },
			{ ...person, upload: 'yes' },
			{ ...person, upload: 'perhaps' },
		];
		const { output, errors } = await runUContact(
			tenant,
			file({ upload: '={{ $json.upload }}' }),
			items,
			onErrorOutput,
		);
		expect(output.map(({ json }) => [json.uploaded, json.rows])).toEqual([
			[false, 1],
			[true, 1],
		]);
		expect(errors[0]!.json.error).toBe('"Upload" is neither yes nor no: "perhaps"');
	});

	it.each([
		['=cmd|x', 'Campaign'],
		['+1', 'Campaign'],
		['-1', 'Campaign'],
		['@x', 'Fourth Field'],
		['\t=1', 'Fourth Field'],
		['a\u2028b', 'Fourth Field'],
		['a\u0085b', 'Fourth Field'],
		['a\u0000b', 'Fourth Field'],
		['"a', 'Fourth Field'],
	])('%j does not become a cell (%s)', async (value, field) => {
		const tenant = await sandbox.tenant();
		const parameters = file({
			[field === 'Campaign' ? 'campaign' : 'fourthField']: '={{ $json.cell }}',
		});
		const { errors } = await runUContact(
			tenant,
			parameters,
			[{ ...person, cell: value }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toContain(`"${field}"`);
	});

	it.each(['../x.csv', '/etc/passwd', 'C:\\x.csv', '.hidden', 'a\u202eb.csv'])(
		'%j is no file name',
		async (fileName) => {
			const { errors } = await runUContact(
				await sandbox.tenant(),
				file({ fileName: `=${fileName}` }),
				[person],
				onErrorOutput,
			);
			const named = await runUContact(
				await sandbox.tenant(),
				file({ fileName: '={{ $json.n }}' }),
				[{ ...person, n: fileName }],
				onErrorOutput,
			);
			expect([...errors, ...named.errors].at(-1)!.json.error).toContain('"File Name"');
		},
	);

	it.each([
		['5511999998888.0', '5511999998888'],
		['46701234567.00', '46701234567'],
	])('a phone number that a spreadsheet exported as %s', async (phone, digits) => {
		const { output } = await runUContact(await sandbox.tenant(), file(), [{ ...person, phone }]);
		const { data } = output[0]!.binary!.data!;
		expect(Buffer.from(data, 'base64').toString()).toContain(`;${digits};`);
	});
});

describe('Callback: Forward', () => {
	const clientInfo = { customerId: 42, subAccountId: 1291, userId: 1 };

	it('passes on what tells the account apart, each account by itself', async () => {
		const tenant = await sandbox.tenant();
		const items = [1, 2, 1].map((userId, i) => ({
			raw: { ...reply(`r${i}`), clientInfo: { ...clientInfo, userId } },
		}));
		const { error } = await runUContact(tenant, forward(), [...items, { raw: reply('r9') }]);
		expect(error).toBeUndefined();
		const passed = await tenant.rows<{
			id: string;
			clientInfo: unknown;
			entry: object;
			request: number;
		}>('uContact/forwarded');
		expect(passed.map((row) => [row.id, row.clientInfo])).toEqual([
			['r0', { ...clientInfo, userId: 1 }],
			['r2', { ...clientInfo, userId: 1 }],
			['r1', { ...clientInfo, userId: 2 }],
			['r9', null],
		]);
		expect(passed[0]!.entry).toEqual(reply('r0'));
	});

	it('a whole callback keeps it, too', async () => {
		const tenant = await sandbox.tenant();
		await runUContact(tenant, forward(), [{ raw: { total: 1, data: [status('s1')], clientInfo } }]);
		expect(await tenant.rows('uContact/forwarded')).toMatchObject([{ kind: 'status', clientInfo }]);
	});

	it('null stands for what is not there', async () => {
		const tenant = await sandbox.tenant();
		await runUContact(tenant, forward(), [
			{ raw: { ...status('s1'), message: null, source: null } },
		]);
		expect(await tenant.rows('uContact/forwarded')).toMatchObject([{ kind: 'status', id: 's1' }]);
	});
});

describe('Automation API', () => {
	const list = {
		resource: 'list',
		operation: 'upload',
		hubName: 'Reminders',
		listName: 'November',
		to: '={{ $json.phone }}',
	};

	it('List: Upload sends one list for each name, which waits to be started', async () => {
		const tenant = await sandbox.tenant();
		const contactFields = { field: [{ name: 'name', value: '={{ $json.name }}' }] };
		const items = [person, { ...person, phone: '59892222222', name: 'Bo' }];
		const { output } = await runUContact(tenant, { ...list, contactFields }, items);
		expect(output.map(({ json }) => [json.accepted, json.hub, json.active, json.name])).toEqual([
			[true, 'Reminders', false, 'Ana'],
			[true, 'Reminders', false, 'Bo'],
		]);
		expect(await tenant.rows('uContact/leads')).toMatchObject([
			{ list: 'November', contact: { clientIds: ['59891111111'], name: 'Ana' }, active: false },
			{ list: 'November', contact: { clientIds: ['59892222222'], name: 'Bo' } },
		]);
		expect((await tenant.summary()).requests.total).toBe(1);
	});

	it('Lead: Create reaches a hub at once, from fields and from JSON; the example is not sent', async () => {
		const tenant = await sandbox.tenant();
		const lead = {
			resource: 'lead',
			operation: 'create',
			hubName: 'Reminders',
			to: '={{ $json.phone }}',
		};
		await runUContact(tenant, lead, [person]);
		const json = (contactJson: string) => ({ ...lead, contactInput: 'json', contactJson });
		await runUContact(tenant, json('{"clientIds":["1","2"],"due":"12:00"}'), [person]);
		expect(await tenant.rows('uContact/leads')).toMatchObject([
			{ active: true, contact: { clientIds: ['59891111111'] } },
			{ active: true, contact: { clientIds: ['1', '2'], due: '12:00' } },
		]);
		const { errors } = await runUContact(
			tenant,
			json('{ "clientIds": ["59891111111"] }'),
			[person],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toContain('still holds the example');
	});

	it('a hub that is not there costs its items only', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ ...person, hub: 'Reminders' },
			{ ...person, hub: 'Nowhere' },
			{ ...person, hub: '..' },
		];
		const { output, errors } = await runUContact(
			tenant,
			{ ...list, hubName: '={{ $json.hub }}' },
			items,
			onErrorOutput,
		);
		expect(output).toHaveLength(1);
		expect(errors.map(({ json }) => json.hub)).toEqual(['Nowhere', '..']);
	});
});
