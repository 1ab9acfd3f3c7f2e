import type { SandboxTenant } from '../../sandbox/client.mts';
import { login } from '../sandbox/client.mts';
import { listen, NARROW, openCockpit, WIDE, type Cockpit, type Listener } from './cockpit.mts';

describe("the phone on the sandbox's page, in Chromium", () => {
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

	const heardFrom = async (number: string) => {
		const calls = await listener.hear(({ body }) =>
			body.data?.some(({ source }: { source: string }) => source === number),
		);
		return calls.flatMap(({ body }) => body.data).filter(({ source }) => source === number);
	};

	async function addressed(name: string): Promise<SandboxTenant> {
		const url = `${listener.url}/${name}`;
		const tenant = await cockpit.open(name);
		const { url: control } = cockpit;
		for (const callback of ['message', 'status']) {
			const response = await fetch(
				`${control}/control/tenants/${name}/callbacks/wavy/${callback}`,
				{
					method: 'PUT',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ url }),
				},
			);
			expect(response.status).toBe(200);
		}
		return tenant;
	}

	async function send(tenant: SandboxTenant, to: string, message: object): Promise<void> {
		const { baseUrl, userName, authenticationToken } = tenant.access('wavy');
		const response = await fetch(`${baseUrl}/v1/whatsapp/send`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				username: userName!,
				authenticationtoken: authenticationToken!,
			},
			body: JSON.stringify({ destinations: [{ destination: to }], message }),
		});
		expect(response.status).toBe(200);
	}

	const reminder = (tenant: SandboxTenant, name: string) => ({
		hsm: {
			namespace: tenant.access('wavy').namespace,
			elementName: 'appointment_reminder',
			parameters: [name, 'tomorrow'],
		},
	});

	async function write(text: string): Promise<void> {
		const { page } = cockpit;
		await page.getByLabel('Message', { exact: true }).fill(text);
		await page.getByRole('button', { name: 'Send', exact: true }).click();
		await page.locator('.bubble.mine').getByText(text).waitFor();
	}

	it('lets a person write who has received nothing, which opens the window for free text', async () => {
		const { page } = cockpit;
		await page.setViewportSize(NARROW);
		const tenant = await addressed('first');
		await page.getByText('Templates only, until the person writes').waitFor();
		await page.getByRole('button', { name: 'Someone new' }).click();
		await page.getByLabel('Name', { exact: true }).fill('Joana Dias');
		await page.getByLabel('Phone number').fill('021 97777-0001');
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		expect(
			await page
				.getByLabel('Phone number')
				.evaluate((input: HTMLInputElement) => input.validationMessage),
		).toContain('country code');
		await page.getByLabel('Phone number').fill('+55 (21) 97777-0001');
		await page.getByRole('button', { name: 'Add', exact: true }).click();
		await page.getByText('Joana Dias can write first').waitFor();
		await write('Is the shop open?');

		expect(await heardFrom('5521977770001')).toMatchObject([
			{
				source: '5521977770001',
				userProfile: { name: 'Joana Dias' },
				message: { type: 'TEXT', messageText: 'Is the shop open?' },
			},
		]);
		expect(await tenant.rows('wavy/replies')).toMatchObject([
			{ from: '5521977770001', message: { messageText: 'Is the shop open?' } },
		]);
		await page.getByText(/^Free text until \d\d:\d\d/).waitFor();
		await send(tenant, '5521977770001', { messageText: 'Until six.' });
		await page.locator('.bubble:not(.mine)').getByText('Until six.').waitFor();
		await page.setViewportSize(WIDE);
	});

	it('calls people by the names the vendors know, and by those that messages greet them with', async () => {
		const { page, open } = cockpit;
		const tenant = await open('names');
		const client = await login(tenant);
		await client.put('/api/Contact/77', {
			personal: { givenName: 'Åsa', surName: 'Lindström', phoneNumber: '+46 70-123 45 67' },
			general: {},
		});
		await send(tenant, '5519900000042', reminder(tenant, 'Carla Souza'));
		await page
			.locator('option', { hasText: 'Carla Souza · +5519900000042' })
			.waitFor({ state: 'attached' });
		// Nothing was sent to her, yet she can be chosen, and write.
		await page.getByLabel('Whose phone').selectOption({ label: 'Åsa Lindström · +46701234567' });
		await page.getByText('Åsa Lindström can write first').waitFor();
		await write('Hej!');
		await page.getByLabel('Whose phone').selectOption('5519900000042');
		await page.getByText('Hi Carla Souza, your appointment').first().waitFor();
		expect(await page.locator('.bubble.mine').count()).toBe(0);
	});

	it('answers a button of the message it stands below, and says what was read and who has opted out', async () => {
		const { page } = cockpit;
		const tenant = await addressed('buttons');
		await send(tenant, '5519900000043', reminder(tenant, 'Ivo'));
		await page.getByRole('button', { name: 'Mark read' }).click();
		await listener.hear(
			({ path, body }) =>
				path === '/buttons' && body.data?.some(({ read }: { read?: boolean }) => read),
		);
		await page.locator('.bubble').getByText('· read').waitFor();
		await page.getByRole('button', { name: 'Mark read' }).waitFor({ state: 'hidden' });
		await page.locator('.bubble').getByRole('button', { name: 'Yes', exact: true }).click();
		expect(await heardFrom('5519900000043')).toMatchObject([
			{ message: { messageText: 'Yes', button: { payload: 'Yes' } } },
		]);
		await write('STOP');
		await page.getByText('Has opted out').waitFor();
		await send(tenant, '5519900000043', reminder(tenant, 'Ivo'));
		await page.getByRole('cell', { name: 'destination blocked by optout' }).waitFor();
	});

	it('gives back what could not be sent', async () => {
		const { page, open, url } = cockpit;
		await open('gone');
		await page.getByLabel('Whose phone').waitFor();
		await page.route('**/wavy/answer', (route) => route.abort());
		await page.getByLabel('Message', { exact: true }).fill('Anybody there?');
		await page.keyboard.press('Enter');
		await page.getByText('Not sent:').waitFor();
		expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('Anybody there?');
		await page.unroute('**/wavy/answer');
		await write('Anybody there?');
		expect(await (await fetch(`${url}/control/tenants/gone/wavy/replies`)).text()).toContain(
			'Anybody there?',
		);
	});

	it('writes and answers by SMS', async () => {
		const { page } = cockpit;
		const tenant = await cockpit.open('sms');
		const { baseUrl, userName, authenticationToken } = tenant.access('wavy');
		await fetch(`${baseUrl}/v1/send-sms`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				username: userName!,
				authenticationtoken: authenticationToken!,
			},
			body: JSON.stringify({ destination: '5519900000044', messageText: 'Your code is 4711' }),
		});
		await page.locator('.bubble.sms').getByText('Your code is 4711').waitFor();
		// It answers by the way it was written to.
		await page.getByRole('radio', { name: 'SMS', checked: true }).waitFor();
		await write('Thanks');
		await page.locator('.bubble.mine.sms').waitFor();
		await page.getByRole('radio', { name: 'WhatsApp' }).check();
		await write('And here, too');
		expect(await page.locator('.bubble.mine:not(.sms)').count()).toBe(1);
	});

	it('stands alone at /phone, and stays at the person in its address', async () => {
		const { page, open, url } = cockpit;
		const tenant = await open('alone');
		for (const number of ['5519900000045', '5519900000046'])
			await send(tenant, number, reminder(tenant, `N ${number}`));
		await page.goto(`${url}/phone#alone/5519900000045`);
		await page.getByText('Hi N 5519900000045').waitFor();
		expect(await page.getByRole('tab').count()).toBe(0);
		await page.getByLabel('Whose phone').selectOption('5519900000046');
		await page.waitForURL(/#alone\/5519900000046$/);
		await page.reload();
		await page.getByText('Hi N 5519900000046').waitFor();
	});
});
