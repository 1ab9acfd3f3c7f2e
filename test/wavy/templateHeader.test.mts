import { templateProperties } from '../../nodes/Wavy/template';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { messagesOf, phone, runWavy, template } from '../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('the header of a template', () => {
	it.each([
		[
			'image',
			'https://example.com/a/summer.JPG?v=1',
			{
				image: { url: 'https://example.com/a/summer.JPG?v=1', type: 'JPG', caption: 'summer.JPG' },
			},
		],
		[
			'document',
			'https://example.com/menu.pdf',
			{ document: { url: 'https://example.com/menu.pdf', type: 'PDF', caption: 'menu.pdf' } },
		],
		[
			'video',
			'https://example.com/x.mp4',
			{ video: { url: 'https://example.com/x.mp4', type: 'MP4', caption: 'x.mp4' } },
		],
		['text', 'Summer', { text: 'Summer' }],
	])('fills a header of the type %s in fields', async (headerType, header, element) => {
		const templates = [{ elementName: 'summer', text: 'Summer is here.', header: headerType }];
		const tenant = await sandbox.tenant({ wavy: { templates, statusDelayMs: 0 } });
		const parameters = template({
			elementName: 'summer',
			languageCode: 'pt_BR',
			templateHeaderType: headerType,
			templateHeader: header,
			parameters: {},
			options: { ttlDays: 2 },
		});
		const { error } = await runWavy(tenant, parameters, [{ phone: phone(1) }]);
		expect(error).toBeUndefined();
		while ((await messagesOf(tenant))[0]!.statuses.length < 2)
			await new Promise((done) => setTimeout(done, 20));
		const [row] = await messagesOf(tenant);
		const sent = {
			namespace: 'sandbox_namespace',
			elementName: 'summer',
			languageCode: 'pt_BR',
			header: { element },
		};
		expect(row!.message).toEqual({ ttl: 2, template: sent });
		// The recipient gets it: without its header, Wavy would not deliver the template.
		expect(row!.statuses.map(({ name }) => name)).toContain('DELIVERED_SUCCESS');
	});

	it('checks a header before sending', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ type: 'image', header: 'summer.jpg', language: 'en' },
			{ type: 'image', header: 'https://example.com/summer.gif', language: 'en' },
			{ type: 'sticker', header: 'x', language: 'en' },
			{ type: 'text', header: '', language: 'en' },
			{ type: 'text', header: 'x', language: '' },
			{ type: 'text', header: 'x', language: 'en', title: 'x'.repeat(61) },
		].map((one, i) => ({ title: '', ...one, phone: phone(i) }));
		const parameters = template({
			languageCode: '={{ $json.language }}',
			templateHeaderType: '={{ $json.type }}',
			templateHeader: '={{ $json.header }}',
			templateHeaderTitle: '={{ $json.title }}',
			parameters: {},
		});
		const { errors, output } = await runWavy(tenant, parameters, items, onErrorOutput);
		expect(output).toEqual([]);
		expect(errors.map(({ json }) => json.error)).toEqual([
			'"Header" is not an address: "summer.jpg"',
			'Wavy does not take GIF as image',
			'"Header Type" is not known: "sticker"',
			'"Header" is empty',
			'"Language Code" is empty',
			'"Header Title" has 61 characters, and may have 60',
		]);
		const more = template({ templateHeaderType: 'text', templateHeader: 'x', languageCode: 'en' });
		const { errors: named } = await runWavy(
			tenant,
			more,
			[{ phone: phone(1), name: 'Ana', time: 'noon' }],
			onErrorOutput,
		);
		expect(named[0]!.json.error).toContain(
			'does not document how a template with a header has parameters',
		);
		expect(await messagesOf(tenant)).toEqual([]);
	});

	it('shows in its JSON what is documented of a header, and does not send the example', async () => {
		const { default: example } = templateProperties.find(({ name }) => name === 'templateJson')!;
		const { template: shown } = JSON.parse(example as string) as { template: { header: object } };
		expect(shown.header).toEqual({
			element: {
				image: {
					url: expect.any(String) as string,
					type: 'JPG',
					caption: expect.any(String) as string,
				},
			},
		});
		const tenant = await sandbox.tenant();
		const { errors } = await runWavy(
			tenant,
			template({ templateInput: 'json', templateJson: example as string }),
			[{ phone: phone(1) }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toContain('still holds the example');
	});
});
