import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { onErrorContinue, onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWavy, sms, smsOf } from '../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

const numbers = ['5519900000001', '5519900000002', '5519900000003'];

const list = (more: object = {}) => ({
	resource: 'list',
	operation: 'getAll',
	list: 'OPTOUT',
	customerId: '42',
	subAccountId: 1291,
	returnAll: true,
	...more,
});

describe('a list of numbers', () => {
	it.each([
		['OPTOUT', 'optedOut'],
		['OPTIN', 'optedIn'],
		['BLACKLIST', 'blacklisted'],
		['WHITELIST', 'whitelisted'],
	])('%s comes as items, with the moments of its file in UTC', async (name, setting) => {
		const tenant = await sandbox.tenant({ wavy: { [setting]: numbers } });
		const before = Date.now();
		const { output } = await runWavy(tenant, list({ list: name }), [{}]);
		expect(output.map(({ json }) => json)).toEqual(
			numbers.map((phoneNumber) => ({
				list: name,
				phoneNumber,
				createdAt: expect.stringMatching(/^20.*Z$/) as string,
			})),
		);
		// São Paulo is three hours behind.
		expect(Math.abs(Date.parse(output[0]!.json.createdAt as string) - before)).toBeLessThan(60_000);
	});

	it('ends at the limit, and is asked for by each item', async () => {
		const tenant = await sandbox.tenant({
			wavy: { optedOut: numbers, blacklisted: numbers.slice(2) },
		});
		const parameters = list({ list: '={{ $json.list }}', returnAll: false, limit: 2 });
		const { output } = await runWavy(tenant, parameters, [
			{ list: 'BLACKLIST' },
			{ list: 'OPTIN' },
			{ list: 'optout' },
		]);
		expect(output.map(({ json, pairedItem }) => [json.list, json.phoneNumber, pairedItem])).toEqual(
			[
				['BLACKLIST', numbers[2], { item: 0 }],
				['OPTOUT', numbers[0], { item: 2 }],
				['OPTOUT', numbers[1], { item: 2 }],
			],
		);
	});

	it('of another account fails, as Wavy says', async () => {
		const tenant = await sandbox.tenant({ wavy: { optedOut: numbers } });
		const { error } = await runWavy(tenant, list({ customerId: '7' }), [{}]);
		expect(error!.message).toContain('did not accept the credential');
	});

	it('is fetched again where its file did not come, and fails alone where that does not help', async () => {
		const fault = (times: number, action: unknown) => ({
			wavy: { optedOut: numbers },
			faults: [{ match: { endpoint: 'wavy.file' }, times, action }],
		});
		const once = await sandbox.tenant(fault(1, 'truncate'));
		expect((await runWavy(once, list(), [{}])).output).toHaveLength(3);
		const wrong = await sandbox.tenant(
			fault(9, { type: 'status', status: 200, body: { not: 'a list' } }),
		);
		const { output, errors } = await runWavy(wrong, list(), [{}], onErrorOutput);
		expect(output).toEqual([]);
		expect(errors[0]!.json).toMatchObject({
			error: expect.stringContaining('no column "source"') as string,
			details: { outcome: 'unknown' },
		});
	});
});

