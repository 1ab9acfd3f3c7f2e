import type { INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import { customers, issueReward, runEagleEye } from '../../support/eagleEye.mts';
import type { NodeRunResult } from '../../support/engine.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { runWai, upsert } from '../../support/wai.mts';
import { runWavy, template } from '../../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const EXECUTIONS = 6;
const ITEMS = 40;

interface Timed {
	result: NodeRunResult;
	ms: number;
}

const timed = async (run: Promise<NodeRunResult>): Promise<Timed> => {
	const startedAt = Date.now();
	const result = await run;
	return { result, ms: Date.now() - startedAt };
};

const acceptedIn = (runs: Timed[]) =>
	runs
		.flatMap(({ result }) => result.output)
		.filter(({ json }) => json.accepted !== false && json.error === undefined).length;

/**
 * How long six executions together took in times of one that sends as much, and the longest of them in
 * times of the shortest.
 */
function compare(name: string, six: Timed[], alone: Timed, idealMs: number) {
	const times = six.map(({ ms }) => ms);
	const ratios = {
		ofAlone: Math.max(...times) / alone.ms,
		longest: Math.max(...times) / Math.min(...times),
	};
	const figures = [Math.max(...times) / idealMs, alone.ms / idealMs, ratios.longest].map((n) =>
		n.toFixed(2),
	);
	process.stderr.write(
		`${name}: six executions ${figures[0]} × the ideal time, one alone ${figures[1]} ×, ` +
			`the longest of six ${figures[2]} × the shortest\n`,
	);
	return ratios;
}

const list = (from: number, length: number) =>
	Array.from({ length }, (_, i) => ({ id: String(from + i), city: 'Lund' }));

it.each([
	{ scheme: 'fixedWindow', retryAfter: 'seconds' },
	{ scheme: 'tokenBucket', retryAfter: 'none' },
])(
	'six executions keep to the limit of one account together ($scheme, Retry-After $retryAfter)',
	async (limit) => {
		const rateLimit = { requests: 10, perSeconds: 1, ...limit };
		const [shared, own] = [
			await sandbox.tenant({ rateLimit }),
			await sandbox.tenant({ rateLimit }),
		];
		const send = async (tenant: SandboxTenant, from: number, length: number) =>
			await timed(runWai(tenant, upsert({ options: { batchSize: 1 } }), list(from, length)));
		const [alone, ...six] = await Promise.all([
			send(own, 0, EXECUTIONS * ITEMS),
			...Array.from({ length: EXECUTIONS }, async (_, n) => await send(shared, n * ITEMS, ITEMS)),
		]);
		const { ofAlone, longest } = compare(
			`${limit.scheme}, Retry-After ${limit.retryAfter}`,
			six,
			alone,
			(EXECUTIONS * ITEMS - 10) * 100,
		);
		expect(acceptedIn(six)).toBe(EXECUTIONS * ITEMS);
		expect(ofAlone).toBeLessThan(1.3);
		expect(longest).toBeLessThan(2);
	},
	120_000,
);

describe('Requests per Second', () => {
	const reward = (options: INodeParameters) => issueReward({ options });
	const between = async (tenant: SandboxTenant) => {
		const times = (await tenant.requests('eagleEye.trigger')).map(({ startedAt }) => startedAt);
		return times.at(-1)! - times[0]!;
	};

	it('counts over six executions', async () => {
		const count = EXECUTIONS * ITEMS;
		const people = { eagleEye: { wallets: customers(count) } };
		const [shared, own] = [await sandbox.tenant(people), await sandbox.tenant(people)];
		const send = async (tenant: SandboxTenant, from: number, length: number) => {
			const items = Array.from({ length }, (_, i) => ({ id: `C${from + i}` }));
			return await timed(runEagleEye(tenant, reward({ requestsPerSecond: 20 }), items));
		};
		const [alone, ...six] = await Promise.all([
			send(own, 0, count),
			...Array.from({ length: EXECUTIONS }, async (_, n) => await send(shared, n * ITEMS, ITEMS)),
		]);
		const { ofAlone, longest } = compare(
			'20 requests a second stated',
			six,
			alone,
			(count - 1) * 50,
		);
		expect(acceptedIn(six)).toBe(count);
		expect(ofAlone).toBeLessThan(1.3);
		expect(longest).toBeLessThan(2);
		expect(await between(shared)).toBeGreaterThan((count - 1) * 50 * 0.98);
	}, 120_000);

	it('is divided by the number of n8n processes', async () => {
		const tenant = await sandbox.tenant({ eagleEye: { wallets: customers(10) } });
		const items = Array.from({ length: 10 }, (_, i) => ({ id: `C${i}` }));
		await runEagleEye(tenant, reward({ requestsPerSecond: 20, processes: 4 }), items);
		expect(await between(tenant)).toBeGreaterThan(9 * 200 * 0.98);
	});
});

describe('a pause that the vendor asks for', () => {
	const rateLimited = (endpoint: string, seconds: number) => ({
		match: { endpoint, nth: 1 },
		action: { type: 'status', status: 429, retryAfter: seconds },
	});

	it('holds the other executions of the account, and none of another', async () => {
		const asks = { faults: [rateLimited('wai.contact.one', 3)] };
		const [tenant, other] = [await sandbox.tenant(asks), await sandbox.tenant()];
		const options = { batchSize: 1, maxConcurrency: 1 };
		const [first, second, elsewhere] = await Promise.all([
			timed(runWai(tenant, upsert({ options }), list(0, 3))),
			timed(runWai(tenant, upsert({ options }), list(10, 3))),
			timed(runWai(other, upsert({ options }), list(0, 3))),
		]);
		const requests = await tenant.requests('wai.contact.one');
		const { startedAt: limitedAt } = requests.find(({ status }) => status === 429)!;
		// One may have been under way.
		const during = requests.filter(
			({ startedAt }) => startedAt > limitedAt + 100 && startedAt < limitedAt + 2900,
		);
		expect(during).toEqual([]);
		expect(acceptedIn([first, second, elsewhere])).toBe(9);
		expect(Math.min(first.ms, second.ms)).toBeGreaterThan(2900);
		expect(elsewhere.ms).toBeLessThan(Math.min(first.ms, second.ms));
	});

	it('of Wavy for WhatsApp does not hold SMS, which it limits apart', async () => {
		const tenant = await sandbox.tenant({ faults: [rateLimited('wavy.whatsapp.send', 4)] });
		const phone = { phone: '+46 70 123 45 67', name: 'Ada', time: '10:00' };
		const whatsApp = timed(runWavy(tenant, template(), [phone]));
		const sms = {
			resource: 'sms',
			operation: 'send',
			to: '={{ $json.phone }}',
			messageText: 'Hello',
		};
		const text = await timed(runWavy(tenant, sms, [phone]));
		expect(acceptedIn([text, await whatsApp])).toBe(2);
		expect(text.ms).toBeLessThan((await whatsApp).ms);
	});
});

it('a cancelled execution frees its place for the others at once', async () => {
	const tenant = await sandbox.tenant({ eagleEye: { wallets: customers(40) } });
	const options = { requestsPerSecond: 4, maxConcurrency: 4 };
	const items = (from: number, length: number) =>
		Array.from({ length }, (_, i) => ({ id: `C${from + i}` }));
	let cancel: () => void = () => undefined;
	const cancelled = runEagleEye(tenant, issueReward({ options }), items(0, 20), {
		onStart: (stop) => (cancel = stop),
	});
	const other = timed(runEagleEye(tenant, issueReward({ options }), items(20, 12)));
	await new Promise((resolve) => setTimeout(resolve, 1000));
	cancel();
	await cancelled;
	const { ms, result } = await other;
	expect(result.output).toHaveLength(12);
	const requests = await tenant.requests('eagleEye.trigger');
	// While both run each gets half; from then on the other has all, without a gap.
	const ofBoth = requests.length;
	expect(ofBoth).toBeLessThanOrEqual(12 + 5);
	expect(ms).toBeLessThan(ofBoth * 250 + 1500);
}, 30_000);
