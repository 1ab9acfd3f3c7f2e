import type { INodeParameters } from 'n8n-workflow';

import { onErrorContinue, onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { event, runWai, upsert } from '../support/wai.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const contacts = (n: number) => Array.from({ length: n }, (_, i) => ({ id: String(i), n: i }));
const events = (n: number) => contacts(n).map((item) => ({ ...item, name: 'x', at: '2026-11-21' }));
const refuseThird = {
	match: { endpoint: 'wai.contact.bulk' },
	action: { type: 'failEntries', ids: ['2'], retry: false },
};

describe('On Error', () => {
	it('Stop: names the item, says how far it got, and sends nothing more', async () => {
		const tenant = await sandbox.tenant({ faults: [refuseThird] });
		const { error, output } = await runWai(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 1 } }),
			contacts(100),
		);
		expect(output).toEqual([]);
		expect(error?.context?.itemIndex).toBe(2);
		expect(error?.message).toBe('WAI rejected this contact');
		expect(error?.description).toContain(
			'Of 100 items, 9 were accepted, 1 rejected, 0 are unknown and 90 were not sent.',
		);
		expect(error?.description).toContain('Set On Error to Continue');
		expect((await tenant.requests('wai.contact.bulk')).length).toBe(1);
		expect((await tenant.summary()).wai.contacts).toBe(9);
	});

	it('Stop: requests in flight finish, and are counted', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk', nth: [2, 3] },
					action: { type: 'delay', ms: 150, when: 'after' },
				},
				refuseThird,
			],
		});
		const { error } = await runWai(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 3 } }),
			contacts(100),
		);
		expect(error?.description).toContain(
			'29 were accepted, 1 rejected, 0 are unknown and 70 were not sent',
		);
		expect((await tenant.summary()).wai.contacts).toBe(29);
	});

	it('Continue: every item on the regular output, in input order, the failed one with its reason', async () => {
		const tenant = await sandbox.tenant({ faults: [refuseThird] });
		const { output, errors, hints } = await runWai(tenant, upsert(), contacts(5), onErrorContinue);
		expect(errors).toEqual([]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		expect(Object.keys(output[2]!.json).slice(0, 2)).toEqual(['error', 'message']);
		expect(output[2]!.json).toEqual({
			error: 'WAI rejected this contact',
			message: 'Check the data of this contact',
			accepted: false,
			id: '2',
			n: 2,
			details: { outcome: 'rejected', retryable: false, attempts: 1 },
		});
		expect(hints).toEqual(['WAI: 5 items in 1 request: 4 accepted, 1 rejected, 0 unknown']);
	});

	it('accepted items keep their own fields beside the result, unless the user leaves them out', async () => {
		const kept = await runWai(await sandbox.tenant(), upsert(), contacts(1), onErrorContinue);
		expect(kept.output[0]!.json).toMatchObject({ id: '0', n: 0, contactId: '0', accepted: true });
		const left = await runWai(
			await sandbox.tenant(),
			upsert({ options: { includeInputFields: false } }),
			contacts(1),
		);
		expect(left.output[0]!.json).toMatchObject({ contactId: '0', accepted: true });
		expect(left.output[0]!.json).not.toHaveProperty('n');
	});

	it('Summary Only: one item counts the outcomes; what failed still leaves by the error output', async () => {
		const parameters = upsert({ options: { output: 'summary' } });
		const summed = await runWai(
			await sandbox.tenant({ faults: [refuseThird] }),
			parameters,
			contacts(5),
			onErrorContinue,
		);
		const counts = { items: 5, accepted: 4, rejected: 1, unknown: 0, notSent: 0, requests: 1 };
		expect(summed.output.map(({ json }) => json)).toEqual([expect.objectContaining(counts)]);
		expect(summed.output[0]!.json.firstError).toBe('WAI rejected this contact');
		const routed = await runWai(
			await sandbox.tenant({ faults: [refuseThird] }),
			parameters,
			contacts(5),
			{
				...onErrorOutput,
			},
		);
		expect(routed.output.map(({ json }) => json)).toEqual([expect.objectContaining(counts)]);
		expect(routed.errors.map(({ json }) => json)).toEqual([
			expect.objectContaining({ id: '2', n: 2, error: 'WAI rejected this contact' }),
		]);
	});

	it('Error output: n8n sorts a long list far faster than an ordinary one, in input order', async () => {
		const count = 100_000;
		const failing = Array.from({ length: count / 1000 }, (_, i) => String(i * 1000));
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'failEntries', ids: failing, retry: false },
				},
			],
		});
		// Its own time on the processor, which other processes on the machine do not lengthen.
		const usedMs = () => {
			const { user, system } = process.cpuUsage();
			return (user + system) / 1000;
		};
		let last = usedMs();
		let longestHeld = 0;
		const turn = () => {
			longestHeld = Math.max(longestHeld, usedMs() - last);
			last = usedMs();
		};
		const watch = setInterval(turn, 5);
		const { output, errors } = await runWai(tenant, upsert(), contacts(count), onErrorOutput);
		turn();
		clearInterval(watch);
		expect(errors.map(({ json }) => json.id)).toEqual(failing);
		expect(output.map(({ json }) => json.contactId)).toEqual(
			contacts(count)
				.map(({ id }) => id)
				.filter((id) => !failing.includes(id)),
		);
		const ordinary: object[] = [];
		for (let i = 0; i < count; i++) ordinary.push({});
		last = usedMs();
		while (ordinary.length > 0) ordinary.shift();
		expect(longestHeld).toBeLessThan((usedMs() - last) / 2);
	}, 60_000);

	it('Error output: the failed item carries its own fields and the reason', async () => {
		const tenant = await sandbox.tenant({ faults: [refuseThird] });
		const { output, errors } = await runWai(tenant, upsert(), contacts(5), onErrorOutput);
		expect(output).toHaveLength(4);
		expect(errors.map(({ json }) => json)).toEqual([
			{
				id: '2',
				n: 2,
				error: 'WAI rejected this contact',
				message: 'Check the data of this contact',
				details: expect.any(Object) as object,
			},
		]);
	});

	it('an expression that fails costs only its item', async () => {
		const tenant = await sandbox.tenant();
		const parameters = upsert({
			contactId: '={{ $json.n === 3 ? $("Nowhere").item.json.id : $json.id }}',
		});
		const { output, errors } = await runWai(tenant, parameters, contacts(6), onErrorOutput);
		expect(output).toHaveLength(5);
		expect(errors[0]!.json.error).toContain('A field of this item could not be read');
	});
});

