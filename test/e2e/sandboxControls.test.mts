import type { Locator } from 'playwright-core';
import type { SandboxTenant } from '../../sandbox/client.mts';
import type { RequestRecord } from '../../sandbox/shared/requests.mts';
import { login, requestToken } from '../sandbox/client.mts';
import { listen, openCockpit, type Cockpit, type Heard, type Listener } from './cockpit.mts';

/** What a vendor calls the event of a call, where it has names for them. */
const nameOf: Record<string, (call: Heard) => string> = {
	eagleEye: ({ body }) => body.headers.eventName,
	sessionM: ({ body }) => body.event,
};

/** A vendor, as the control API lists it. */
interface ListedVendor {
	name: string;
	callbacks: Array<{ name: string; title: string }>;
	samples: Array<{ name: string; title: string; callback: string }>;
}

describe("the page's controls, in Chromium", () => {
	let cockpit: Cockpit;
	let listener: Listener;
	beforeAll(async () => {
		cockpit = await openCockpit();
		listener = await listen();
	});
	afterAll(async () => {
		await cockpit?.close();
		await listener?.close();
	});
	afterEach(() => expect(cockpit.errors).toEqual([]));

	const toggle = (title: string): Locator => cockpit.page.getByRole('switch', { name: title });
	const figure = (name: string): Locator =>
		cockpit.page.getByLabel(name, { exact: true }).and(cockpit.page.locator('input, select'));

	/** Turns a switch, and waits until the sandbox has taken it over. */
	async function turn(title: string, isOn: boolean): Promise<void> {
		await toggle(title).setChecked(isOn);
		await cockpit.page.getByText(`${title} ${isOn ? 'on' : 'off'}`).waitFor();
	}

	const listCampaigns = async (client: Awaited<ReturnType<typeof login>>) =>
		await client.get('/api/Campaign/campaigns');
	const last = async (tenant: SandboxTenant): Promise<RequestRecord> =>
		(await tenant.requests()).at(-1)!;

	const vendors = async () =>
		(await (await fetch(`${cockpit.url}/control/vendors`)).json()) as ListedVendor[];

	it('Down makes a vendor fail, and only that one, until it is off again', async () => {
		const tenant = await cockpit.open('down', 'wai');
		const client = await login(tenant);
		await turn('Down', true);
		expect((await client.put('/api/Contact/1', { personal: {}, general: {} })).status).toBe(503);
		expect(await tenant.rows('wai/contacts')).toEqual([]);
		expect((await fetch(`${tenant.access('uContact').baseUrl}/Integra/`)).status).not.toBe(503);
		await cockpit.page.getByRole('cell', { name: '503' }).first().waitFor();
		await cockpit.page.getByText('Faults are on. WAI: down').waitFor();
		await turn('Down', false);
		expect((await listCampaigns(client)).status).toBe(200);
		await cockpit.page.getByText('Faults are on.').waitFor({ state: 'hidden' });
	});

	it('slows, limits, rejects and loses answers by the figures given', async () => {
		const tenant = await cockpit.open('faults', 'wai');
		const client = await login(tenant);

		await figure('Slow answers: milliseconds').fill('300');
		await turn('Slow answers', true);
		await listCampaigns(client);
		expect((await last(tenant)).durationMs).toBeGreaterThanOrEqual(290);
		await turn('Slow answers', false);

		await figure('Rate limit: requests').fill('2');
		await figure('Rate limit: seconds').fill('60');
		await turn('Rate limit', true);
		const limited = [
			await listCampaigns(client),
			await listCampaigns(client),
			await listCampaigns(client),
		];
		expect(limited.map(({ status }) => status)).toEqual([200, 200, 429]);
		expect(Number(limited[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
		await turn('Rate limit', false);

		await figure('Reject requests: one in how many requests').fill('3');
		await figure('Reject requests: status').selectOption('422');
		await turn('Reject requests', true);
		const rejected = [];
		for (let n = 0; n < 6; n++) rejected.push((await listCampaigns(client)).status);
		expect(rejected).toEqual([200, 200, 422, 200, 200, 422]);
		await turn('Reject requests', false);

		await figure('Lose the answer: one in how many requests').fill('1');
		await turn('Lose the answer', true);
		await expect(client.put('/api/Contact/4711', { personal: {}, general: {} })).rejects.toThrow();
		expect(await tenant.row('wai/contacts', '4711')).toBeDefined();
		await turn('Lose the answer', false);
		expect((await listCampaigns(client)).status).toBe(200);
	});

	it('takes a figure that changes while its switch is on, and none that makes no sense', async () => {
		const tenant = await cockpit.open('figures', 'wai');
		const client = await login(tenant);
		await turn('Reject requests', true);
		const every = figure('Reject requests: one in how many requests');
		await every.fill('1');
		await every.press('Tab');
		await cockpit.page.getByText('Reject requests on').waitFor();
		expect((await listCampaigns(client)).status).toBe(500);
		await every.fill('0');
		await every.press('Tab');
		expect(await every.evaluate((input: HTMLInputElement) => input.validity.valid)).toBe(false);
		expect((await listCampaigns(client)).status).toBe(500);
	});

	it('leaves a switch where it was put, whatever was asked for before', async () => {
		const { page } = cockpit;
		await cockpit.open('slow-page', 'wai');
		await page.route('**/settings', async (route) => {
			const response = await route.fetch();
			await new Promise((resolve) => setTimeout(resolve, 500));
			await route.fulfill({ response });
		});
		await page.waitForRequest('**/settings');
		await toggle('Down').click();
		const seen = new Set<boolean>();
		for (let n = 0; n < 40; n++) {
			seen.add(await toggle('Down').isChecked());
			await page.waitForTimeout(50);
		}
		expect([...seen]).toEqual([true]);
		// One may be under way still.
		await page.unrouteAll({ behavior: 'wait' });
	});

	it('shows what scripts have switched on, and turns all of it off', async () => {
		const tenant = await cockpit.open('left-on', 'wavy', {
			faults: [{ action: 'tooLarge' }],
			latencyMs: 40,
		});
		await tenant.configure({ switches: { eagleEye: { rejectEveryNth: 2 } } } as object);
		await cockpit.page
			.getByText(
				'Eagle Eye: reject requests · 1 fault rule set by a script · all answers 40 ms late',
			)
			.waitFor();
		await cockpit.page.getByRole('tab', { name: /^Eagle Eye.*Faults are on/ }).click();
		expect(await toggle('Reject requests').isChecked()).toBe(true);
		expect(await figure('Reject requests: one in how many requests').inputValue()).toBe('2');
		await cockpit.page.getByRole('button', { name: 'Turn all off' }).click();
		await cockpit.page.getByText('Faults are on.').waitFor({ state: 'hidden' });
		expect(await toggle('Reject requests').isChecked()).toBe(false);
		expect((await requestToken(tenant)).status).toBe(200);
	});

	it('expires the tokens given out so far', async () => {
		const tenant = await cockpit.open('tokens', 'wai');
		const client = await login(tenant);
		expect((await listCampaigns(client)).status).toBe(200);
		await cockpit.page.getByRole('button', { name: 'Expire now' }).click();
		await cockpit.page.getByText('the tokens given out so far have expired').waitFor();
		expect((await listCampaigns(client)).status).toBe(401);
		expect((await listCampaigns(await login(tenant))).status).toBe(200);
		await cockpit.page.getByRole('tab', { name: /^SessionM/ }).click();
		await toggle('Down').waitFor();
		expect(await cockpit.page.getByRole('button', { name: 'Expire now' }).count()).toBe(0);
	});

	it.each(['eagleEye', 'sessionM', 'wavy'])(
		'every sample event of %s reaches the address set for it on the page, with the secret',
		async (name) => {
			const { page } = cockpit;
			const tenant = await cockpit.open(`samples-${name}`, name);
			const { samples, callbacks } = (await vendors()).find((vendor) => vendor.name === name)!;
			await page.getByText('Calls to your workflow').click();
			for (const callback of callbacks) {
				await figure(callback.title).fill(`${listener.url}/${name}/${callback.name}`);
			}
			await figure('Secret’s header').fill('x-shared-secret');
			await figure('Secret').fill('not a guess 123');
			await page.getByRole('button', { name: 'Save' }).click();
			await page.getByText('addresses saved').waitFor();

			for (const sample of samples) {
				// Several samples may bring the same event.
				const [eventName] = sample.name.split('-');
				const isIt = (call: Heard) =>
					call.path === `/${name}/${sample.callback}` &&
					(!nameOf[name] || nameOf[name](call) === eventName);
				const before = listener.heard(isIt).length;
				await page.getByLabel('Event', { exact: true }).selectOption(sample.name);
				await page.getByRole('button', { name: 'Send event' }).click();
				await page.getByText(`${sample.title}: sent to ${listener.url}`).waitFor();
				await page.getByText(/Answered 200/).waitFor();
				const calls = await listener.hear(isIt, before + 1);
				expect(calls.at(-1)!.headers['x-shared-secret']).toBe('not a guess 123');
			}
			expect(samples.length).toBeGreaterThanOrEqual(3);
			expect((await tenant.summary()).requests.total).toBe(0);
		},
	);

	it('says where a sample event stands when nobody is called, and what is wrong with an address', async () => {
		const { page } = cockpit;
		await cockpit.open('nobody', 'sessionM');
		await page.getByText('Nobody is called').first().waitFor();
		await page.getByRole('button', { name: 'Send event' }).click();
		await page.getByText('nobody is called, so it stands in the ledger only').waitFor();
		await page.getByRole('table', { name: 'Messages' }).getByRole('row').nth(1).waitFor();

		await page.getByText('Calls to your workflow').click();
		await figure('Messages').fill('ftp://example.com/hook');
		await page.getByRole('button', { name: 'Save' }).click();
		await page.getByRole('alert').filter({ hasText: 'Not saved' }).waitFor();
		expect(await figure('Messages').getAttribute('aria-invalid')).toBe('true');
		await page.getByRole('button', { name: 'Discard' }).click();
		expect(await figure('Messages').inputValue()).toBe('');
		expect(await figure('Messages').getAttribute('aria-invalid')).toBe(null);
	});

	it('keeps what is being written when a workflow registers its address meanwhile', async () => {
		const { page } = cockpit;
		const tenant = await cockpit.open('meanwhile', 'sessionM');
		await page.getByText('Calls to your workflow').click();
		await figure('Secret').fill('half a sec');
		await tenant.configure({ sessionM: { messages: { url: `${listener.url}/registered` } } });
		await page.getByText(`${listener.url}/registered`).waitFor();
		expect(await figure('Secret').inputValue()).toBe('half a sec');
		await page.getByRole('button', { name: 'Discard' }).click();
		expect(await figure('Messages').inputValue()).toBe(`${listener.url}/registered`);
	});

	it('shows the credential that a workflow needs', async () => {
		const { page } = cockpit;
		const tenant = await cockpit.open('access', 'sessionM');
		await page.getByText('Credential for n8n').click();
		for (const value of Object.values(tenant.access('sessionM')))
			await page.getByText(value, { exact: true }).waitFor();
	});
});
