import type { SandboxTenant } from '../../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { startReceiver, type Receiver } from '../receiver.mts';

export let sandbox: Sandbox;
export let receiver: Receiver;
export let tenant: SandboxTenant;

/** An account for each test, whose callbacks of SMS come to `receiver`. */
export function useSms(): void {
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());
	// A receiver for each test: what an earlier one caused may come late.
	beforeEach(async () => {
		receiver = await startReceiver();
		await useAccount();
	});
	afterEach(() => receiver.close());
}

/** Takes another account, with settings of its own. */
export async function useAccount(wavy: object = {}): Promise<void> {
	const callbackUrls = { smsMessage: `${receiver.url}/mo`, smsStatus: `${receiver.url}/status` };
	tenant = await sandbox.tenant({
		wavy: { callbackUrls, statusDelayMs: 5, statusQueryMs: 0, ...wavy },
	});
}

export async function call(path: string, body?: object) {
	const { baseUrl, userName, authenticationToken } = tenant.access('wavy');
	const response = await fetch(`${baseUrl}${path}`, {
		method: body ? 'POST' : 'GET',
		headers: { 'content-type': 'application/json', userName, authenticationToken },
		body: body && JSON.stringify(body),
	});
	const text = await response.text();
	return {
		status: response.status,
		text,
		json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined,
	};
}

export const TO = '5519900001111';
export const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
export const send = async (more: object = {}) =>
	(
		await call('/v1/send-sms', {
			destination: TO,
			messageText: 'Hi',
			correlationId: 'c-1',
			...more,
		})
	).json[0].id as string;
export const statuses = () =>
	receiver.received.filter(({ path }) => path === '/status').map(({ json }) => json);