describe('Retry On Fail', () => {
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('is not set off by a first item that failed for good, which still reaches the error output', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'failEntries', ids: ['0'], retry: false },
				},
			],
		});
		const { output, errors } = await runWai(tenant, upsert(), contacts(3), {
			settings: { ...retry, onError: 'continueErrorOutput' },
		});
		expect(output).toHaveLength(2);
		expect(errors[0]).toMatchObject({
			pairedItem: { item: 0 },
			json: { error: 'WAI rejected this contact' },
		});
		expect(await tenant.requests('wai.contact.bulk')).toHaveLength(1);
	});

	it('with Stop, an accepted event is not sent again by the next try', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{ match: { endpoint: 'wai.event.one', nth: 3 }, action: { type: 'status', status: 400 } },
			],
		});
		const { output, error } = await runWai(
			tenant,
			event({ options: { batchSize: 1, maxConcurrency: 1 } }),
			events(5),
			{ settings: retry },
		);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.contactId)).toEqual(['0', '1', '2', '3', '4']);
		const stored = await tenant.rows('wai/events');
		expect(stored.map(({ contact }) => contact)).toEqual(['0', '1', '2', '3', '4']);
	});

	it('with Stop, an event that may have arrived is not sent again, and the node says so', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'wai.event.one', nth: 2 }, action: 'resetAfter' }],
		});
		const { error } = await runWai(
			tenant,
			event({ options: { batchSize: 1, maxConcurrency: 1 } }),
			events(4),
			{ settings: retry },
		);
		expect(error?.description).toContain(
			'1 were accepted, 0 rejected, 1 are unknown and 2 were not sent',
		);
		expect((await tenant.rows('wai/events')).map(({ contact }) => contact)).toEqual(['0', '1']);
	});
});

