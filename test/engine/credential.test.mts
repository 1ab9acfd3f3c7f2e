import type { INodeParameters } from 'n8n-workflow';

import { onErrorContinue, onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai, upsert } from '../support/wai.mts';
import { contacts } from './items.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('the base URL', () => {
	it.each([
		'http://api.wiraya.ai',
		'ftp://localhost',
		'api.wiraya.ai',
		'https://user:pw@api.wiraya.ai',
		'http://localhost.evil.example',
	])('%s is rejected before anything is sent', async (baseUrl) => {
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