describe('a file that a customer has sent', () => {
	const download = (more: object = {}) => ({
		resource: 'media',
		operation: 'download',
		mediaUrl: '={{ $json.media.url }}',
		binaryPropertyName: 'data',
		...more,
	});

	it('is downloaded byte for byte, beside the fields of its item', async () => {
		const tenant = await sandbox.tenant();
		const url = `${tenant.access('wavy').baseUrl}/media/caf%C3%A9.jpg`;
		const { output } = await runWavy(tenant, download({ binaryPropertyName: '={{ $json.at }}' }), [
			{ from: '55', property: 'kept', at: 'photo', media: { url } },
		]);
		expect(output[0]!.json).toMatchObject({
			from: '55',
			property: 'kept',
			media: { url },
			accepted: true,
			mimeType: 'image/jpeg',
			fileName: 'caf%C3%A9.jpg',
		});
		const { photo } = output[0]!.binary!;
		const bytes = Buffer.from(photo!.data, 'base64');
		expect(bytes).toEqual(
			Buffer.concat([Buffer.from([0xff, 0xd8, 0x00, 0xc3, 0x28]), Buffer.from('café.jpg')]),
		);
		expect(output[0]!.json.fileSize).toBe(bytes.length);
	});

	it('costs its own item alone where it is not there', async () => {
		const tenant = await sandbox.tenant();
		const { baseUrl } = tenant.access('wavy');
		const items = ['a.png', 'expired.png', 'b.pdf'].map((name) => ({
			media: { url: `${baseUrl}/media/${name}` },
		}));
		const all = [...items, { media: { url: 'ftp://example.com/x' } }, { media: null }];
		const { output, errors } = await runWavy(tenant, download(), all as never, onErrorOutput);
		expect(output.map(({ json }) => json.mimeType)).toEqual(['image/png', 'application/pdf']);
		expect(errors.map(({ json, pairedItem }) => [pairedItem, json.error])).toEqual([
			[{ item: 1 }, 'Could not fetch the file: its address answered with HTTP status 403'],
			[{ item: 3 }, '"Media URL" is not an address that begins with https://'],
			[{ item: 4 }, '"Media URL" is empty'],
		]);
		expect(errors[0]!.json.details).toMatchObject({
			outcome: 'rejected',
			vendor: 'The link has expired',
			attempts: 1,
		});
		const { output: regular } = await runWavy(tenant, download(), all as never, onErrorContinue);
		expect(regular.map(({ json }) => json.accepted)).toEqual([true, false, true, false, false]);
		const { error } = await runWavy(tenant, download(), items);
		expect([error!.message, error!.context!.itemIndex]).toEqual([
			expect.stringContaining('HTTP status 403'),
			1,
		]);
	});

	it('is fetched again after a connection that was lost, a server that was busy, and a limit', async () => {
		for (const action of [
			'resetAfter',
			{ type: 'status', status: 503 },
			{ type: 'status', status: 429, retryAfter: 0 },
		]) {
			const tenant = await sandbox.tenant({
				faults: [{ match: { endpoint: 'wavy.media' }, times: 2, action }],
			});
			const { output } = await runWavy(tenant, download(), [
				{ media: { url: `${tenant.access('wavy').baseUrl}/media/a.png` } },
			]);
			expect(output[0]!.binary).toHaveProperty('data');
		}
	});

	it('is fetched without user and token', async () => {
		const tenant = await sandbox.tenant();
		let headers: IncomingHttpHeaders = {};
		const server = createServer((request, response) => {
			({ headers } = request);
			response.end('file');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const { output } = await runWavy(tenant, download(), [
			{ media: { url: `http://127.0.0.1:${port}/a` } },
		]);
		server.close();
		expect(output[0]!.json.fileSize).toBe(4);
		expect(Object.keys(headers)).toContain('host');
		const { userName, authenticationToken } = tenant.access('wavy');
		for (const secret of [userName, authenticationToken])
			expect(Object.values(headers)).not.toContain(secret);
	});
});

describe('the status of an SMS', () => {
	const status = (more: object = {}) => ({
		resource: 'sms',
		operation: 'getStatus',
		searchBy: 'messageId',
		messageId: '={{ $json.messageId }}',
		...more,
	});

	it('is told for many in one request, by either id', async () => {
		const tenant = await sandbox.tenant({ wavy: { statusDelayMs: 0 } });
		const items = ['5519900000001', '5519900003131', '5519900000000'].map((phone, i) => ({
			phone,
			text: 'Hi',
			tie: `c${i}`,
		}));
		const sent = await runWavy(
			tenant,
			sms({ options: { correlationId: '={{ $json.tie }}' } }),
			items,
		);
		while (
			!(await smsOf(tenant)).every(({ to, statuses }) => to.endsWith('3131') || statuses.length > 1)
		)
			await new Promise((done) => setTimeout(done, 20));
		const asked = [...sent.output.map(({ json }) => json), { messageId: 'nobody' }];
		const { output } = await runWavy(tenant, status(), asked, { settings: {} });
		const told = {
			found: true,
			to: items[0]!.phone,
			final: true,
			delivered: true,
			status: 'DELIVERED_SUCCESS',
			statusCode: 4,
			at: expect.stringMatching(/Z$/) as string,
		};
		expect(output.map(({ json }) => json)).toMatchObject([
			told,
			// Its carrier reports no delivery: sent is all that will be heard.
			{ found: true, final: true, delivered: false, status: 'SENT_SUCCESS' },
			{
				found: true,
				final: true,
				delivered: false,
				status: 'NOT_DELIVERED',
				reason: 'Not delivered by the carrier',
			},
			{ found: false, messageId: 'nobody', status: null, final: false },
		]);
		expect(await tenant.requests('wavy.sms.statusSearch')).toHaveLength(1);
		const byTie = await runWavy(
			tenant,
			status({ searchBy: 'correlationId', correlationId: '={{ $json.tie }}' }),
			items.slice(0, 1),
		);
		expect(byTie.output[0]!.json).toMatchObject({
			...told,
			correlationId: 'c0',
			messageId: sent.output[0]!.json.messageId,
		});
	});
});
