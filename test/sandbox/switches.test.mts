import { login, person } from './client.mts';
import { own, tenant, useSandbox } from './control.mts';

useSandbox();

/** What each of some requests was answered with; `lost` when the connection broke. */
async function statuses(count: number): Promise<Array<number | 'lost'>> {
	const { baseUrl, apiToken } = tenant.access('uContact');
	const headers = { authorization: `Bearer ${apiToken}` };
	const seen: Array<number | 'lost'> = [];
	for (let n = 0; n < count; n++) {
		seen.push(
			await fetch(`${baseUrl}/Integra/`, { headers }).then(
				({ status }) => status,
				() => 'lost' as const,
			),
		);
	}
	return seen;
}

describe('switches', () => {
	const turn = async (switches: object) =>
		await own('PATCH', '', { switches: { uContact: switches } });

	it('are off at first, one set a vendor, and are shown with the settings', async () => {
		const { json } = await own('GET', '/settings');
		const off = {
			latencyMs: 0,
			rateLimit: null,
			rejectEveryNth: 0,
			rejectStatus: 500,
			loseAnswerEveryNth: 0,
			down: false,
		};
		expect(json.switches).toEqual({
			wai: off,
			wavy: off,
			uContact: off,
			eagleEye: off,
			sessionM: off,
		});
		expect(json.uContact.user).toBe('api-user');
	});

	it.each([
		['down', { down: true }, [503, 503, 503]],
		['reject every nth', { rejectEveryNth: 2 }, [200, 500, 200, 500]],
		[
			'reject every nth with a status',
			{ rejectEveryNth: 3, rejectStatus: 429 },
			[200, 200, 429, 200],
		],
		['lose the answer to every nth', { loseAnswerEveryNth: 2 }, [200, 'lost', 200, 'lost']],
		['rate limit', { rateLimit: { requests: 2, perSeconds: 60 } }, [200, 200, 429, 429]],
	])('%s', async (_, switches, expected) => {
		await turn(switches);
		expect(await statuses(expected.length)).toEqual(expected);
		await turn({ down: false, rejectEveryNth: 0, loseAnswerEveryNth: 0, rateLimit: null });
		expect(await statuses(2)).toEqual([200, 200]);
	});

	it('lose an answer only after the request was processed', async () => {
		await turn({ loseAnswerEveryNth: 1 });
		expect(await statuses(1)).toEqual(['lost']);
		expect(await tenant.requests()).toMatchObject([{ processed: true, faults: ['resetAfter'] }]);
		await turn({ loseAnswerEveryNth: 0, down: true });
		await statuses(1);
		expect((await tenant.requests())[1]).toMatchObject({ status: 503, processed: false });
	});

	it('latency waits before the answer', async () => {
		await turn({ latencyMs: 150 });
		const before = performance.now();
		await statuses(1);
		expect(performance.now() - before).toBeGreaterThanOrEqual(140);
	});

	it('are of one vendor, count no sign-in, and keep what a patch does not name', async () => {
		await turn({ rejectEveryNth: 1 });
		await turn({ rejectStatus: 418 });
		expect(await statuses(1)).toEqual([418]);
		const client = await login(tenant);
		expect((await client.put('/api/Contact/1', person())).status).toBe(200);
		await own('PATCH', '', { switches: { wai: { rejectEveryNth: 1 } } });
		expect((await login(tenant)).token).toBeTruthy();
		expect((await client.put('/api/Contact/1', person())).status).toBe(500);
	});

	it('act beside the fault rules, which keep their counts', async () => {
		const action = { type: 'status', status: 400 };
		await tenant.configure({ faults: [{ match: { endpoint: 'uContact.home', nth: 2 }, action }] });
		expect(await statuses(1)).toEqual([200]);
		await turn({ rejectEveryNth: 3 });
		expect(await statuses(3)).toEqual([400, 200, 500]);
	});

	it.each([
		[{ down: 'yes' }],
		[{ rejectEveryNth: -1 }],
		[{ rejectStatus: 200 }],
		[{ rateLimit: { requests: 1 } }],
		[{ slow: true }],
	])('%j is no switch', async (switches) => {
		const { status, json } = await turn(switches);
		expect([status, json.issues.length]).toEqual([400, 1]);
		expect(await statuses(1)).toEqual([200]);
	});
});
