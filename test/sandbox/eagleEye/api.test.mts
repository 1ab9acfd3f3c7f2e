import {
	call,
	event,
	pointsOf,
	reward,
	sha256,
	tenant,
	useEagleEye,
	values,
	walletOf,
} from './account.mts';

useEagleEye();

describe('AIR', () => {
	it('checks the hash against the bytes received, and tells its id of the call', async () => {
		expect((await call('POST', '/services/trigger', `${JSON.stringify(reward())} `)).status).toBe(
			201,
		);
		const wrong = { 'x-ees-auth-hash': sha256('/services/trigger', 'x') };
		const other = await call('POST', '/services/trigger', reward(), wrong);
		expect(other.status).toBe(401);
		expect(other.headers.get('x-ees-called-unique-id')).toMatch(/^[\da-f-]{36}$/);
		expect((await tenant.summary()).eagleEye).toMatchObject({ rewards: 1, hashesRejected: 1 });
	});

	it('takes /2.0 as part of the path that is hashed, where it is in the path', async () => {
		const { baseUrl, clientSecret } = tenant.access('eagleEye');
		const { pathname } = new URL(baseUrl);
		expect((await call('GET', '/2.0/wallet?identity-value=900001')).body.walletId).toBe(
			(await walletOf()).walletId,
		);
		const without = sha256(`${pathname}/wallet?identity-value=900001`, clientSecret);
		expect(
			(
				await call('GET', '/2.0/wallet?identity-value=900001', undefined, {
					'x-ees-auth-hash': without,
				})
			).status,
		).toBe(401);
		await call('POST', '/2.0/services/trigger', reward());
		expect((await event('SERVICE.TRIGGER')).request.resource).toBe('/services/trigger');
	});

	it.each([
		['no reference', { walletTransaction: {} }, 400],
		['no trigger', { triggers: [] }, 400],
		['an empty identity', { identityValue: '' }, 400],
		['a field that does not exist', { amount: 5 }, 400],
		['an action that is not set up', { triggers: [{ reference: 'NOTHING' }] }, 400],
		['an identity that nobody has', { identityValue: 'nobody' }, 404],
	])('rejects a reward with %s', async (_, more, status) => {
		expect((await call('POST', '/services/trigger', reward(more))).status).toBe(status);
		expect(await tenant.rows('eagleEye/rewards')).toEqual([]);
	});

	it('keeps the identities of a deleted wallet reserved', async () => {
		const { walletId } = await walletOf();
		expect((await call('DELETE', `/services/wallet/${walletId}`)).status).toBe(204);
		expect((await call('GET', '/wallet?identity-value=900001')).status).toBe(404);
		const again = { type: 'CONSUMER', identities: [{ type: 'CUSTOMER_ID', value: '900001' }] };
		expect((await call('POST', '/services/wallet', again)).status).toBe(400);
	});

	it.each([
		['points', { balances: { current: 40 } }, 40, 0],
		['a value, for AIR to calculate', { transactionValue: 1250 }, 12, 1250],
	])('earns by %s', async (_, body, points, spend) => {
		const wallet = await walletOf('900002');
		const { accountId } = pointsOf(wallet);
		const { status, body: answer } = await call(
			'PATCH',
			`/wallet/${wallet.walletId}/account/${accountId}/earn`,
			body,
		);
		expect([status, answer.event, answer.value, answer.account.balances.current]).toEqual([
			200,
			'EARN',
			points,
			points,
		]);
		const [tier] = values(
			await event('SERVICE.WALLET.TRANSACTION.EARN'),
			'tierMembershipTransactionEntity',
		);
		expect(tier.actions).toEqual([
			{ balanceType: 'POINTS', amount: points, balanceBefore: 0, balanceAfter: points },
			{ balanceType: 'TRANSACTIONS', amount: 0, balanceBefore: 0, balanceAfter: 0 },
			{ balanceType: 'SPEND', amount: spend, balanceBefore: 0, balanceAfter: spend },
		]);
		const both = { balances: { current: 1 }, transactionValue: 1 };
		expect(
			(await call('PATCH', `/wallet/${wallet.walletId}/account/${accountId}/earn`, both)).status,
		).toBe(400);
	});

	it('changes identities and consumers', async () => {
		const { walletId } = await walletOf();
		const added = await call('POST', `/wallet/${walletId}/identity`, {
			type: 'CARD',
			value: 'card-9',
		});
		const path = `/wallet/${walletId}/identity/${added.body.identityId}`;
		expect((await call('PATCH', path, { value: 'card-10' })).body).toMatchObject({
			type: 'CARD',
			value: 'card-10',
		});
		expect((await call('GET', '/wallet?identity-value=CARD-10')).body.walletId).toBe(walletId);
		expect((await call('GET', '/wallet?identity-value=card-9')).status).toBe(404);
		expect((await call('PATCH', path, { value: '900002' })).status).toBe(400);
		const { body: made } = await call('POST', `/wallet/${walletId}/consumer`, {
			friendlyName: 'Ada',
			data: { personal: { firstName: 'Ada' } },
		});
		expect((await call('GET', `/wallet/${walletId}/consumer`)).body).toEqual(made);
		expect(
			(await call('GET', `/wallet/${(await walletOf('900002')).walletId}/consumer`)).status,
		).toBe(404);
		const changed = await call('PATCH', `/wallet/${walletId}/consumer/${made.consumerId}`, {
			data: { personal: { firstName: 'Eva' } },
		});
		expect(changed.body).toMatchObject({
			friendlyName: 'Ada',
			data: { personal: { firstName: 'Eva' } },
		});
		expect((await call('PATCH', `/wallet/${walletId}/consumer/1`, {})).status).toBe(404);
		expect(
			(await call('PATCH', `/wallet/${walletId}/consumer/${made.consumerId}`, { name: 'x' }))
				.status,
		).toBe(400);
	});
});

describe('EE Connect', () => {
	const connector = (body: unknown, headers: Record<string, string>, id = 'sandbox-connector') =>
		call('POST', `/in/n8n/${id}`, body, headers);

	it('answers as documented: 401 without a token, 403 for unknown pairs, 400 with errors, 200 when queued', async () => {
		const key = { 'x-auth-token': tenant.access('eagleEye').connectorKey };
		const whole = { type: 'services/trigger', body: reward() };
		expect((await connector(whole, {})).status).toBe(401);
		expect((await connector(whole, { 'x-auth-token': 'another' })).status).toBe(403);
		expect((await connector(whole, key, 'another')).status).toBe(403);
		const rejected = await connector({ ...whole, body: reward({ identityValue: '' }) }, key);
		expect(rejected.status).toBe(400);
		expect(rejected.body).toMatchObject({
			message: 'Validation error',
			errors: [{ path: 'body.identityValue', message: expect.any(String) }],
		});
		// The framework of the vendor's connectors requires a reference.
		expect(
			(await connector({ ...whole, body: reward({ walletTransaction: undefined }) }, key)).status,
		).toBe(400);
		const taken = await connector(whole, key);
		expect([taken.status, taken.body]).toEqual([200, { status: 'OK' }]);
		expect(await tenant.rows('eagleEye/queue')).toHaveLength(1);
		expect((await fetch(`${tenant.access('eagleEye').baseUrl}/in/n8n/status`)).status).toBe(200);
	});
});
