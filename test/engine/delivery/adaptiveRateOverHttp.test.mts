import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import type { SandboxTenant } from '../../../sandbox/client.mts';
import { runWai, upsert } from '../../support/wai.mts';
import { sendPlainly } from './plainSender.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const PER_SECOND = 10;
const REQUESTS = 300;

/** A vendor that takes ten requests a second. */
const limits = [
	{ scheme: 'fixedWindow', retryAfter: 'seconds' },
	{ scheme: 'fixedWindow', retryAfter: 'date' },
	{ scheme: 'tokenBucket', retryAfter: 'seconds' },
	{ scheme: 'tokenBucket', retryAfter: 'none' },
];

/** From the first request to the last, and the share answered 429 after the first second. */
async function measured(tenant: SandboxTenant): Promise<{ seconds: number; share: number }> {
	const requests = await tenant.requests('wai.contact.one');
	const [first] = requests;
	const later = requests.filter(({ startedAt }) => startedAt > first!.startedAt + 1000);
	return {
		seconds: (requests.at(-1)!.startedAt - first!.startedAt) / 1000,
		share: later.filter(({ status }) => status === 429).length / later.length,
	};
}

/**
 * What the node does beside a plain sender that knows the limit: at the same time, so that the machine
 * holds up both.
 */
it('ten requests a second: hardly any 429 after the first second, hardly any time lost', async () => {
	const runs = await Promise.all(
		limits.map(async (limit) => {
			const rateLimit = { requests: PER_SECOND, perSeconds: 1, ...limit };
			const [tenant, plain] = [
				await sandbox.tenant({ rateLimit }),
				await sandbox.tenant({ rateLimit }),
			];
			const items = Array.from({ length: REQUESTS }, (_, i) => ({ id: String(i), city: 'Lund' }));
			const [{ output }] = await Promise.all([
				runWai(tenant, upsert({ options: { batchSize: 1, maxConcurrency: 8 } }), items),
				// The first second's requests may leave at once, as the node's do.
				sendPlainly(plain, { requests: REQUESTS - PER_SECOND, perSecond: PER_SECOND }),
			]);
			const accepted = output.filter(({ json }) => json.accepted).length;
			return { limit, accepted, node: await measured(tenant), plain: await measured(plain) };
		}),
	);
	const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
	const lines = runs.map(
		({ limit, node, plain }) =>
			`${limit.scheme}, Retry-After ${limit.retryAfter}: ` +
			`${node.seconds.toFixed(1)} s and ${percent(node.share)} answered 429, ` +
			`a plain sender ${plain.seconds.toFixed(1)} s and ${percent(plain.share)}`,
	);
	process.stderr.write(`${lines.join('\n')}\n`);
	for (const { accepted, node, plain } of runs) {
		expect(accepted).toBe(REQUESTS);
		expect(node.seconds / plain.seconds).toBeLessThan(1.15);
		expect(node.share).toBeLessThan(0.02 + plain.share);
	}
}, 120_000);
