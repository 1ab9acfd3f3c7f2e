import type { INodeParameters } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { message, messagesOf, phone, runWavy } from '../support/wavy.mts';

/** What Wavy sends and takes by its own pages, field for field (wavy 1.2, 1.7). */

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

describe('an interactive message', () => {
	const sent = async (parameters: INodeParameters) => {
		const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
		const { errors } = await runWavy(
			tenant,
			message('sendInteractive', parameters),
			[{ phone: phone(1) }],
			onErrorOutput,
		);
		return errors[0]?.json.error ?? (await messagesOf(tenant))[0]!.message.interactive;
	};

	it('has sections with titles, in the order of their first rows', async () => {
		const row = (title: string, section: string) => ({
			title,
			identifier: title.toLowerCase(),
			description: '',
			section,
		});
		const rows = {
			row: [row('Soup', 'Starters'), row('Pizza', 'Mains'), row('Salad', 'Starters')],
		};
		const list = await sent({
			interactiveInput: 'fields',
			interactiveType: 'LIST',
			bodyText: 'Menu',
			listButton: 'Choose',
			rows,
		});
		expect(list).toMatchObject({
			listAction: {
				sections: [
					{
						title: 'Starters',
						rows: [
							{ identifier: 'soup', title: 'Soup' },
							{ identifier: 'salad', title: 'Salad' },
						],
					},
					{ title: 'Mains', rows: [{ identifier: 'pizza', title: 'Pizza' }] },
				],
			},
		});
	});

	it('has a place above its buttons', async () => {
		const buttons = { button: [{ title: 'Come', payload: 'come' }] };
		const more = {
			interactiveInput: 'fields',
			interactiveType: 'REPLY_BUTTON',
			bodyText: 'Here',
			buttons,
			headerType: 'location',
		};
		expect(await sent({ ...more, header: '-22.8947, -47.0589' })).toMatchObject({
			header: { location: { geoPoint: '-22.8947,-47.0589' } },
		});
		expect(await sent({ ...more, header: '-122.8947, -47.0589' })).toContain('Latitude');
		expect(await sent({ ...more, header: 'here' })).toContain('is not a place');
	});

	const given = (action: object, more: object = {}) =>
		JSON.stringify({
			messageInteractiveType: 'REPLY_BUTTON',
			body: { text: 'x' },
			...more,
			...action,
		});
	const buttonsOf = (...titles: string[]) => ({
		replyButtonAction: { buttons: titles.map((title) => ({ reply: { title, payload: title } })) },
	});
	const listOf = (...sections: number[]) => ({
		messageInteractiveType: 'LIST',
		listAction: {
			button: 'b',
			sections: sections.map((count) => ({
				rows: Array.from({ length: count }, (_, i) => ({
					identifier: `${count} ${i}`,
					title: 'r',
				})),
			})),
		},
	});

	it.each([
		given(buttonsOf('1', '2', '3', '4')),
		given(buttonsOf('x'.repeat(21))),
		given(buttonsOf('a'), { body: { text: 'x'.repeat(1025) } }),
		given(buttonsOf('a'), { footer: { text: 'x'.repeat(61) } }),
		given(buttonsOf('a'), { header: { text: 'x'.repeat(61) } }),
		given(listOf(6, 5)),
		given(listOf(3), { messageInteractiveType: 'REPLY_BUTTON' }).replace(
			'"LIST"',
			'"REPLY_BUTTON"',
		),
	])('as JSON is held to the documented limits: %.80s', async (interactiveJson) => {
		expect(await sent({ interactiveInput: 'json', interactiveJson })).toContain(
			'"Interactive (JSON)"',
		);
	});

	it('as JSON may have ten rows over its sections', async () => {
		expect(
			await sent({ interactiveInput: 'json', interactiveJson: given(listOf(6, 4)) }),
		).toMatchObject(listOf(6, 4));
	});
});
