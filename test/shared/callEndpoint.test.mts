import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { callEndpoint, type CallParameters } from '../support/callEndpoint.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runSessionM } from '../support/sessionM.mts';
import { runUContact } from '../support/uContact.mts';
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
