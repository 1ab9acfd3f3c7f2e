import { startReceiver } from '../receiver.mts';
import { sandbox, shop, useSessionM } from './shop.mts';

useSessionM();

const CAMPAIGNS = '/priv/v1/apps/:api_key/external/users/C-1/campaigns';

describe('campaigns', () => {
	it('of a customer are an object of tiles and promotions, each with its custom payload', async () => {
		const { call } = await shop();
		const { status, body } = await call('core', 'GET', CAMPAIGNS);
		expect(status).toBe(200);
		expect(body).toEqual({
			status: 'ok',
			campaigns: {
				tiles: [
					{
						id: 'welcome-tile',
						name: 'Welcome to Fancy Fries',
						description: 'A tile in the app',
						custom_payload: {},
					},
				],
				promotions: [
					expect.objectContaining({
						id: 'snack-box',
						custom_payload: { offer_id: 'free-snack-box' },
					}),
					expect.objectContaining({
						id: 'large-fries',
						custom_payload: { offer_id: 'mobile-tuesdays' },
					}),
				],
			},
		});
	});

	it('of a customer are one list in an account that is set so', async () => {
		const { call } = await shop({ customerCampaigns: 'list' });
		const { body } = await call('core', 'GET', CAMPAIGNS);
		expect(body.campaigns.map(({ id }: { id: string }) => id)).toEqual([
			'snack-box',
			'large-fries',
			'welcome-tile',
		]);
	});

	it('of the app come in pages that say how many there are', async () => {
		const campaigns = Array.from({ length: 45 }, (_, i) => ({
			id: `c-${i}`,
			name: 'x',
			description: 'x',
		}));
		const { call } = await shop({ campaigns });
		const app = '/priv/v1/apps/:api_key/campaigns';
		const first = await call('core', 'GET', app);
		expect(first.body).toMatchObject({ page: 1, page_size: 20, number_of_pages: 3 });
		expect(first.body.campaigns).toHaveLength(20);
		const last = await call('core', 'GET', `${app}?page=3`);
		expect(last.body).toMatchObject({ page: 3, number_of_pages: 3 });
		expect(last.body.campaigns.map(({ id }: { id: string }) => id)).toEqual([
			'c-40',
			'c-41',
			'c-42',
			'c-43',
			'c-44',
		]);
		expect((await call('core', 'GET', `${app}?page=0`)).status).toBe(400);
	});
});

describe('tags and messages', () => {
	it('a tag given again counts up', async () => {
		const { call, userId, tenant } = await shop();
		const path = `/priv/v1/apps/:api_key/users/${userId}/tags`;
		await call('core', 'POST', path, { tags: ['vip'], ttl: 60 });
		await call('core', 'POST', path, { tags: ['vip', 'new'] });
		expect((await tenant.row('sessionM/customers', 'C-1'))!.tags).toEqual({
			vip: { ttl: null, count: 2 },
			new: { ttl: null, count: 1 },
		});
	});

	it.each(['welcome', 'offer_issued', 'offer_expiring'])(
		'the sample %s is sent to the address that is set, with its header',
		async (name) => {
			const receiver = await startReceiver();
			const url = `${receiver.url}/hook`;
			const tenant = await sandbox.tenant();
			const control = `${sandbox.url}/control/tenants/${tenant.name}`;
			const set = await fetch(`${control}/callbacks/sessionM/messages`, {
				method: 'PUT',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ url, headerName: 'X-Secret', headerValue: 's3cret' }),
			});
			expect(await set.json()).toEqual({
				vendor: 'sessionM',
				name: 'messages',
				title: 'Messages',
				url,
				headerName: 'X-Secret',
				headerValue: 's3cret',
			});
			const sent = await tenant.act<{ name: string; sentTo: string; ids: string[] }>(
				`sessionM/samples/${name}`,
				{
					externalId: 'C-7',
				},
			);
			expect(sent).toMatchObject({ name, sentTo: url });
			const rows = await tenant.rows('sessionM/messages');
			expect(rows.filter(({ id }) => sent.ids.includes(id)).map(({ event }) => event)).toEqual([
				name,
			]);
			const call = await receiver.until((all) =>
				all.find(({ json }) => json.message_id === sent.ids[0]),
			);
			receiver.close();
			expect(call.headers['x-secret']).toBe('s3cret');
			expect(call.json).toMatchObject({ event: name, customer: { external_id: 'C-7' } });
		},
	);
});
