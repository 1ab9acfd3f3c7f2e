import type { INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import type { Column } from './cells.mts';
import { eachOnce } from './columns/ids.mts';
import type { ListOperation, ListPlan, SentRequest } from './operation.mts';
import { cycled, pool } from './pool.mts';
import { Random } from './random.mts';

export const CUSTOMERS = 40;

/** The same for settings and plan. */
export const customers = (count: number): string[] => pool(new Random(1), count);

export const walletsOf = (count: number) =>
	customers(count).map((value) => ({
		identities: [{ type: 'CUSTOMER_ID', value }],
		points: 1e9,
		tierPoints: 0,
	}));

/** A wallet as the vendor has it. */
export type Wallet = WalletRow;

interface Calls {
	/** Whether each row has a customer of its own, to whom the thing can be done once only. */
	isOnce?: boolean;
	columns?(wallets: Wallet[]): Record<string, Column>;
	parameters?: INodeParameters;
	prepare?(tenant: SandboxTenant): Promise<void>;
	/** The columns of a call, by what follows the wallet in its path; undefined for another call. */
	sent(below: string[], request: SentRequest): object | undefined;
}

/** Calls below the wallet of a customer who is looked up. */
export function walletCall({
	isOnce = false,
	columns,
	parameters,
	prepare,
	sent,
}: Calls): ListOperation {
	const howMany = (count: number) => (isOnce ? count : Math.min(count, CUSTOMERS));
	return {
		settings: (count) => ({ wallets: walletsOf(howMany(count)) }),
		async plan({ tenant, count }): Promise<ListPlan> {
			await prepare?.(tenant);
			const wallets = cycled(await tenant.rows('eagleEye/wallets'), count);
			const identityOf = new Map(
				wallets.map(({ walletId, identities }) => [walletId, identities[0]!.value]),
			);
			return {
				columns: {
					identityValue: eachOnce([...wallets.map(({ identities }) => identities[0]!.value)]),
					...columns?.(wallets),
				},
				parameters: { lookupBy: 'identity', ...parameters },
				sent(request) {
					const [walletId = '', ...below] = request.parts.slice(
						request.parts.indexOf('wallet') + 1,
					);
					const found = request.isChange ? sent(below, request) : undefined;
					return found ? [{ identityValue: identityOf.get(walletId), ...found }] : [];
				},
			};
		},
	};
}
