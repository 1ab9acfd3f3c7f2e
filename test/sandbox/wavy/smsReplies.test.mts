import {
	call,
	DATE,
	receiver,
	send,
	statuses,
	tenant,
	TO,
	useAccount,
	useSms,
} from './smsAccount.mts';

useSms();

describe('what people write', () => {
	const answer = async (more: object = {}) =>
		await tenant.act<{ id: string }>('wavy/smsAnswer', { from: TO, text: 'I want pizza', ...more });

	it('comes by POST, tied to the SMS that it answers in mt', async () => {
		const mt = await send({ campaignAlias: 'pizza' });
		const { id } = await answer();
		const { method, json } = await receiver.until((all) => all.find(({ path }) => path === '/mo'));
		expect(method).toBe('POST');
		expect(json).toEqual({
			id,
			subAccount: 'SandboxMarketing',
			campaignAlias: 'pizza',
			carrierId: 1,
			carrierName: 'VIVO',
			source: TO,
			shortCode: '28149',
			messageText: 'I want pizza',
			receivedAt: expect.any(Number),
			receivedDate: DATE,
			mt: { id: mt, correlationId: 'c-1', username: 'sender', email: 'sender@example.com' },
		});
	});

	it('comes by GET in a query string, where the account is set so', async () => {
		await useAccount({
			smsMessageMethod: 'GET',
			callbackUrls: { smsMessage: `${receiver.url}/mo?token=abc` },
		});
		const mt = await send();
		const { id } = await answer({ text: 'Olá & bom dia' });
		const { method, query, text } = await receiver.until((all) =>
			all.find(({ path }) => path.startsWith('/mo')),
		);
		expect([method, text]).toEqual(['GET', '']);
		expect(query).toMatchObject({
			token: 'abc',
			id,
			source: TO,
			shortCode: '28149',
			messageText: 'Olá & bom dia',
			carrierName: 'VIVO',
			'mt.id': mt,
			'mt.correlationId': 'c-1',
			'mt.email': 'sender@example.com',
		});
	});

	it('has no mt where a person writes first', async () => {
		await answer({ from: '5519900002222' });
		const { json } = await receiver.until((all) => all.find(({ path }) => path === '/mo'));
		expect(json).not.toHaveProperty('mt');
		expect(await tenant.rows('wavy/phones')).toMatchObject([
			{
				number: '5519900002222',
				conversation: [{ mine: true, channel: 'sms', text: 'I want pizza' }],
			},
		]);
	});

	it('opts out by STOP, for SMS and WhatsApp alike', async () => {
		await answer({ text: 'Parar' });
		await send();
		await receiver.until(() => statuses()[0]);
		expect(statuses()[0].sentStatusCode).toBe(204);
	});

	it('is searched as often as one likes, and listed once', async () => {
		await answer();
		const search = await call('/v1/sms/receive/search');
		expect(search.json).toMatchObject({
			total: 1,
			start: DATE,
			end: DATE,
			messages: [{ source: TO, messageText: 'I want pizza' }],
		});
		expect((await call('/v1/sms/receive/search?start=2016-09-12T00:00:00')).status).toBe(400);
		expect((await call('/v1/sms/receive/search?subAccount=another')).status).toBe(403);
		expect((await call('/v1/sms/receive/list')).json.total).toBe(1);
		expect((await call('/v1/sms/receive/list')).json.total).toBe(0);
	});
});
