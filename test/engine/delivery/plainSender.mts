import { setTimeout as sleep } from 'node:timers/promises';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import { login } from '../../sandbox/client.mts';

/**
 * Milliseconds by which a sender has to stay behind the limit, since requests do not arrive as evenly as
 * they leave.
 */
const JITTER_MS = 5;

/**
 * Sends contacts one by one at the rate that the vendor takes, which it has been told, and waits a second when it is
 * answered 429. It has nothing to learn: what it takes longer than the ideal time is this machine's doing.
 */
export async function sendPlainly(
	tenant: SandboxTenant,
	{ requests, perSecond }: { requests: number; perSecond: number },
): Promise<void> {
	const client = await login(tenant);
	const interval = (1000 + JITTER_MS) / perSecond;
	let leavesAt = 0;
	const send = async (contact: number): Promise<void> => {
		for (let wait = leavesAt - Date.now(); wait > 0; wait = leavesAt - Date.now())
			await sleep(wait);
		leavesAt = Date.now() + interval;
		const sent = client.put(`/api/Contact/plain-${contact}`, { personal: {}, general: { a: 1 } });
		pending.push(
			sent.then(async ({ status }) => {
				if (status !== 429) return;
				leavesAt = Math.max(leavesAt, Date.now() + 1000);
				again.push(contact);
			}),
		);
	};
	const pending: Array<Promise<void>> = [];
	const again: number[] = [];
	for (let contact = 0; contact < requests; contact++) await send(contact);
	for (;;) {
		await Promise.all(pending.splice(0));
		const contact = again.shift();
		if (contact === undefined) return;
		await send(contact);
	}
}
