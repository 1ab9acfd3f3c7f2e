import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { callEndpoint, type CallParameters } from '../support/callEndpoint.mts';
import { runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { FRIES, runSessionM, upsert } from '../support/sessionM.mts';
import { runUContact, withPassword } from '../support/uContact.mts';
import { runWai } from '../support/wai.mts';
import { runWavy, smsOf } from '../support/wavy.mts';

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

describe('a path', () => {
	it.each([
		[' ', '"Path" is empty'],
		['api/Contact', 'does not begin with a slash'],
		['https://example.com/api', 'does not begin with a slash'],
		['//example.com/api', 'does not begin with a slash'],
		['/api?x=1', 'holds a query'],
		['/api/../admin', 'leads to another address'],
		['/api/%2E%2e/admin', 'leads to another address'],
		['/api//Contact', 'two slashes'],
		['/api/a b', 'cannot stand in an address'],
		['/api/%zz', 'cannot stand in an address'],
		['/api/{id}', 'of which no value is given'],
		['/api/:id', 'Write {id} in its place'],
	])('%j is not sent', async (path, message) => {
		const tenant = await sandbox.tenant();
		const { error, run } = await runWai(tenant, callEndpoint('GET', path), [{}]);
		expect(`${error!.message} ${error!.description}`).toContain(message);
		expect(run.data.resultData.error).toBeDefined();
		expect((await tenant.requests()).filter(({ endpoint }) => endpoint !== 'wai.token')).toEqual(
			[],
		);
	});

	it.each(['..', '.', ' . '])('has no value %j', async (value) => {
		const tenant = await sandbox.tenant();
		const { errors } = await runWai(tenant, event(), [{ id: value, name: 'one' }], onErrorOutput);
		expect(errors[0]!.json.error).toContain('cannot be used in an address');
	});

	it('has a place for every value', async () => {
		const tenant = await sandbox.tenant();
		const { errors } = await runWai(
			tenant,
			event({ pathValues: { contactId: '1', other: '2' } }),
			[{ name: 'x' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toContain('has no {other}');
	});

	it('takes as one part what holds slashes, also between other characters', async () => {
		const tenant = await sandbox.tenant();
		await runWai(
			tenant,
			callEndpoint('GET', '/api/x-{a}.{b}/', { pathValues: { a: '1/2', b: 'ü%' } }),
			[{}],
			onErrorOutput,
		);
		expect((await tenant.requests('wai.unknown')).map(({ path }) => path)).toEqual([
			'/api/x-1%2F2.%C3%BC%25/',
		]);
	});
});

describe('a call whose answer is lost', () => {
	const lost = {
		faults: [{ match: { endpoint: 'wai.event.one' }, times: 1, action: 'resetAfter' }],
	};
	const events = async (tenant: SandboxTenant) => (await tenant.rows('wai/events')).length;

	it('is reported as unknown, and not sent again', async () => {
		const tenant = await sandbox.tenant(lost);
		const { errors } = await runWai(tenant, event(), [{ id: '1', name: 'one' }], onErrorOutput);
		expect(details(errors[0]!.json)).toMatchObject({ outcome: 'unknown', attempts: 1 });
		expect(await events(tenant)).toBe(1);
	});

	it('is sent again where the endpoint is safe to repeat', async () => {
		const tenant = await sandbox.tenant(lost);
		const { output } = await runWai(
			tenant,
			event({ safeToRepeat: true }),
			[{ id: '1', name: 'one' }],
			onErrorOutput,
		);
		expect(output).toHaveLength(1);
		expect(await events(tenant)).toBe(2);
	});

	it('is sent again where it only asks', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'wavy.sms.received' }, times: 1, action: 'resetAfter' }],
		});
		const { output } = await runWavy(
			tenant,
			callEndpoint('GET', '/v1/sms/receive/search'),
			[{}],
			onErrorOutput,
		);
		expect(output[0]!.json.response).toMatchObject({ messages: [] });
	});
});

