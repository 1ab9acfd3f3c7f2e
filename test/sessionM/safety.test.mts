import type { INodeParameters } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import {
	customerOf,
	forCustomer,
	FRIES,
	pointIds,
	runSessionM,
	transaction,
	upsert,
} from '../support/sessionM.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const retryOnFail = { settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 } };

async function shop(sessionM: object = {}) {
	const tenant = await sandbox.tenant({ sessionM });
	await runSessionM(tenant, upsert(), [
		{ id: 'C-1', opted_in: true },
		{ id: 'C-2', opted_in: true },
	]);
	return tenant;
}

const lostAnswers = (endpoint: string, times: number) => ({
	faults: [{ match: { endpoint: `sessionM.${endpoint}` }, times, action: 'resetAfter' }],
});

describe('transactions count once', () => {
	it('sent, the answer lost, and tried again by n8n’s Retry On Fail', async () => {
		const tenant = await shop();
		await tenant.configure(lostAnswers('pos.transaction', 1));
		// No retries of the node's own, so that it is n8n that tries again.
		const { output, error } = await runSessionM(
			tenant,
			transaction({ options: { maxRetries: 0 } }),
			[{ id: 'C-1', lines: FRIES }],
			retryOnFail,
		);
		expect(error).toBeUndefined();
		expect(output[0]!.json.accepted).toBe(true);
		const { sessionM } = await tenant.summary();
		expect([sessionM.transactions, sessionM.repeatedTransactions]).toEqual([1, 1]);
		expect(await customerOf(tenant, 'C-1')).toMatchObject({
			available_points: 68,
			completed: ['snack-box'],
		});
	});

	it('sent, the answer lost, and repeated by the node itself', async () => {
		const tenant = await shop();
		await tenant.configure(lostAnswers('pos.transaction', 2));
		const items = Array.from({ length: 20 }, (_, i) => ({ id: `C-${1 + (i % 2)}`, lines: FRIES }));
		const { output } = await runSessionM(
			tenant,
			transaction({ options: { maxConcurrency: 8 } }),
			items,
		);
		expect(output).toHaveLength(20);
		expect((await tenant.summary()).sessionM).toMatchObject({
			transactions: 20,
			repeatedTransactions: 2,
		});
	});

	it('under the request id that the user gives, over executions too', async () => {
		const tenant = await shop();
		const items = [{ id: 'C-1', lines: FRIES, requestId: 'receipt-7' }];
		const first = await runSessionM(tenant, transaction(), items);
		const second = await runSessionM(tenant, transaction(), items);
		expect(second.output[0]!.json).toEqual(first.output[0]!.json);
		expect((await tenant.summary()).sessionM.transactions).toBe(1);
	});

	it('with the answer "pending processing", asked for until it is there', async () => {
		const tenant = await shop({ pendingAnswers: 2 });
		const { output } = await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
		expect(output[0]!.json).toMatchObject({ accepted: true, response: { points_earned: 68 } });
		expect((await tenant.summary()).sessionM).toMatchObject({
			transactions: 1,
			repeatedTransactions: 2,
		});
	});

	it('from JSON, the customer put on payments that name none', async () => {
		const tenant = await shop();
		const payload = {
			is_closed: true,
			transaction_id: 't-1',
			subtotal: 30,
			items: [],
			payments: [
				{ payment_id: '1', amount: 30, type: 'card', payment_time: '2026-11-21T10:00:00Z' },
			],
		};
		const parameters = transaction({
			transactionInput: 'json',
			transactionJson: JSON.stringify(payload),
		});
		const { output } = await runSessionM(tenant, parameters, [{ id: 'C-2' }]);
		expect(output[0]!.json).toMatchObject({ response: { completed_campaigns: ['large-fries'] } });
	});

	it.each<[INodeParameters, RegExp]>([
		[{ lineItems: 'fries' }, /"Line Items" is not valid JSON/],
		[{ lineItems: '[]' }, /"Line Items" is not a list of objects/],
		[
			{ lineItems: '[{"item_id":"x","unit_price":"9,50"}]' },
			/unit_price of line item 1" is not a number/,
		],
		[{ subtotal: 'much' }, /"Subtotal" is not a number/],
	])('%j is rejected in words', async (parameters, message) => {
		const tenant = await shop();
		const { errors } = await runSessionM(
			tenant,
			transaction(parameters),
			[{ id: 'C-1', lines: FRIES }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toMatch(message);
		expect((await tenant.summary()).sessionM.transactions).toBe(0);
	});
});

describe('what is not idempotent', () => {
	it.each<[string, string, string, object]>([
		['points', 'deposit', 'connect.deposit', { amount: 5 }],
		['event', 'trigger', 'connect.event', { eventLookup: 'x' }],
	])(
		'%s %s: an answer that is lost is reported as unknown, and n8n’s retry does not repeat it',
		async (resource, operation, endpoint, more) => {
			const tenant = await shop();
			await tenant.configure(lostAnswers(endpoint, 1));
			const { pointSourceId, pointAccountId } = pointIds(tenant);
			const parameters = forCustomer(resource, operation, {
				pointSourceId,
				pointAccountId,
				...more,
			} as INodeParameters);
			const { error } = await runSessionM(tenant, parameters, [{ id: 'C-1' }], retryOnFail);
			expect(error?.message).toMatch(/connection was lost/);
			expect(await tenant.requests(`sessionM.${endpoint}`)).toHaveLength(1);
		},
	);

	it('is repeated where the user turns on Resend When Outcome Is Unknown', async () => {
		const tenant = await shop();
		await tenant.configure(lostAnswers('connect.event', 1));
		const { output } = await runSessionM(
			tenant,
			forCustomer('event', 'trigger', { eventLookup: 'x', options: { resendUnknown: true } }),
			[{ id: 'C-1' }],
		);
		expect(output[0]!.json.accepted).toBe(true);
		expect(await tenant.rows('sessionM/events')).toHaveLength(2);
	});

	it('is not called unknown where only the look-up before it is lost', async () => {
		const tenant = await shop();
		await tenant.configure(lostAnswers('core.user.get', 100));
		const parameters = forCustomer('event', 'trigger', {
			eventLookup: 'x',
			options: { maxRetries: 1 },
		});
		const { errors } = await runSessionM(tenant, parameters, [{ id: 'C-1' }], onErrorOutput);
		expect(errors[0]!.json).toMatchObject({
			details: { outcome: 'notSent', retryable: true, attempts: 2 },
		});
		expect(await tenant.requests('sessionM.connect.event')).toEqual([]);
	});

	it('a look-up that is lost is repeated all the same', async () => {
		const tenant = await shop();
		await tenant.configure(lostAnswers('core.user.get', 1));
		await runSessionM(tenant, forCustomer('event', 'trigger', { eventLookup: 'x' }), [
			{ id: 'C-1' },
		]);
		expect(await tenant.rows('sessionM/events')).toHaveLength(1);
	});
});

describe('status counts, whatever the HTTP status', () => {
	it('"error" under HTTP 200 is a failure with SessionM’s code', async () => {
		const tenant = await shop();
		await tenant.configure({
			faults: [{ match: { endpoint: 'sessionM.connect.event' }, action: 'statusError' }],
		});
		const { errors } = await runSessionM(
			tenant,
			forCustomer('event', 'trigger', { eventLookup: 'x' }),
			[{ id: 'C-1' }],
			onErrorOutput,
		);
		expect(errors[0]!.json).toMatchObject({
			error: 'SessionM rejected it (internal_error)',
			details: { vendor: 'internal_error: Something went wrong' },
		});
	});

	it('what has no status is not taken for a success', async () => {
		const tenant = await shop();
		await tenant.configure({
			faults: [
				{
					match: { endpoint: 'sessionM.connect.event' },
					action: { type: 'wrongShape', body: { fine: true } },
				},
			],
		});
		const { errors } = await runSessionM(
			tenant,
			forCustomer('event', 'trigger', { eventLookup: 'x' }),
			[{ id: 'C-1' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.details).toMatchObject({ outcome: 'unknown' });
	});
});
