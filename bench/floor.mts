/** The floor: a bare script that posts prepared bodies over kept connections and does nothing else. */
import { Pool } from 'undici';
import { customers } from '../sandbox/data.mts';
import type { VendorAccess } from '../sandbox/shared/control.mts';
import { FIELDS } from './contestants.mts';

/** As many requests at a time as the node has by default. */
const CONCURRENCY = 4;
const CONTACTS_PER_REQUEST = 500;

/** The bulk bodies of the first `count` customers of the list, as WAI takes them. */
export function bulkBodies(count: number): Buffer[] {
	const members = [...customers({ count })].map((customer) => {
		const row = customer as unknown as Record<string, unknown>;
		const pick = (fields: readonly string[]) =>
			Object.fromEntries(fields.map((field) => [field, row[field]]));
		const document = { personal: pick(FIELDS.personal), general: pick(FIELDS.general) };
		return `${JSON.stringify(customer.id)}:${JSON.stringify(document)}`;
	});
	const bodies: Buffer[] = [];
	for (let i = 0; i < members.length; i += CONTACTS_PER_REQUEST) {
		bodies.push(Buffer.from(`{${members.slice(i, i + CONTACTS_PER_REQUEST).join(',')}}`));
	}
	return bodies;
}

/** Posts the bodies as they come. The token is had before, as n8n keeps one from run to run. @returns milliseconds */
export async function postAll(
	{ baseUrl, apiKey }: VendorAccess,
	bodies: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<number> {
	const { origin, pathname } = new URL(baseUrl);
	const pool = new Pool(origin, { connections: CONCURRENCY });
	try {
		const json = { 'content-type': 'application/json' };
		const login = await pool.request({
			path: `${pathname}/auth/Token/apikey`,
			method: 'POST',
			headers: json,
			body: JSON.stringify({ key: apiKey }),
		});
		const { token } = (await login.body.json()) as { token: string };
		const waiting = fromAny(bodies);
		const started = performance.now();
		await Promise.all(
			Array.from({ length: CONCURRENCY }, async () => {
				for await (const body of waiting) {
					const answer = await pool.request({
						path: `${pathname}/api/Contact/_bulk`,
						method: 'PUT',
						headers: { ...json, authorization: `Bearer ${token}` },
						body,
					});
					await answer.body.text();
					if (answer.statusCode !== 200) throw new Error(`WAI answered ${answer.statusCode}`);
				}
			}),
		);
		return performance.now() - started;
	} finally {
		await pool.close();
	}
}

/** One iterator for all that take from it, none of which may end it for the others. */
function fromAny(bodies: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncIterable<Buffer> {
	const all = (async function* () {
		yield* bodies;
	})();
	return { [Symbol.asyncIterator]: () => ({ next: async () => await all.next() }) };
}
