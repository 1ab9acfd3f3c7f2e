import fc from 'fast-check';
import type { INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';

import { testSecret } from '../../engine/webhooks/secretCredential';
import { SessionMTrigger } from '../../nodes/SessionM/SessionMTrigger.node';
import type { OfferRow } from '../../sandbox/sessionM/index.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { FRIES, runSessionM, transaction, upsert } from '../support/sessionM.mts';
import { TriggerServer } from '../support/trigger.mts';

const SECRET = 'a long and random secret';
const credentials = (placement = 'header') => ({
	sessionMWebhookApi: { placement, name: 'X-Webhook-Secret', secret: SECRET },
});
const shown = { headers: { 'x-webhook-secret': SECRET } };

const open: TriggerServer[] = [];
async function trigger(
	parameters: INodeParameters = {},
	placement?: string,
	mode?: WorkflowExecuteMode,
): Promise<TriggerServer> {
	const isOpen = parameters.authentication === 'none';
	const receiver = await TriggerServer.start(new SessionMTrigger(), {
		parameters: { authentication: 'secret', ...parameters },
		credentials: isOpen ? {} : credentials(placement),
		mode,
	});
	open.push(receiver);
	return receiver;
}
afterEach(async () => {
	await Promise.all(open.splice(0).map(async (receiver) => await receiver.stop()));
});

describe('the secret', () => {
	it.each([
		['missing', {}],
		['wrong', { headers: { 'x-webhook-secret': 'guess' } }],
		['empty', { headers: { 'x-webhook-secret': '' } }],
		[
			'in the query instead of the header',
			{ query: `?X-Webhook-Secret=${encodeURIComponent(SECRET)}` },
		],
	])('%s: 401, and nothing starts', async (_, more) => {
		const receiver = await trigger();
		expect((await receiver.post({ event: 'x' }, more)).status).toBe(401);
		expect(receiver.executions).toEqual([]);
	});

	it('right, in the header or in the query', async () => {
		const inHeader = await trigger();
		expect((await inHeader.post({ event: 'x' }, shown)).status).toBe(200);
		const inQuery = await trigger({}, 'query');
		expect(
			(
				await inQuery.post(
					{ event: 'x' },
					{ query: `?X-Webhook-Secret=${encodeURIComponent(SECRET)}` },
				)
			).status,
		).toBe(200);
		expect(
			[inHeader.executions, inQuery.executions].map((executions) => executions.length),
		).toEqual([1, 1]);
	});

	it('not asked for where the user has chosen none', async () => {
		const receiver = await trigger({ authentication: 'none' });
		expect((await receiver.post({ event: 'x' })).status).toBe(200);
	});

	it.each([
		[{ name: 'X-Secret', secret: 'short' }, /at least 16/],
		[{ name: 'X Secret', secret: SECRET }, /cannot have this name/],
	])('%j is rejected by the credential’s test', async (data, message) => {
		const { status, message: words } = await testSecret.call({} as never, {
			id: '',
			name: '',
			type: '',
			data,
		});
		expect([status, words]).toEqual(['Error', expect.stringMatching(message)]);
	});
});

describe('what is lifted', () => {
	it.each([
		[
			'in objects',
			{
				event: 'offer_issued',
				customer: { id: 'u1', external_id: 'C-1', email: 'a@b.se', first_name: 'Amanda' },
				offer: {
					offer_id: 'o1',
					user_offer_id: 'uo1',
					title: 'Snack box',
					description: 'free',
					terms: 't',
					expires_at: '2026-12-01',
				},
				points: { amount: 50, account_name: 'Fry Points' },
				campaign: { id: 'k1', name: 'Snack', custom_data: { a: 1 } },
			},
		],
		[
			'flat, in other spellings',
			{
				Event: 'offer_issued',
				userId: 'u1',
				'External ID': 'C-1',
				Email: 'a@b.se',
				FirstName: 'Amanda',
				offerId: 'o1',
				user_offer_id: 'uo1',
				offer_title: 'Snack box',
				offerDescription: 'free',
				terms: 't',
				redemption_end_date: '2026-12-01',
				point_amount: 50,
				accountName: 'Fry Points',
				'campaign-id': 'k1',
				campaign_name: 'Snack',
				custom_data: { a: 1 },
			},
		],
	])('the fields a template can hold, %s', async (_, body) => {
		const receiver = await trigger();
		await receiver.post(body, shown);
		expect(receiver.items[0]).toEqual({
			event: 'offer_issued',
			customer: { id: 'u1', externalId: 'C-1', email: 'a@b.se', firstName: 'Amanda' },
			offer: {
				id: 'o1',
				userOfferId: 'uo1',
				title: 'Snack box',
				description: 'free',
				terms: 't',
				expiresAt: '2026-12-01',
			},
			points: { amount: 50, accountName: 'Fry Points' },
			campaign: { id: 'k1', name: 'Snack', customData: { a: 1 } },
			fields: {},
			receivedAt: expect.any(String),
			raw: body,
		});
	});

	it('and a field map brings the rest', async () => {
		const receiver = await trigger({
			fieldMap: {
				field: [
					{ name: 'store', path: 'data.store.name' },
					{ name: 'first', path: 'list[0]' },
					{ name: 'none', path: 'x.y' },
				],
			},
		});
		await receiver.post({ data: { store: { name: 'Main St' } }, list: [7] }, shown);
		expect(receiver.items[0]!.fields).toEqual({ store: 'Main St', first: 7, none: null });
	});

	it('any JSON is taken, and comes out whole', async () => {
		const receiver = await trigger({ authentication: 'none', joinCallbacks: false });
		await fc.assert(
			fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (body) => {
				const sent = JSON.parse(JSON.stringify(body)) as object;
				expect((await receiver.post(sent)).status).toBe(200);
				expect(receiver.items.at(-1)!.raw).toEqual(sent);
			}),
			{ numRuns: 100 },
		);
	});

	it('JSON that comes as text is taken, other text is not', async () => {
		const receiver = await trigger();
		expect((await receiver.postText('{"event":"x"}', shown)).status).toBe(200);
		expect(receiver.items[0]).toMatchObject({ event: 'x' });
		expect((await receiver.postText('hello', shown)).status).toBe(400);
		expect(receiver.executions).toHaveLength(1);
	});

	it('a list is one item each, at the top or in the field named', async () => {
		const atTop = await trigger();
		await atTop.post([{ event: 'a' }, { event: 'b' }], shown);
		const inField = await trigger({ options: { listField: 'data.messages' } });
		await inField.post({ data: { messages: [{ event: 'a' }, { event: 'b' }] } }, shown);
		for (const { executions } of [atTop, inField])
			expect(executions[0]!.map(({ event }) => event)).toEqual(['a', 'b']);
	});
});

