import { createHash } from 'node:crypto';

import type { RowOf, SandboxTenant } from '../../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { startReceiver, type Receiver } from '../receiver.mts';

export let sandbox: Sandbox;
export let receiver: Receiver;
export let tenant: SandboxTenant;

/** An account for each test, whose events come to `receiver`. */
export function useEagleEye(): void {
	beforeAll(async () => {
		sandbox = await startSandbox();
		receiver = await startReceiver();
	});
	afterAll(async () => {
		receiver.close();
		await sandbox.stop();
	});
	beforeEach(async () => {
		receiver.received.length = 0;
		await useAccount();
	});
}

/** Takes another account, with settings of its own. */
export async function useAccount(settings: object = {}): Promise<void> {
	tenant = await sandbox.tenant({
		eagleEye: { events: { url: `${receiver.url}/`, concurrency: 1 }, ...settings },
	});
}

export const sha256 = (...parts: string[]) =>
	createHash('sha256').update(parts.join('')).digest('hex');

export async function call(
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
) {
	const { baseUrl, clientId, clientSecret } = tenant.access('eagleEye');
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const { pathname, search } = new URL(baseUrl + path);
	const response = await fetch(baseUrl + path, {
		method,
		headers: {
			'content-type': 'application/json',
			'x-ees-auth-client-id': clientId,
			'x-ees-auth-hash': sha256(pathname, search, text, clientSecret),
			...headers,
		},
		body: text === '' ? undefined : text,
	});
	const answer = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		body: answer ? (JSON.parse(answer) as any) : undefined,
	};
}

export const reward = (more: object = {}) => ({
	walletTransaction: { reference: 'r' },
	identityValue: '900001',
	triggers: [{ reference: 'LATE_DELIVERY' }],
	...more,
});

export type WalletRow = RowOf<'eagleEye/wallets'>;

export const walletOf = async (identity = '900001'): Promise<WalletRow> =>
	(await tenant.rows('eagleEye/wallets')).find(({ identities }) =>
		identities.some(({ value }) => value === identity),
	)!;
export const pointsOf = ({ accounts }: WalletRow) =>
	accounts.find(({ type }) => type === 'POINTS')!;

/** The last event of that name, once it has come. */
export const event = async (name: string) =>
	await receiver.until((all) => all.findLast(({ json }) => json.headers.eventName === name)?.json);
/** What a list of operations is, shortly. */
export const kinds = ({ atomicOperations }: any): string[] =>
	atomicOperations.map(
		({ objectType, operationType, objectValue: { event: done, transactionType, status } }: any) =>
			[objectType, operationType, done ?? transactionType ?? status].filter(Boolean).join(' '),
	);
export const values = ({ atomicOperations }: any, type: string): any[] =>
	atomicOperations
		.filter(({ objectType }: any) => objectType === type)
		.map(({ objectValue }: any) => objectValue);

export const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
export const ID = expect.stringMatching(/^\d+$/);