describe('tokens', () => {
	it('that end every 20 requests cost no item with 16 requests at a time, and are fetched once each', async () => {
		const tenant = await sandbox.tenant({ latencyMs: 5, wai: { tokenMaxRequests: 20 } });
		const { output, error } = await runWai(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 16 } }),
			contacts(5000),
		);
		expect(error).toBeUndefined();
		expect(output).toHaveLength(5000);
		const { requests, wai } = await tenant.summary();
		expect(wai.contactWrites).toBe(5000);
		expect(requests.maxInFlight).toBeGreaterThan(8);
		const accepted = requests.endpoints['wai.contact.bulk']!.statuses['200']!;
		const expiries = Math.floor(accepted / 20);
		expect(accepted).toBe(500);
		expect(wai.tokensIssued).toBeLessThanOrEqual(expiries + 1);
	});

	it('are kept for the next run', async () => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		};
		await runWai(tenant, upsert(), contacts(3), { credentials });
		await runWai(tenant, upsert(), contacts(3), { credentials });
		expect((await tenant.summary()).wai.tokensIssued).toBe(1);
	});

	it('are renewed before they run out', async () => {
		const tenant = await sandbox.tenant({ wai: { tokenTtlSeconds: 1 } });
		const credentials = {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		};
		await runWai(tenant, upsert(), contacts(3), { credentials });
		await new Promise((resolve) => setTimeout(resolve, 950));
		await runWai(tenant, upsert(), contacts(3), { credentials });
		const { requests, wai } = await tenant.summary();
		expect(wai.tokensIssued).toBe(2);
		expect(requests.statuses['401']).toBeUndefined();
	});

	it('that cannot be had: a wrong key ends the run with nothing sent', async () => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: { apiKey: 'wrong', baseUrl: tenant.access('wai').baseUrl, token: '', renewAt: '' },
		};
		const stop = await runWai(tenant, upsert(), contacts(2000), { credentials });
		expect(stop.error).toMatchObject({
			message: 'WAI did not accept the API key',
			httpCode: '401',
		});
		expect(stop.error!.description).toContain('Check the credential');
		const go = await runWai(tenant, upsert({ options: { maxConcurrency: 1 } }), contacts(2000), {
			credentials,
			...onErrorOutput,
		});
		expect(go.errors).toHaveLength(2000);
		expect(new Set(go.errors.map(({ json }) => json.error))).toEqual(
			new Set(['WAI did not accept the API key']),
		);
		const { requests, wai } = await tenant.summary();
		expect([wai.contacts, requests.endpoints['wai.token']!.requests <= 8]).toEqual([0, true]);
	});

	it('a token call that is waited or fails in passing is repeated', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.token', nth: 1 },
					action: { type: 'status', status: 429, retryAfter: 1 },
				},
				{ match: { endpoint: 'wai.token', nth: 2 }, action: { type: 'status', status: 500 } },
				{ match: { endpoint: 'wai.token', nth: 3 }, action: 'resetBefore' },
			],
		});
		const { output } = await runWai(tenant, event(), events(10));
		expect(output).toHaveLength(10);
		expect((await tenant.summary()).wai.events).toBe(10);
	});

	it.each(['truncate', 'notJson', 'wrongShape'])(
		'a token call whose answer cannot be read (%s) is repeated: it says nothing of the key',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { endpoint: 'wai.token', nth: 1 }, action }],
			});
			const { output } = await runWai(tenant, event(), events(10));
			expect(output).toHaveLength(10);
			expect((await tenant.summary()).wai).toMatchObject({ events: 10, tokensIssued: 2 });
		},
	);

	it('dropped while a request is under way do not make it one that was never sent', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{ match: { endpoint: 'wai.event.one', nth: 2 }, action: { type: 'hang', when: 'after' } },
				{ match: { endpoint: 'wai.event.one', nth: 3 }, action: 'expireToken' },
				// Until after the timeout of the one that hangs there is no token.
				{ match: { endpoint: 'wai.token', nth: 2 }, action: { type: 'delay', ms: 2000 } },
			],
		});
		const parameters = event({ options: { batchSize: 1, maxConcurrency: 2, timeout: 1 } });
		const { errors } = await runWai(tenant, parameters, events(4), onErrorOutput);
		expect(errors.map(({ json }) => (json.details as { outcome: string }).outcome)).toEqual([
			'unknown',
		]);
		expect(await tenant.rows('wai/events')).toHaveLength(4);
	});
});

