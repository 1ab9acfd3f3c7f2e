import type { SandboxTenant } from '../../sandbox/client.mts';
import { bulkBody, ids, login, person } from '../sandbox/client.mts';
import { NARROW, openCockpit, WIDE, type Cockpit } from './cockpit.mts';

/** An id as WAI's customers have them: 56 digits. */
const longId = (nth: number) =>
	`${'4959396791'.repeat(6).slice(0, 52)}${String(nth).padStart(4, '0')}`;

describe("the sandbox's page, in Chromium", () => {
	let cockpit: Cockpit;
	beforeAll(async () => (cockpit = await openCockpit()));
	afterAll(async () => {
		await cockpit?.close();
	});
	afterEach(() => expect(cockpit.errors).toEqual([]));

	async function sendContacts(
		tenant: SandboxTenant,
		contactIds: string[],
		entry: unknown = person(),
	): Promise<void> {
		const client = await login(tenant);
		expect((await client.put('/api/Contact/_bulk', bulkBody(contactIds, entry))).status).toBe(200);
	}

	it('shows live what was received, as text whatever it holds', async () => {
		const hostile = '<img src=x onerror="document.title=\'taken\'">';
		const { page, open } = cockpit;
		const tenant = await open('shown', 'wai');
		await sendContacts(tenant, [hostile], {
			personal: { givenName: hostile, phoneNumber: { json: hostile } },
			general: {},
		});
		await page.getByRole('cell', { name: hostile, exact: true }).first().waitFor();
		await page.getByRole('button', { name: /^Details of/ }).click();
		await page.locator('pre').getByText(hostile.slice(0, 12)).waitFor();
		expect(await page.title()).toBe('Sandbox: what the vendors received');
		expect(await page.locator('img[src=x]').count()).toBe(0);
		await (
			await login(tenant)
		).post('/api/Contact/1/events', { name: 'arrived-later', at: 'whenever' });
		await page.getByRole('button', { name: 'Events 1' }).click();
		await page.getByRole('cell', { name: 'arrived-later', exact: true }).waitFor();
		expect(await page.getByText('no readable time was sent').count()).toBe(1);
	});

	it('has a tab for each vendor with the number of its requests, and one for all', async () => {
		const { page, open } = cockpit;
		const tenant = await open('tabs', 'wai');
		await sendContacts(tenant, ['1']);
		await page.getByRole('tab', { name: 'WAI 2 requests' }).waitFor();
		await page.getByRole('tab', { name: 'All requests 2 requests' }).click();
		const rows = page.getByRole('row').filter({ hasText: '/api/Contact/_bulk' });
		await rows.waitFor();
		expect((await rows.getByRole('cell').allTextContents()).slice(1, 3)).toEqual([
			'WAI',
			'PUT /api/Contact/_bulk',
		]);
		expect(await page.getByRole('tab').allTextContents()).toHaveLength(6);
	});

	it('shows what requests have brought before the requests, until something is chosen', async () => {
		const { page, open } = cockpit;
		const tenant = await open('brought', 'wai');
		const client = await login(tenant);
		await page.getByRole('button', { name: 'Requests 1', pressed: true }).waitFor();
		await client.post('/api/Contact/1/events', { name: 'paid', at: '2026-11-21T08:00:00Z' });
		await page.getByRole('button', { name: 'Events 1', pressed: true }).waitFor();
		await page.getByRole('button', { name: 'Requests 2' }).click();
		await sendContacts(tenant, ['1']);
		await page.getByRole('button', { name: 'Contacts 1', pressed: false }).waitFor();
		await page.getByRole('button', { name: 'Requests 4', pressed: true }).waitFor();
	});

	it('puts the newest first, shows more on demand, and finds any row of the whole ledger', async () => {
		const { page, open } = cockpit;
		const tenant = await open('many', 'wai');
		await sendContacts(tenant, ids(400), { personal: {}, general: { city: 'Malmö' } });
		await sendContacts(tenant, ['401'], {
			personal: { givenName: 'Björn', motto: 'needle "in" a haystack' },
			general: {},
		});
		await sendContacts(tenant, ids(20, 402));
		const first = page.getByRole('row').nth(1).getByRole('cell').first();
		await expect(first.filter({ hasText: '421' }).waitFor()).resolves.toBeUndefined();
		const shown = async () => await page.locator('tbody').count();
		expect(await shown()).toBe(20);
		await page.getByRole('button', { name: 'Show more' }).click();
		await page.locator('tbody').nth(119).waitFor();
		expect(await shown()).toBe(120);

		const search = page.getByRole('searchbox', { name: 'Search Contacts' });
		// Neither is among the rows on the page, and the second stands in no column.
		for (const [text, said] of [
			['malmÖ', '400 found in 421 rows, the newest 100 are shown'],
			['NEEDLE "in"', '1 found in 421 rows'],
		]) {
			await search.fill(text!);
			await page.getByText(said!, { exact: true }).waitFor();
		}
		await page.getByRole('cell', { name: 'Björn', exact: true }).waitFor();
		expect(await shown()).toBe(1);
		// Names of fields are no content.
		await search.fill('givenName');
		await page.getByText('0 found in 421 rows').waitFor();
		expect(await shown()).toBe(0);
	});

	it('shows all requests of a vendor, however many went to others since', async () => {
		const { page, open } = cockpit;
		const tenant = await open('quiet', 'requests');
		const { baseUrl } = tenant.access('uContact');
		await fetch(`${baseUrl}/Integra/`);
		for (let n = 0; n < 60; n++)
			await fetch(`${tenant.access('wai').baseUrl}/api/Campaign/campaigns`);
		await page.getByRole('tab', { name: 'uContact 1 request' }).click();
		const request = page.getByRole('cell', { name: 'GET /Integra/', exact: true });
		await request.waitFor();
		// A search goes, and all of it is back, also from another collection.
		const search = page.getByRole('searchbox');
		await search.fill('nowhere');
		await page.getByText('0 found in 61 rows').waitFor();
		await search.fill('');
		await request.waitFor();
		await search.fill('integra');
		await page.getByText('1 found in 61 rows').waitFor();
		await page.getByRole('button', { name: 'Dialer rows' }).click();
		await page.getByText('0 found in 0 rows').waitFor();
		await page.getByRole('button', { name: 'Requests 1' }).click();
		await request.waitFor();
	});

	it('shortens ids of 56 digits, and gives the whole id on hover and by a press', async () => {
		const { page, open, url } = cockpit;
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
		const id = longId(8);
		await sendContacts(await open('long', 'wai'), [id, longId(9)]);
		const button = page.getByRole('button', { name: `Copy ${id}` });
		await button.waitFor();
		expect(await button.textContent()).toBe('49593967…490008');
		expect(await button.getAttribute('title')).toContain(id);
		await button.click();
		await page.getByText('Copied 49593967…490008').waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);
	});

	it('keeps what is open and has the focus while rows arrive', async () => {
		const { page, open } = cockpit;
		const tenant = await open('steady', 'wai');
		await sendContacts(tenant, ['7'], { personal: { givenName: 'Maja' }, general: {} });
		const toggle = page.getByRole('button', { name: 'Details of 7 Maja' });
		await toggle.press('Enter');
		await sendContacts(tenant, ['8']);
		await page.getByRole('cell', { name: '8', exact: true }).waitFor();
		// The same contact again changes its row.
		await sendContacts(tenant, ['7'], {
			personal: { givenName: 'Maja' },
			general: { city: 'Lund' },
		});
		await page.locator('pre').getByText('Lund').waitFor();
		expect(await toggle.getAttribute('aria-expanded')).toBe('true');
		expect(await toggle.evaluate((node) => node === document.activeElement)).toBe(true);
	});

	it('forgets what was received by Reset, once that is confirmed, and keeps credentials and faults', async () => {
		const { page, open } = cockpit;
		const tenant = await open('reset', 'wai', { switches: { sessionM: { down: true } } });
		await sendContacts(tenant, ['1']);
		await page.getByRole('cell', { name: '1', exact: true }).waitFor();
		const reset = page.getByRole('button', { name: 'Reset…' });
		for (const leave of [
			() => page.getByRole('button', { name: 'Cancel' }).last().click(),
			() => page.keyboard.press('Escape'),
		]) {
			await reset.click();
			await leave();
			await page.getByRole('dialog').waitFor({ state: 'hidden' });
		}
		expect(await tenant.rows('wai/contacts')).toHaveLength(1);
		await reset.click();
		await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
		await page.getByText('Nothing has arrived at WAI yet').waitFor();
		expect(await tenant.rows('wai/contacts')).toEqual([]);
		await page.getByText('SessionM: down').waitFor();
		await sendContacts(tenant, ['2']);
		await page.getByRole('cell', { name: '2', exact: true }).waitFor();
	});

	it('makes the first account itself, and shows another one on demand', async () => {
		const { page, open, url } = cockpit;
		await open('other');
		for (const name of (
			(await (await fetch(`${url}/control/tenants`)).json()) as Array<{ tenant: string }>
		).map(({ tenant }) => tenant)) {
			await fetch(`${url}/control/tenants/${name}`, { method: 'DELETE' });
		}
		await page.getByLabel('Account name').fill('mine');
		await page.getByRole('button', { name: 'Create account' }).click();
		await page.getByRole('tab', { name: /^Wavy/, selected: true }).waitFor();
		await fetch(`${url}/control/tenants`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"name":"theirs"}',
		});
		await page.locator('option[value=theirs]').waitFor({ state: 'attached' });
		expect(await page.getByLabel('Account', { exact: true }).inputValue()).toBe('mine');
		await page.getByLabel('Account', { exact: true }).selectOption('theirs');
		await page.waitForURL(/#theirs\/wavy$/);
	});

	it('shows no empty sections: the phone fills the first screen of a phone, the rest is said in a line', async () => {
		const { page, open } = cockpit;
		await page.setViewportSize(NARROW);
		await open('empty');
		const device = page.getByRole('region', { name: 'Phone' });
		await device.waitFor();
		expect((await device.boundingBox())!.y).toBeLessThan(250);
		expect(await page.getByRole('table').count()).toBe(0);
		expect(await page.getByText('Nothing has arrived at Wavy yet').count()).toBe(1);
		await page.setViewportSize(WIDE);
		for (const tab of ['WAI', 'SessionM']) {
			await page.getByRole('tab', { name: tab }).click();
			await page.getByText(`Nothing has arrived at ${tab} yet`).waitFor();
			expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(
				1200,
			);
		}
	});
});
