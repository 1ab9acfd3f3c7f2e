import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { runWai, upsert } from '../../support/wai.mts';

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

it(
	'against ten requests a second, hardly any request is answered 429 after the first ' +
		'second, and hardly any time is lost',
	async () => {
		const runs = await Promise.all(
			limits.map(async (limit) => {
				const tenant = await sandbox.tenant({
					rateLimit: { requests: PER_SECOND, perSeconds: 1, ...limit },
				});
				const items = Array.from({ length: REQUESTS }, (_, i) => ({ id: String(i) }));
				const { output } = await runWai(
					tenant,
					upsert({ options: { batchSize: 1, maxConcurrency: 8 } }),
					items,
				);
				const requests = await tenant.requests('wai.contact.one');
				const [first] = requests;
				const later = requests.filter(({ startedAt }) => startedAt > first!.startedAt + 1000);
				const seconds = (requests.at(-1)!.startedAt - first!.startedAt) / 1000;
				return {
					limit,
					accepted: output.length,
					share: later.filter(({ status }) => status === 429).length / later.length,
					ofIdealTime: seconds / ((REQUESTS - PER_SECOND) / PER_SECOND),
				};
			}),
		);
		const lines = runs.map(
			({ limit, share, ofIdealTime }) =>
				`${limit.scheme}, Retry-After ${limit.retryAfter}: ${(share * 100).toFixed(1)} % ` +
				`answered 429 after the first second, ${ofIdealTime.toFixed(2)} × the ideal time`,
		);
		process.stderr.write(`${lines.join('\n')}\n`);
		for (const { accepted, share, ofIdealTime } of runs) {
			expect(accepted).toBe(REQUESTS);
			expect(ofIdealTime).toBeLessThan(1.15);
			expect(share).toBeLessThan(0.02);
		}
	},
	120_000,
);
