import type { SandboxTenant } from '../../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';

export let sandbox: Sandbox;

export function useSessionM(): void {
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());
}

type Service = 'core' | 'connect' | 'pos';

/** A bare client of one account. */
function clientOf(tenant: SandboxTenant) {
	const access = tenant.access('sessionM');
	const call = async (service: Service, method: string, path: string, body?: object) => {
		const key = `${access[`${service}ApiKey`]}:${access[`${service}ApiSecret`]}`;
		const response = await fetch(
			`${access.baseUrl}/${service}${path.replace(':api_key', access.coreApiKey)}`,
			{
				method,
				headers: {
					authorization: `Basic ${Buffer.from(key).toString('base64')}`,
					'content-type': 'application/json',
				},
				body: body && JSON.stringify(body),
			},
		);
		return { status: response.status, body: (await response.json()) as any };
	};
	return {
		call,
		connect: async (path: string, body: object) =>
			await call('connect', 'POST', path, { retailer_id: access.retailerId, ...body }),
		/** One POS call, each under a request id of its own unless it is given. */
		pos: async (path: string, payload: object, requestId = `r-${Math.random()}`) =>
			await call('pos', 'POST', `/api/2.0/${path}`, {
				store_id: access.storeId,
				client_id: access.clientId,
				request_id: requestId,
				request_payload: payload,
			}),
	};
}

/** An account with one customer. */
export async function shop(sessionM: object = {}) {
	const tenant = await sandbox.tenant({ sessionM });
	const client = clientOf(tenant);
	const user = { external_id: 'C-1', email: 'ana@example.com', opted_in: true };
	const { body } = await client.call('core', 'POST', '/priv/v1/apps/:api_key/users', { user });
	return { tenant, ...client, userId: body.user.id as string };
}

export type Shop = Awaited<ReturnType<typeof shop>>;

export const line = {
	line_id: '1',
	item_id: 'fries',
	quantity: 2,
	unit_price: 9,
	subtotal: 18,
	tax_included: 0,
};
export const payment = {
	payment_id: '1',
	amount: 18,
	type: 'card',
	payment_time: '2026-11-21T10:00:00Z',
	user_id: 'C-1',
	user_id_type: 'External_ID',
};
export const purchase = (more: object = {}) => ({
	is_closed: true,
	transaction_id: 't-1',
	subtotal: 18,
	items: [line],
	payments: [payment],
	...more,
});
export const discount = (userOfferId: string, more: object = {}) => ({
	reference_id: userOfferId,
	reference_id_type: 'UserOfferId',
	display_name: 'Free snack box',
	discount_source: 'SessionM',
	amount: 5,
	stack_order: 1,
	applied_time: '2026-11-21T10:00:00Z',
	...more,
});

export const offersPath = (path: string) => `/offers/api/2.0/offers/${path}`;

export async function issue({ connect, userId }: Shop, offer: string): Promise<string> {
	const { body } = await connect(offersPath('acquisition/issue'), {
		user_id: userId,
		offer_id: offer,
	});
	return body.payload.status_list[0].user_offer_id;
}

export async function deposit(
	connect: Shop['connect'],
	tenant: SandboxTenant,
	userId: string,
	...details: object[]
) {
	const { pointSourceId, pointAccountId } = tenant.access('sessionM');
	const ids = { point_source_id: pointSourceId, point_account_id: pointAccountId };
	return await connect('/incentives/api/1.0/user_points/deposit', {
		user_id: userId,
		deposit_details: details.map((detail) => ({ ...ids, ...detail })),
		allow_partial_success: false,
	});
}
