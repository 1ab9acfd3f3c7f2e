/** The till of the sandbox, as its control API works it. */
import { call, tenant, walletOf } from './account.mts';

export const act = async (action: string, body: object) =>
	await tenant.act<{ reference: string; eventId: string }>(`eagleEye/${action}`, body);
export const item = (count: number) => ({ upc: '1', description: 'Coffee', unitCost: 1000, count });
/** Issues a coupon to the first customer. */
export const coupon = async () => {
	const { walletId } = await walletOf();
	return (await call('POST', `/wallet/${walletId}/campaign/5001/account`, {})).body
		.accountId as string;
};
