import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { login, type Client } from './client.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
let client: Client;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());
beforeEach(async () => {
	tenant = await sandbox.tenant();
	client = await login(tenant);
});

async function contact(personal: object, general: object = {}) {
	expect((await client.put('/api/Contact/1', { personal, general })).status).toBe(200);
	return await tenant.row('wai/contacts', '1');
}

describe('the names of a contact, which are case-sensitive', () => {
	it('are recognised as WAI documents them', async () => {
		const document = { phoneNumber: '46704134561', surName: 'Doe', loyaltyLevel: 'gold' };
		expect(await contact(document, { city: 'Testershire', score: 5 })).toMatchObject({
			recognised: ['personal.phoneNumber', 'personal.surName', 'general.city'],
			misspelt: {},
			callable: true,
		});
	});

	it('are accepted in other letters or in the other section, and not known', async () => {
		const row = await contact(
			{ PhoneNumber: '46704134561', surname: 'Doe', City: 'x' },
			{ birthDate: '1980-01-01' },
		);
		expect(row).toMatchObject({
			recognised: [],
			misspelt: {
				'personal.PhoneNumber': 'personal.phoneNumber',
				'personal.surname': 'personal.surName',
				'personal.City': 'general.city',
				'general.birthDate': 'personal.birthDate',
			},
			callable: false,
		});
	});

	it.each(['', 'none', 46704134561, null, ['46704134561'], '0704-13 45 61'])(
		'%j is no number to call',
		async (number) => {
			expect(await contact({ phoneNumber: number })).toMatchObject({
				recognised: ['personal.phoneNumber'],
				callable: false,
			});
		},
	);

	it('a write without the number makes the contact uncallable', async () => {
		expect((await contact({ phoneNumber: '+46704134561' }))!.callable).toBe(true);
		expect((await contact({ givenName: 'John' }))!.callable).toBe(false);
	});
});

it('an event in other letters is accepted, and shown with the name it was meant to have', async () => {
	for (const name of ['conversion', 'Conversion', 'optOut', 'churned', 'Churned']) {
		expect((await client.post('/api/Contact/1/events', { name })).status).toBe(200);
	}
	expect((await tenant.rows('wai/events')).map(({ name, misspelt }) => [name, misspelt])).toEqual([
		['conversion', null],
		['Conversion', 'conversion'],
		['optOut', 'optout'],
		['churned', null],
		['Churned', null],
	]);
});
