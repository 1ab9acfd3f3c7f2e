import { enterStage, type TestStage } from './stage.mts';

describe('the SessionM credential in the real n8n', () => {
	let stage: TestStage;
	beforeAll(async () => (stage = await enterStage()));

	const data = (change: Record<string, string>) => {
		const {
			baseUrl,
			pointSourceId: _source,
			pointAccountId: _account,
			...keys
		} = stage.tenant.access('sessionM');
		return {
			...keys,
			coreUrl: `${baseUrl}/core`,
			connectUrl: `${baseUrl}/connect`,
			posUrl: `${baseUrl}/pos`,
			...change,
		};
	};

	it.each<[string, Record<string, string>, RegExp | undefined]>([
		['all three services', {}, undefined],
		[
			'Core alone',
			{
				connectUrl: '',
				connectApiKey: '',
				connectApiSecret: '',
				posUrl: '',
				posApiKey: '',
				posApiSecret: '',
			},
			undefined,
		],
		[
			'a wrong Connect secret',
			{ connectApiSecret: 'not-the-secret' },
			/^SessionM Connect did not accept the key/,
		],
		[
			'a wrong Core key and a POS that is not there',
			{ coreApiKey: 'not-the-key', posUrl: 'http://127.0.0.1:9' },
			/SessionM Core did not accept the key.*SessionM POS did not answer at its URL/,
		],
	])('tested with %s', async (name, change, words) => {
		const credential = await stage.client.saveCredential({
			name: `SessionM: ${name}`,
			type: 'sessionMApi',
			data: data(change),
		});
		const { status, message } = await stage.client.testCredential(credential);
		expect([status, message]).toEqual(
			words ? ['Error', expect.stringMatching(words)] : ['OK', expect.any(String)],
		);
		expect(message).not.toMatch(/not-the/);
	});

	it('the trigger’s: a secret that can be guessed is rejected', async () => {
		const credential = await stage.client.saveCredential({
			name: 'SessionM: guessable',
			type: 'sessionMWebhookApi',
			data: { placement: 'header', name: 'X-Secret', secret: 'abc' },
		});
		expect(await stage.client.testCredential(credential)).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/at least/) as string,
		});
	});
});
