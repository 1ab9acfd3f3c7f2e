/** Whether everybody can use the sandbox's page: by keyboard, by screen reader, on a phone, in the dark. */
import { readFile } from 'node:fs/promises';
import { NARROW, openCockpit, WIDE, type Cockpit } from './cockpit.mts';

const TABS = ['wavy', 'wai', 'uContact', 'eagleEye', 'sessionM', 'requests'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe reports, as far as it is looked at. */
interface AxeResults {
	violations: Array<{ id: string; nodes: Array<{ target: string[] }> }>;
}

/** Whether all of it can be seen without scrolling sideways. */
const isInView = (node: Element) => {
	const { left, right } = node.getBoundingClientRect();
	return left >= 0 && right <= innerWidth;
};

describe("access to the sandbox's page, in Chromium", () => {
	let cockpit: Cockpit;
	let axe: string;
	beforeAll(async () => {
		cockpit = await openCockpit();
		axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
	});
	afterAll(async () => {
		await cockpit?.close();
	});
	afterEach(async () => {
		expect(cockpit.errors).toEqual([]);
		await cockpit.page.setViewportSize(WIDE);
	});

	/** An account in which every kind of thing has happened. */
	async function fill(name: string): Promise<void> {
		const tenant = await cockpit.open(name, 'wavy', {
			wavy: { openToAll: true },
			switches: { wavy: { latencyMs: 1 } },
		});
		const { baseUrl, userName, authenticationToken, namespace } = tenant.access('wavy');
		const hsm = {
			namespace,
			elementName: 'appointment_reminder',
			parameters: ['Ana Gonçalves', 'tomorrow'],
		};
		await fetch(`${baseUrl}/v1/whatsapp/send`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				username: userName!,
				authenticationtoken: authenticationToken!,
			},
			body: JSON.stringify({
				destinations: [{ destination: '5519900000041' }, { destination: '5519900000000' }],
				message: { hsm },
			}),
		});
		await tenant.act('wavy/answer', {
			from: '5519900000041',
			text: 'A word without any space, and that is long: '.padEnd(200, 'x'),
		});
		await fetch(`${tenant.access('wai').baseUrl}/api/Campaign/${'campaigns'.repeat(20)}`);
		await cockpit.page.locator('.bubble.mine').waitFor();
	}

	const show = async (tab: string) => {
		await cockpit.page.locator(`#tab-${tab}`).click();
		await cockpit.page.getByRole('tabpanel').locator('.received').waitFor();
	};
	const focused = async () => await cockpit.page.evaluate(() => document.activeElement?.id);

	/** Opens all that is folded, so that it is looked at, too. */
	async function unfold(): Promise<void> {
		const { page } = cockpit;
		for (const summary of await page.locator('main summary').all()) await summary.click();
		const details = page.getByRole('button', { name: /^Details of/ });
		if ((await details.count()) > 0) await details.first().click();
		const someone = page.getByRole('button', { name: 'Someone new' });
		if ((await someone.count()) > 0) await someone.click();
	}

	async function violations(): Promise<string[]> {
		// By the debugger, which the page's policy does not hold back.
		await cockpit.page.evaluate(axe);
		const { violations: found } = await cockpit.page.evaluate(
			async (rules): Promise<AxeResults> =>
				await (globalThis as any).axe.run(document, { runOnly: rules }),
			RULES,
		);
		return found.flatMap(({ id, nodes }) =>
			nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
		);
	}

	it.each([
		{ screen: WIDE, colorScheme: 'light' as const },
		{ screen: WIDE, colorScheme: 'dark' as const },
		{ screen: NARROW, colorScheme: 'light' as const },
		{ screen: NARROW, colorScheme: 'dark' as const },
	])(
		'breaks no rule of axe at $screen.width px in the $colorScheme',
		async ({ screen, colorScheme }) => {
			const { page, url } = cockpit;
			await page.setViewportSize(screen);
			await page.emulateMedia({ colorScheme });
			await fill('rules');
			for (const tab of TABS) {
				await show(tab);
				await unfold();
				expect({ tab, violations: await violations() }).toEqual({ tab, violations: [] });
			}
			await page.getByRole('button', { name: 'Reset…' }).click();
			expect(await violations()).toEqual([]);
			await page.goto(`${url}/phone#rules`);
			await page.locator('.bubble.mine').waitFor();
			expect(await violations()).toEqual([]);
		},
	);

	it('scrolls sideways nowhere at 375 px', async () => {
		const { page, url } = cockpit;
		await page.setViewportSize(NARROW);
		await fill('narrow');
		const overhang = async () =>
			await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		for (const tab of TABS) {
			await show(tab);
			await unfold();
			expect({ tab, overhang: await overhang() }).toEqual({ tab, overhang: 0 });
		}
		await page.goto(`${url}/phone#narrow`);
		await page.locator('.bubble.mine').waitFor();
		expect(await overhang()).toBe(0);
	});

	it('scrolls the strip of collections at 375 px to the one that an event has gone to', async () => {
		const { page } = cockpit;
		await page.setViewportSize(NARROW);
		await fill('strip');
		await show('sessionM');
		await page.getByRole('button', { name: 'Send event' }).click();
		const chip = page.getByRole('button', { name: 'Messages 1', pressed: true });
		await chip.waitFor();
		expect(await chip.evaluate(isInView)).toBe(true);
	});

	it('is walked through by keyboard: one stop for the tabs, arrows between them', async () => {
		const { page } = cockpit;
		await fill('keys');
		await page.evaluate(() => (document.activeElement as HTMLElement).blur());
		await page.keyboard.press('Tab');
		expect(await focused()).toBe('skip');
		for (const id of ['tenant', 'reset', 'theme', 'tab-wavy']) {
			await page.keyboard.press('Tab');
			// While a fault is on, the button that turns it off comes before the tabs.
			if (id === 'tab-wavy') await page.keyboard.press('Tab');
			expect(await focused()).toBe(id);
		}
		for (const [key, tab] of [
			['ArrowRight', 'eagleEye'],
			['End', 'requests'],
			['ArrowRight', 'wavy'],
			['ArrowLeft', 'requests'],
			['Home', 'wavy'],
		]) {
			await page.keyboard.press(key!);
			expect(await focused()).toBe(`tab-${tab}`);
			expect(await page.getByRole('tab', { selected: true }).getAttribute('id')).toBe(`tab-${tab}`);
			expect(await page.getByRole('tabpanel').getAttribute('aria-labelledby')).toBe(`tab-${tab}`);
		}
		// The next stop is in the panel, at its first control.
		await page.keyboard.press('Tab');
		expect(
			await page.evaluate(() => document.activeElement?.closest('[role=tabpanel]') !== null),
		).toBe(true);
		expect(
			await page.evaluate(
				() => (document.activeElement as HTMLSelectElement).labels?.[0]?.textContent,
			),
		).toBe('Whose phone');
	});

	it('turns switches and opens details by keyboard', async () => {
		const { page } = cockpit;
		await fill('pressed');
		await page.getByRole('switch', { name: 'Down' }).press(' ');
		await page.getByText('Wavy: slow answers, down').waitFor();
		await page
			.getByRole('button', { name: /^Details of/ })
			.first()
			.press('Enter');
		await page
			.getByRole('group', { name: /^All fields of/ })
			.getByText('correlationId')
			.or(page.getByText('"elementName"'))
			.first()
			.waitFor();
	});

	it('tells screen readers what an action came to', async () => {
		const { page } = cockpit;
		await fill('told');
		await page.getByRole('switch', { name: 'Down' }).check();
		await page.locator('[role=status]').getByText('Wavy: Down on').waitFor();
		expect(await page.getByRole('log', { name: 'Conversation' }).count()).toBe(1);
	});

	it('follows the system’s light and dark, and the button after that', async () => {
		const { page, open } = cockpit;
		const background = async () =>
			await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		const themed = async (colorScheme: 'light' | 'dark') => {
			await page.emulateMedia({ colorScheme });
			await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
			return await background();
		};
		await open('theme');
		const light = await themed('light');
		const dark = await themed('dark');
		expect(dark).not.toBe(light);
		await page.getByRole('button', { name: 'Switch to the light theme' }).click();
		expect(await background()).toBe(light);
		await page.reload();
		expect(await background()).toBe(light);
		await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
		expect(await background()).toBe(dark);
		expect(await themed('light')).toBe(light);
	});
});