describe('duplicates', () => {
	it('are dropped where an id is named, and only there', async () => {
		const named = await trigger({ idField: 'meta.id' });
		const unnamed = await trigger();
		for (const id of ['1', '2', '1', '1']) {
			for (const receiver of [named, unnamed])
				expect((await receiver.post({ meta: { id } }, shown)).status).toBe(200);
		}
		expect(named.items.map(({ id }) => id)).toEqual(['1', '2']);
		expect(unnamed.items).toHaveLength(4);
	});

	it('are kept where the user wants them, where a message has no id, and in test runs', async () => {
		const kept = await trigger({ idField: 'id', ignoreDuplicates: false });
		const manual = await trigger({ idField: 'id' }, 'header', 'manual');
		const without = await trigger({ idField: 'id' });
		for (let i = 0; i < 2; i++) {
			await kept.post({ id: '1' }, shown);
			await manual.post({ id: '1' }, shown);
			await without.post({ other: 1 }, shown);
		}
		expect([kept, manual, without].map(({ items }) => items.length)).toEqual([2, 2, 2]);
	});

	it('callbacks that arrive together become one execution', async () => {
		const receiver = await trigger();
		await Promise.all(
			Array.from({ length: 20 }, async (_, i) => await receiver.post({ event: `e${i}` }, shown)),
		);
		expect(receiver.items).toHaveLength(20);
		expect(receiver.executions.length).toBeLessThan(20);
	});
});

describe('with the sandbox', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(async () => await sandbox.stop());

	it(
		'the messaging example, steps 2, 6 and 7 (sessionM 3.7): welcome, offer issued, offer ' +
			'about to expire, each once',
		async () => {
			const receiver = await trigger({ idField: 'message_id' });
			const messages = { url: receiver.url, headers: { 'X-Webhook-Secret': SECRET } };
			const tenant = await sandbox.tenant({ sessionM: { messages } });
			const until = async (count: number) => {
				for (let i = 0; i < 200 && receiver.items.length < count; i++)
					await new Promise((resolve) => setTimeout(resolve, 25));
			};
			await runSessionM(tenant, upsert(), [
				{ id: 'C-1', email: 'amanda@example.com', first_name: 'Amanda', opted_in: true },
			]);
			await until(1);
			await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
			await until(2);
			// 10 days before the end of 30: not a day earlier.
			await tenant.configure({ sessionM: { daysAhead: 19.9 } });
			await tenant.configure({ sessionM: { daysAhead: 20.1 } });
			await tenant.configure({ sessionM: { daysAhead: 21 } });
			await until(3);
			const [offer] = await tenant.rows<OfferRow>('sessionM/offers');
			expect(receiver.items).toMatchObject([
				{
					event: 'welcome',
					customer: { externalId: 'C-1', email: 'amanda@example.com', firstName: 'Amanda' },
					offer: {},
				},
				{
					event: 'offer_issued',
					offer: { userOfferId: offer!.id, title: 'Free snack box' },
					campaign: { name: 'Snack box promotion' },
					points: { accountName: 'Fry Points' },
				},
				{
					event: 'offer_expiring',
					offer: { userOfferId: offer!.id, expiresAt: offer!.redemption_end_date },
				},
			]);
			expect((await tenant.summary()).sessionM).toMatchObject({
				messages: 3,
				messagesDelivered: 3,
			});
		},
	);
});