describe('rate limits', () => {
	it.each(['seconds', 'date', 'none'])(
		'Retry-After as %s holds all requests back, and every item arrives',
		async (retryAfter) => {
			const tenant = await sandbox.tenant({
				rateLimit: { requests: 5, perSeconds: 1, retryAfter, scheme: 'fixedWindow' },
			});
			const { output, hints } = await runWai(
				tenant,
				upsert({ options: { batchSize: 10, maxConcurrency: 8 } }),
				contacts(120),
			);
			expect(output).toHaveLength(120);
			const { requests, wai } = await tenant.summary();
			expect(wai.contactWrites).toBe(120);
			expect(requests.answered429).toBeGreaterThan(0);
			expect(hints[0]).toMatch(/waited \d+ s for rate limits/);
		},
	);

	it('a vendor that lets nothing through is not asked for ever', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk' },
					action: { type: 'status', status: 429, retryAfter: 0 },
				},
			],
		});
		const { errors } = await runWai(
			tenant,
			upsert({ options: { maxRetries: 3 } }),
			contacts(5),
			onErrorOutput,
		);
		expect(errors[0]!.json.details).toEqual({
			outcome: 'rejected',
			retryable: true,
			attempts: 4,
			httpCode: 429,
			vendor: 'Fault: 429',
		});
	});
});

describe('answers that tell nothing', () => {
	it.each(['truncate', 'notJson', 'wrongShape', 'resetAfter', 'resetBefore'])(
		'%s: contacts are sent again, events are unknown',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { nth: 1, endpoint: ['wai.contact.bulk', 'wai.event.bulk'] }, action }],
			});
			const { output } = await runWai(tenant, upsert(), contacts(20));
			expect(output).toHaveLength(20);
			const second = await sandbox.tenant({
				faults: [{ match: { nth: 1, endpoint: 'wai.event.bulk' }, action }],
			});
			const { errors } = await runWai(second, event(), events(20), onErrorOutput);
			expect(errors.map(({ json }) => (json.details as { outcome: string }).outcome)).toEqual(
				Array(20).fill('unknown'),
			);
			expect(await second.requests('wai.event.bulk')).toHaveLength(1);
		},
	);

	it.each([{ type: 'hang', when: 'after' }, { type: 'stall' }])(
		'a slow answer past the timeout is a lost one (%j)',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { nth: 1, endpoint: 'wai.contact.bulk' }, action }],
			});
			const { output } = await runWai(tenant, upsert({ options: { timeout: 1 } }), contacts(20));
			expect(output).toHaveLength(20);
			expect((await tenant.summary()).wai.contactWrites).toBe(40);
			const second = await sandbox.tenant({
				faults: [{ match: { endpoint: 'wai.event.bulk' }, action }],
			});
			const { errors } = await runWai(
				second,
				event({ options: { timeout: 1 } }),
				events(2),
				onErrorOutput,
			);
			expect(errors[0]!.json).toMatchObject({
				error: 'WAI: No response came within the timeout',
				details: { outcome: 'unknown' },
			});
		},
	);

	it('a host that refuses connections: nothing was sent', async () => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: { apiKey: 'k', baseUrl: 'http://127.0.0.1:9', token: 'there is one', renewAt: '' },
		};
		const { errors } = await runWai(tenant, event({ options: { maxRetries: 1 } }), events(2), {
			credentials,
			...onErrorOutput,
		});
		expect(errors[0]!.json).toMatchObject({
			error: 'WAI: The connection was refused',
			details: { outcome: 'notSent', retryable: true, attempts: 2 },
		});
	});
});

