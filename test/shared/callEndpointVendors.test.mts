import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { callEndpoint, type CallParameters } from '../support/callEndpoint.mts';
import { runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { FRIES, runSessionM, upsert } from '../support/sessionM.mts';
import { runUContact, withPassword } from '../support/uContact.mts';
import { runWai } from '../support/wai.mts';
import { runWavy } from '../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

/** A call of WAI's events, whose ledger tells what arrived. */
const event = (more: CallParameters = {}): INodeParameters =>
	callEndpoint('POST', '/api/Contact/{contactId}/events', {
		pathValues: { contactId: '={{ $json.id }}' },
		body: '={{ { name: $json.name } }}',
		...more,
	});

const details = (json: IDataObject) => json.details as IDataObject;

describe('an endpoint of each vendor', () => {
	it('WAI', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ id: 'a/b?c', name: 'one' },
			{ id: 'C 2', name: 'two' },
		];
		const { output } = await runWai(tenant, event(), items);
		expect(output.map(({ json }) => json)).toMatchObject(
			items.map((item) => ({ ...item, accepted: true, response: {} })),
		);
		const events = await tenant.rows<{ contact: string; name: string }>('wai/events');
		expect(
			events
				.map(({ contact, name }) => ({ id: contact, name }))
				.sort((a, b) => a.name.localeCompare(b.name)),
		).toEqual(items);
	});

	it('Wavy, with a query, of which blank parameters are left out', async () => {
		const tenant = await sandbox.tenant({ wavy: { optedOut: ['5519900001111'] } });
		const query = { customerId: '={{ $json.customer }}', subAccountId: 1291, other: '' };
		const { output, errors } = await runWavy(
			tenant,
			callEndpoint('GET', '/v1/list/{list}', {
				pathValues: { list: 'OPTOUT' },
				query,
				response: { resultField: 'data' },
			}),
			[{ customer: 42 }, { customer: '7&x' }],
			onErrorOutput,
		);
		expect(output.map(({ json }) => json)).toMatchObject([
			{ accepted: true, response: expect.stringMatching(/OPTOUT\.csv$/) as string },
		]);
		expect(errors).toHaveLength(1);
		const paths = (await tenant.requests('wavy.list')).map(({ path }) => path);
		expect(paths.sort()).toEqual([
			'/v1/list/OPTOUT?customerId=42&subAccountId=1291',
			'/v1/list/OPTOUT?customerId=7%26x&subAccountId=1291',
		]);
	});

	it('uContact, by a form and by JSON', async () => {
		const tenant = await sandbox.tenant();
		const base = Buffer.from('Reminders;59891111111;Hi +1;\n').toString('base64');
		const upload = callEndpoint('POST', '/Integra/resources/SMS/uploadbase', {
			bodyFormat: 'form',
			body: `={{ { filename: "a & b.csv", fileb64: "${base}", campaign: $json.c } }}`,
		});
		const sent = await runUContact(tenant, upload, [{ c: 'Reminders' }, { c: 'unknown' }], {
			...onErrorOutput,
			credential: withPassword(tenant),
		});
		expect(sent.output[0]!.json).toMatchObject({ accepted: true, response: 'OK' });
		expect(details(sent.errors[0]!.json)).toMatchObject({ outcome: 'rejected', vendor: 'ERROR' });
		expect(await tenant.rows('uContact/base')).toMatchObject([
			{ fileName: 'a & b.csv', message: 'Hi +1' },
		]);
		const leads = callEndpoint('POST', '/api/dialer/id/{hub}/freshLeads', {
			pathValues: { hub: 'Texts' },
			body: '{ "list": [{ "clientId": "598" }] }',
		});
		const lead = await runUContact(tenant, leads, [{}]);
		expect(lead.output[0]!.json).toMatchObject({ accepted: true, response: { status: 'OK' } });
	});

	it.each(['wallet', 'resources', 'pos'])(
		'Eagle Eye, signed, at its service %s',
		async (service) => {
			const tenant = await sandbox.tenant();
			const [wallet] = await tenant.rows<WalletRow>('eagleEye/wallets');
			const endpoint = callEndpoint('GET', '/wallet/{walletId}', {
				service,
				pathValues: { walletId: wallet!.walletId },
			});
			const { output } = await runEagleEye(tenant, endpoint, [{}]);
			expect(output[0]!.json).toMatchObject({
				accepted: true,
				response: { walletId: wallet!.walletId },
			});
		},
	);

	it('Eagle Eye, not through EE Connect', async () => {
		const tenant = await sandbox.tenant();
		const { error } = await runEagleEye(
			tenant,
			callEndpoint('GET', '/wallet', { connection: 'connect' }),
			[{}],
		);
		expect(error!.message).toContain('EE Connect takes rewards only');
	});

	it.each([
		[
			'core',
			'GET',
			'/priv/v1/apps/:api_key/external/users/{id}',
			'',
			{ user: { external_id: 'C-1' } },
		],
		[
			'connect',
			'POST',
			'/incentives/api/1.0/user_points/balance',
			'={{ { retailer_id: $json.retailer, user_id: $json.user } }}',
			{ payload: { details: [{}] } },
		],
		[
			'pos',
			'POST',
			'/api/2.0/send_transaction',
			'={{ $json.transaction }}',
			{ payload: { transaction_id: 't-1' } },
		],
	])('SessionM, at its service %s', async (service, method, path, body, response) => {
		const tenant = await sandbox.tenant();
		const {
			output: [customer],
		} = await runSessionM(tenant, upsert(), [{ id: 'C-1' }]);
		const access = tenant.access('sessionM');
		const payload = {
			is_closed: true,
			is_voided: false,
			transaction_id: 't-1',
			subtotal: 18,
			tax_total: 0,
			open_time: '2026-11-25T10:00:00Z',
			modified_time: '2026-11-25T10:00:00Z',
			items: FRIES.map((line, i) => ({
				...line,
				line_id: String(i),
				subtotal: line.unit_price,
				tax_included: 0,
			})),
			payments: [
				{
					payment_id: '1',
					amount: 18,
					type: 'card',
					payment_time: '2026-11-25T10:00:00Z',
					user_id: 'C-1',
					user_id_type: 'External_ID',
				},
			],
			discounts: [],
		};
		const item = {
			retailer: access.retailerId,
			user: customer!.json.userId,
			transaction: {
				store_id: access.storeId,
				client_id: access.clientId,
				request_id: 'r-1',
				request_payload: payload,
			},
		};
		const pathValues = service === 'core' ? { id: 'C-1' } : {};
		const { byItem } = await runSessionM(
			tenant,
			callEndpoint(method, path, { service, pathValues, body }),
			[item],
			onErrorOutput,
		);
		expect(byItem[0]!.json).toMatchObject({ accepted: true, response });
	});
});
