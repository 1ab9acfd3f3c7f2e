import type { INodeParameters } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { message, messagesOf, phone, runWavy } from '../support/wavy.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(async () => {
	tenant = await sandbox.tenant({ wavy: { openToAll: true } });
});
afterAll(async () => await sandbox.stop());

const items = [{ phone: phone(1) }];

/** The `message` objects that arrived, and that they were shown. */
async function sent(parameters: INodeParameters): Promise<unknown> {
	const { output, error } = await runWavy(tenant, parameters, items);
	expect(error).toBeUndefined();
	expect(output[0]!.json).toMatchObject({ accepted: true, to: phone(1) });
	const [row] = await messagesOf(tenant);
	expect(row!.statuses.at(-1)!.name).toBe('DELIVERED_SUCCESS');
	return row!.message;
}

async function rejected(parameters: INodeParameters): Promise<unknown> {
	const { errors } = await runWavy(tenant, parameters, items, onErrorOutput);
	expect(await messagesOf(tenant)).toHaveLength(0);
	expect((await tenant.summary()).requests.total).toBe(0);
	return errors[0]!.json.error;
}

describe('messages within the 24 hours', () => {
	it('sends text', async () => {
		expect(await sent(message('sendText', { messageText: 'Olá, {{1}} — ação 🎉' }))).toEqual({
			messageText: 'Olá, {{1}} — ação 🎉',
		});
	});

	it.each([
		['image', 'https://example.com/a/b.png?v=1', '', { type: 'PNG', caption: 'c' }],
		['image', 'https://example.com/picture', '.jpg', { type: 'JPG', caption: 'c' }],
		['audio', 'https://example.com/a.mp3', '', { type: 'MP3' }],
		['video', 'https://example.com/a.mp4', '', { type: 'MP4', caption: 'c' }],
		['document', 'https://example.com/a.pdf', '', { type: 'PDF', caption: 'c' }],
	])('sends media: %s %s', async (mediaType, mediaUrl, fileType, expected) => {
		expect(
			await sent(message('sendMedia', { mediaType, mediaUrl, fileType, caption: 'c' })),
		).toEqual({ [mediaType]: { ...expected, url: mediaUrl } });
	});

	it.each([
		['image', 'https://example.com/a.gif', 'does not take GIF as image'],
		['document', 'https://example.com/a', 'does not show its file type'],
		['image', 'picture.png', 'is not an address'],
		['image', 'ftp://example.com/a.png', 'https://'],
	])('rejects media %s %s', async (mediaType, mediaUrl, expected) => {
		expect(await rejected(message('sendMedia', { mediaType, mediaUrl }))).toContain(expected);
	});

	it('sends reply buttons with header and footer', async () => {
		const parameters = message('sendInteractive', {
			interactiveInput: 'fields',
			interactiveType: 'REPLY_BUTTON',
			bodyText: 'Coming?',
			headerType: 'image',
			header: 'https://example.com/a.png',
			footerText: 'foot',
			alternativeText: 'Answer yes or no',
			buttons: {
				button: [
					{ title: 'Yes', payload: 'y' },
					{ title: 'No', payload: '' },
				],
			},
		});
		expect(await sent(parameters)).toEqual({
			interactive: {
				messageInteractiveType: 'REPLY_BUTTON',
				header: { image: { type: 'PNG', url: 'https://example.com/a.png' } },
				body: { text: 'Coming?' },
				footer: { text: 'foot' },
				alternativeText: 'Answer yes or no',
				replyButtonAction: {
					buttons: [
						{ reply: { title: 'Yes', payload: 'y' } },
						{ reply: { title: 'No', payload: 'No' } },
					],
				},
			},
		});
	});

	it('sends a list', async () => {
		const parameters = message('sendInteractive', {
			interactiveInput: 'fields',
			interactiveType: 'LIST',
			bodyText: 'When?',
			headerType: 'text',
			header: 'Times',
			listButton: 'Choose',
			rows: {
				row: [
					{ title: 'Morning', identifier: 'am', description: 'till noon' },
					{ title: 'Evening', identifier: '', description: '' },
				],
			},
		});
		expect(await sent(parameters)).toEqual({
			interactive: {
				messageInteractiveType: 'LIST',
				header: { text: 'Times' },
				body: { text: 'When?' },
				listAction: {
					button: 'Choose',
					sections: [
						{
							rows: [
								{ identifier: 'am', title: 'Morning', description: 'till noon' },
								{ identifier: 'Evening', title: 'Evening' },
							],
						},
					],
				},
			},
		});
	});

	const buttons = (
		count: number,
		title = (i: number) => `b${i}`,
		payload = (i: number) => `p${i}`,
	) => ({
		button: Array.from({ length: count }, (_, i) => ({ title: title(i), payload: payload(i) })),
	});
	const interactive = (more: INodeParameters) =>
		message('sendInteractive', {
			interactiveInput: 'fields',
			interactiveType: 'REPLY_BUTTON',
			bodyText: 'x',
			buttons: buttons(1),
			...more,
		});
	it.each<[string, INodeParameters]>([
		['no button', { buttons: {} }],
		['4 buttons', { buttons: buttons(4) }],
		['a title of 21 characters', { buttons: buttons(1, () => 'x'.repeat(21)) }],
		['a payload of 257', { buttons: buttons(1, undefined, () => 'x'.repeat(257)) }],
		['two payloads alike', { buttons: buttons(2, undefined, () => 'same') }],
		['a body of 1,025', { bodyText: 'x'.repeat(1025) }],
		['a footer of 61', { footerText: 'x'.repeat(61) }],
		['a header of 61', { headerType: 'text', header: 'x'.repeat(61) }],
		[
			'11 rows',
			{
				interactiveType: 'LIST',
				listButton: 'b',
				rows: {
					row: Array.from({ length: 11 }, (_, i) => ({
						title: `r${i}`,
						identifier: '',
						description: '',
					})),
				},
			},
		],
		[
			'a list with a picture above it',
			{
				interactiveType: 'LIST',
				listButton: 'b',
				headerType: 'image',
				header: 'https://example.com/a.png',
				rows: { row: [{ title: 'r', identifier: '', description: '' }] },
			},
		],
	])('rejects %s before sending', async (_, more) => {
		expect(await rejected(interactive(more))).toMatch(/"|list|buttons|rows/i);
	});

	it('takes all that is within the limits', async () => {
		const full = {
			buttons: buttons(
				3,
				(i) => `${i}`.repeat(20),
				(i) => `${i}`.repeat(256),
			),
			bodyText: 'x'.repeat(1024),
			footerText: 'x'.repeat(60),
			headerType: 'text',
			header: 'x'.repeat(60),
		};
		expect(await sent(interactive(full))).toMatchObject({
			interactive: { body: { text: 'x'.repeat(1024) } },
		});
	});

	it('sends a location and rejects one that is not on earth', async () => {
		expect(
			await sent(
				message('sendLocation', {
					latitude: '-22.8947',
					longitude: '={{ -47.0589 }}',
					placeName: 'Shop',
					address: 'Street 1',
				}),
			),
		).toEqual({
			location: { geoPoint: '-22.8947,-47.0589', name: 'Shop', address: 'Street 1' },
		});
		const { errors } = await runWavy(
			tenant,
			message('sendLocation', { latitude: '91', longitude: '0' }),
			items,
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toContain('"Latitude"');
	});

	it('sends a contact card, guided or as JSON', async () => {
		expect(
			await sent(
				message('sendContact', {
					contactInput: 'fields',
					firstName: 'Ana',
					lastName: 'Luz',
					contactPhone: '+55 19 90000-0001',
					contactEmail: '',
					company: 'Shop',
				}),
			),
		).toEqual({
			contacts: [
				{
					name: { first_name: 'Ana', last_name: 'Luz', formatted_name: 'Ana Luz' },
					phones: [{ phone: '+5519900000001', type: 'CELL' }],
					org: { company: 'Shop' },
				},
			],
		});
		const { errors } = await runWavy(
			tenant,
			message('sendContact', { contactInput: 'json', contactsJson: '{}' }),
			items,
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toContain('"Contacts (JSON)"');
	});

	it('sends an interactive object as given', async () => {
		const given = {
			messageInteractiveType: 'REPLY_BUTTON',
			body: { text: 'x' },
			replyButtonAction: { buttons: [{ reply: { title: 'a', payload: 'b' } }] },
		};
		expect(
			await sent(
				message('sendInteractive', {
					interactiveInput: 'json',
					interactiveJson: JSON.stringify(given),
				}),
			),
		).toEqual({ interactive: given });
	});
});
