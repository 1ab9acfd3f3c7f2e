import { Client } from './client.mts';
import { outcomes, put, sandbox, useSandbox, withFaults } from './withFaults.mts';

useSandbox();

describe('match', () => {
	const action = { type: 'status', status: 500 };

	it.each([
		[{ nth: 2 }, [200, 500, 200, 200, 200]],
		[{ nth: [1, 4] }, [500, 200, 200, 500, 200]],
		[{ every: 2 }, [200, 500, 200, 500, 200]],
		[{ from: 4 }, [200, 200, 200, 500, 500]],
		[{ to: 2 }, [500, 500, 200, 200, 200]],
		[{ from: 2, to: 3 }, [200, 500, 500, 200, 200]],
		[{ probability: 0 }, [200, 200, 200, 200, 200]],
		[{ probability: 1 }, [500, 500, 500, 500, 500]],
		[{ method: 'put', nth: 1 }, [500, 200, 200, 200, 200]],
		[{ method: 'POST' }, [200, 200, 200, 200, 200]],
		[{ endpoint: 'wai.contact.bulk' }, [200, 200, 200, 200, 200]],
	])('%j', async (match, expected) => {
		const { client } = await withFaults([{ match, action }]);
		expect(await outcomes(client, 5)).toEqual(expected);
	});

	it('times bounds how often a rule is carried out', async () => {
		const { client } = await withFaults([{ match: { every: 2 }, times: 2, action }]);
		expect(await outcomes(client, 7)).toEqual([200, 500, 200, 500, 200, 200, 200]);
	});

	it('numbers the requests of the endpoint, not all', async () => {
		const { client } = await withFaults([
			{ match: { endpoint: ['wai.event.one', 'wai.event.bulk'], nth: 2 }, action },
		]);
		await put(client, '1');
		expect((await client.post('/api/Contact/1/events', { name: 'a' })).status).toBe(200);
		await put(client, '2');
		expect((await client.post('/api/Contact/events/_bulk', { 1: [{ name: 'a' }] })).status).toBe(
			500,
		);
	});

	it('takes the first rule that matches, while later ones go on counting', async () => {
		const { client } = await withFaults([
			{ match: { nth: 1 }, action },
			{ match: { nth: 2 }, action: { type: 'status', status: 502 } },
			{ match: { to: 3 }, action: { type: 'status', status: 503 } },
		]);
		expect(await outcomes(client, 4)).toEqual([500, 502, 503, 200]);
	});

	it('draws the same for the same seed', async () => {
		const draw = async (seed: number) =>
			await outcomes(
				(await withFaults([{ match: { probability: 0.4 }, action }], seed)).client,
				40,
			);
		const [one, again, other] = [await draw(1), await draw(1), await draw(2)];
		expect(one).toEqual(again);
		expect(one).not.toEqual(other);
		expect(one.filter((status) => status === 500).length).toBeGreaterThan(6);
		expect(one.filter((status) => status === 500).length).toBeLessThan(28);
	});

	it('reaches the token call too', async () => {
		const { tenant } = await withFaults([{ match: { endpoint: 'wai.token' }, times: 1, action }]);
		expect(
			(await new Client(tenant).post('/auth/Token/apikey', { key: tenant.access('wai').apiKey }))
				.status,
		).toBe(500);
		expect(
			(await new Client(tenant).post('/auth/Token/apikey', { key: tenant.access('wai').apiKey }))
				.status,
		).toBe(200);
	});

	it.each([
		[{ action: 'explode' }],
		[{ action: { type: 'resetAfter', soon: true } }],
		[{ action, match: { endpoint: 'contact.bulk' } }],
		[{ action, match: { nht: 1 } }],
		[{ action, time: 1 }],
		[{ action: { type: 'status' } }],
		[{ action: { type: 'failEntries', ids: ['1'] } }],
		[{}],
	])('a rule that could never do what it says is rejected: %j', async (rule) => {
		await expect(sandbox.tenant({ faults: [rule] })).rejects.toThrow('400');
	});
});