describe('cancellation', () => {
	/** Cancels after 700 ms, upon which the node must end within a second. @returns its output */
	const runCancelled = async (...[tenant, parameters, items]: Parameters<typeof runWai>) => {
		let cancelledAt = 0;
		const { run, output } = await runWai(tenant, parameters, items, {
			...onErrorContinue,
			onStart: (cancel) => {
				setTimeout(() => {
					cancelledAt = Date.now();
					cancel();
				}, 700);
			},
		});
		expect(Date.now() - cancelledAt).toBeLessThan(1000);
		expect(run.status).toBe('canceled');
		return output;
	};

	it('during a long Retry-After ends within a second, and what was accepted is known', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.contact.bulk', from: 2 },
					action: { type: 'status', status: 429, retryAfter: 600 },
				},
			],
		});
		const output = await runCancelled(
			tenant,
			upsert({ options: { batchSize: 10, maxConcurrency: 1 } }),
			contacts(100),
		);
		const accepted = output.filter(({ json }) => json.accepted);
		expect(accepted).toHaveLength(10);
		expect((await tenant.summary()).wai.contacts).toBe(10);
	});

	it.each([{ type: 'hang', when: 'after' }, { type: 'stall' }])(
		'while an answer is waited for ends within a second (%j)',
		async (action) => {
			const tenant = await sandbox.tenant({
				faults: [{ match: { endpoint: 'wai.event.bulk', nth: 2 }, action }],
			});
			const output = await runCancelled(
				tenant,
				event({ options: { batchSize: 10, maxConcurrency: 1 } }),
				events(100),
			);
			const ends = output.map(
				({ json }) => (json.details as { outcome: string } | undefined)?.outcome ?? 'accepted',
			);
			expect(ends).toEqual([
				...Array(10).fill('accepted'),
				...Array(10).fill('unknown'),
				...Array(80).fill('notSent'),
			]);
			expect((await tenant.summary()).wai.events).toBe(20);
		},
	);
});

describe('the base URL', () => {
	it.each([
		'http://api.wiraya.ai',
		'ftp://localhost',
		'api.wiraya.ai',
		'https://user:pw@api.wiraya.ai',
		'http://localhost.evil.example',
	])('%s is refused before anything is sent', async (baseUrl) => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: { apiKey: tenant.access('wai').apiKey, baseUrl, token: '', renewAt: '' },
		};
		const { error } = await runWai(tenant, upsert(), contacts(1), { credentials });
		expect(error?.message).toContain('The base URL of the WAI credential');
	});
});

describe('secrets', () => {
	it('appear in nothing that n8n keeps, whatever goes wrong', async () => {
		const cases: Array<[object, INodeParameters]> = [
			[{}, upsert()],
			[
				{
					faults: [
						{ match: { endpoint: 'wai.contact.bulk' }, action: { type: 'status', status: 400 } },
					],
				},
				upsert(),
			],
			[
				{
					faults: [
						{ match: { endpoint: 'wai.contact.bulk' }, action: { type: 'status', status: 403 } },
					],
				},
				upsert(),
			],
			[
				{ faults: [{ match: { endpoint: 'wai.contact.bulk' }, action: 'resetBefore' }] },
				upsert({ options: { maxRetries: 0 } }),
			],
			[
				{ faults: [{ match: { endpoint: 'wai.token' }, action: { type: 'status', status: 400 } }] },
				upsert(),
			],
		];
		for (const [settings, parameters] of cases) {
			for (const more of [{}, onErrorContinue, onErrorOutput]) {
				const tenant = await sandbox.tenant(settings);
				const credentials = {
					waiApi: {
						apiKey: tenant.access('wai').apiKey,
						baseUrl: tenant.access('wai').baseUrl,
						token: '',
						renewAt: '',
					},
				};
				const { run } = await runWai(tenant, parameters, contacts(3), { ...more, credentials });
				const { inspect } = await import('node:util');
				const kept = inspect(run, {
					depth: 30,
					showHidden: true,
					maxStringLength: null,
					maxArrayLength: null,
				});
				expect(kept).not.toContain(tenant.access('wai').apiKey);
				if (credentials.waiApi.token) expect(kept).not.toContain(credentials.waiApi.token);
			}
		}
	});
});
