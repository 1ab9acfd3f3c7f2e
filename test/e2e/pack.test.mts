import { enterStage, type TestStage } from './stage.mts';

const nodeType = 'n8n-nodes-customer-activation.wai';

describe('the installed pack in the real n8n', () => {
	let stage: TestStage;
	beforeAll(async () => (stage = await enterStage()));

	const waiCredential = () => stage.credentials.find(({ type }) => type === 'waiApi')!;

	it('shows up as a node and as a tool for AI agents, with icons', async () => {
		const ours = (await stage.client.nodeTypes()).filter(({ name }) =>
			name.startsWith('n8n-nodes-customer-activation.'),
		);
		expect(ours.map(({ name }) => name)).toEqual(
			expect.arrayContaining([nodeType, `${nodeType}Tool`]),
		);
		for (const type of ours)
			expect(type.iconUrl).toEqual({
				light: expect.stringMatching(/\.svg$/),
				dark: expect.stringMatching(/\.svg$/),
			});
	});

	it('accepts the right API key', async () => {
		expect(await stage.client.testCredential(waiCredential())).toMatchObject({ status: 'OK' });
	});

	it('says in plain words that an API key is wrong', async () => {
		const { baseUrl } = stage.tenant.access('wai');
		const wrong = await stage.client.saveCredential({
			name: 'Wrong key',
			type: 'waiApi',
			data: { baseUrl, apiKey: 'not-the-key' },
		});
		const { status, message } = await stage.client.testCredential(wrong);
		expect(status).toBe('Error');
		expect(message).toMatch(/key|authoriz|unauthori/i);
		expect(message).not.toMatch(/not-the-key|undefined|\[object/);
	});

	it('offers the account’s campaigns in the dropdown', async () => {
		const { id, name } = waiCredential();
		const campaigns = await stage.client.dropdown({
			nodeType,
			path: 'parameters.campaign',
			methodName: await searchMethodOf('campaign'),
			parameters: { resource: 'contact', operation: 'addToCampaign' },
			credentials: { waiApi: { id, name } },
		});
		expect(campaigns.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['activation', 'reactivation', 'winback']),
		);
	});

	/** The method that the node's own description names for a resource locator, as the editor finds it. */
	async function searchMethodOf(parameter: string): Promise<string> {
		type Locator = { name: string; modes?: Array<{ typeOptions?: { searchListMethod?: string } }> };
		const wai = (await stage.client.nodeTypes()).find(({ name }) => name === nodeType);
		const locator = (wai?.properties as Locator[]).find(
			({ name, modes }) => name === parameter && modes,
		);
		const method = locator?.modes?.map((mode) => mode.typeOptions?.searchListMethod).find(Boolean);
		if (!method) throw new Error(`${parameter} has no list to choose from`);
		return method;
	}
});