describe('what an answer says', () => {
	/** An answer of WAI's to one call of a POST. */
	const answered = async (body: unknown, response: INodeParameters) => {
		const tenant = await sandbox.tenant({
			faults: [
				{ match: { endpoint: 'wai.event.one' }, action: { type: 'status', status: 200, body } },
			],
		});
		const { byItem } = await runWai(tenant, event({ response }), [{ id: '1', name: 'one' }], {
			...onErrorOutput,
			settings: { onError: 'continueErrorOutput' },
		});
		return byItem[0]!.json;
	};

	it.each([
		['errors[0].text', { errors: [{ text: 'No such store' }] }, 'No such store'],
		['code', { code: 17 }, '17'],
		['problems', { problems: [{ at: 'x' }] }, '[{"at":"x"}]'],
	])('in the failure field %s is a rejection', async (failureField, body, words) => {
		expect(details(await answered(body, { failureField }))).toMatchObject({
			outcome: 'rejected',
			vendor: words,
		});
	});

	it.each([
		{},
		{ code: 0 },
		{ code: '' },
		{ code: null },
		{ code: false },
		{ code: [] },
		{ code: 'none' },
	])('is no failure where nothing stands in the field: %j', async (body) => {
		expect(await answered(body, { failureField: 'code' })).toMatchObject({
			accepted: true,
			response: body,
		});
	});

	it.each([
		['ok, done', { state: { name: 'DONE' } }, 'accepted'],
		['ok, done', { state: { name: 'pending' } }, 'rejected'],
		['ok, done', { status: 'ok' }, 'unknown'],
		['', { state: { name: 'x' } }, 'accepted'],
		['', { state: { name: false } }, 'rejected'],
		['200', { state: { name: 200 } }, 'accepted'],
	])('with the success values %j, %j is %s', async (successValues, body, outcome) => {
		const json = await answered(body, { successField: 'state.name', successValues });
		expect(json.accepted === true ? 'accepted' : details(json).outcome).toBe(outcome);
	});

	it('is read as the vendor does where no rule says otherwise', async () => {
		expect(
			details(await answered({ id: [null], error: true, failures: { 1: { retry: false } } }, {})),
		).toMatchObject({ outcome: 'rejected' });
		expect(
			details(await answered({ id: ['r', null], error: true, failures: { 1: {} } }, {})),
		).toMatchObject({ outcome: 'unknown' });
		expect(await answered({ id: 'r', error: false }, {})).toMatchObject({ accepted: true });
	});

	it('by SessionM without a status is unknown, unless a rule says what a success is', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'sessionM.connect.event' },
					action: { type: 'status', status: 200, body: { task: 7 } },
				},
			],
		});
		const endpoint = callEndpoint('POST', '/incentives/api/1.0/user_events/trigger_user_event', {
			service: 'connect',
			body: '{}',
		});
		const bare = await runSessionM(tenant, endpoint, [{}], onErrorOutput);
		expect(details(bare.errors[0]!.json)).toMatchObject({ outcome: 'unknown' });
		const ruled = await runSessionM(
			tenant,
			{ ...endpoint, response: { successField: 'task', resultField: 'task' } },
			[{}],
			onErrorOutput,
		);
		expect(ruled.output[0]!.json).toMatchObject({ accepted: true, response: 7 });
	});

	it('in a failure of HTTP is told as it is', async () => {
		const tenant = await sandbox.tenant();
		const { errors } = await runSessionM(
			tenant,
			callEndpoint('GET', '/priv/v1/apps/:api_key/users/{id}', {
				service: 'core',
				pathValues: { id: 'nobody' },
			}),
			[{}],
			onErrorOutput,
		);
		expect(details(errors[0]!.json)).toMatchObject({
			outcome: 'rejected',
			httpCode: 404,
			vendor: expect.stringContaining('user_not_found') as string,
		});
	});
});

it('a body costs only its own item where it is not JSON', async () => {
	const tenant = await sandbox.tenant();
	const { output, errors } = await runWavy(
		tenant,
		callEndpoint('POST', '/v1/send-sms', { body: '={{ $json.body }}' }),
		[
			{ body: '{ "destination": ' },
			{ body: '{ "destination": "5519900001111", "messageText": "Hi" }' },
		],
		onErrorOutput,
	);
	expect(output).toHaveLength(1);
	expect(errors[0]!.json.error).toContain('"Body"');
	expect(await smsOf(tenant)).toHaveLength(1);
});

it('a form takes texts', async () => {
	const tenant = await sandbox.tenant();
	const form = callEndpoint('POST', '/Integra/resources/SMS/uploadbase', {
		bodyFormat: 'form',
		body: '{ "filename": ["a"] }',
	});
	const { errors } = await runUContact(tenant, form, [{}], onErrorOutput);
	expect(errors[0]!.json.error).toContain('holds more than a text at filename');
});
