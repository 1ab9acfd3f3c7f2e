import { gzipSync } from 'node:zlib';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { RowSource } from '../../../engine/files/rowSource';
import { onErrorContinue, onErrorOutput } from '../../support/engine.mts';
import { fileItem } from '../../support/files.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { event, upsert } from '../../support/wai.mts';
import { message, phone, runWavy } from '../../support/wavy.mts';
import { contacts, events, send } from './sendFile.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('rows of a file', () => {
	it('are sent in batches, and one item sums them up', async () => {
		const tenant = await sandbox.tenant();
		const { output, hints } = await send(tenant, upsert(), [
			await fileItem(contacts(1200), 'customers.csv', { of: 'n8n' }),
		]);
		expect(output).toEqual([
			expect.objectContaining({
				json: {
					fileName: 'customers.csv',
					rows: 1200,
					accepted: 1200,
					rejected: 0,
					unknown: 0,
					notSent: 0,
					requests: 3,
					heldSeconds: 0,
					seconds: expect.any(Number) as number,
					firstError: null,
				},
				pairedItem: { item: 0 },
			}),
		]);
		expect(output[0]!.binary).toEqual({});
		expect(hints).toEqual([
			'WAI: customers.csv: 1,200 rows in 3 requests: 1,200 accepted, 0 rejected, 0 unknown',
		]);
		const rows = await tenant.rows('wai/contacts');
		expect(rows).toHaveLength(1200);
		expect(rows[7]).toMatchObject({
			id: '7',
			document: { personal: {}, general: { city: 'Malmö 7' } },
		});
	});

	it.each([
		['gzip', gzipSync('id,city\n1,Malmö\n2,Lund\n'), {}],
		['NDJSON', '{"id":1,"city":"Malmö"}\n\n{"id":2,"city":"Lund"}\n', {}],
		['another delimiter', 'id;city\n1;Malmö, söder\n2;Lund\n', {}],
		['a delimiter that is given', 'id:city\n1:Malmö\n2:Lund\n', { delimiter: ':' }],
		['Windows-1252', Buffer.from('id,city\n1,Malmö\n2,Lund\n', 'latin1'), {}],
		[
			'an encoding that is given',
			Buffer.from('id,city\n1,Malmö\n2,Lund\n', 'utf16le'),
			{ encoding: 'utf-16le' },
		],
		['From Row and Max Rows', 'id,city\n8,a\n9,b\n1,Malmö\n2,c\n7,d\n', { fromRow: 4, maxRows: 2 }],
	])('%s', async (_, file, options) => {
		const tenant = await sandbox.tenant();
		const { output } = await send(tenant, upsert({ options }), [file]);
		expect(output[0]!.json).toMatchObject({ rows: 2, accepted: 2, requests: 1 });
		const sent = await tenant.rows('wai/contacts');
		expect(sent.map(({ id }) => id)).toEqual(['1', '2']);
		expect(sent[0]!.document.general.city).toMatch(/^Malmö/);
	});

	it('are read as items are: mapped columns, fixed values, whole rows', async () => {
		const tenant = await sandbox.tenant();
		const row = (name: string, value: string) => ({ name, value });
		await send(
			tenant,
			upsert({
				mapping: 'fields',
				personal: { field: [row('givenName', '={{ $json.first }} {{ $json["last name"] }}')] },
				general: { field: [row('city', '={{ $json.city }}'), row('country', 'SE')] },
			}),
			['id,first,last name,city\n1,Åsa,Öberg,\n'],
		);
		expect((await tenant.rows('wai/contacts'))[0]).toMatchObject({
			document: { personal: { givenName: 'Åsa Öberg' }, general: { country: 'SE' } },
		});
	});

	it('all parts together send every row once', async () => {
		const tenant = await sandbox.tenant();
		const file = await fileItem(events(1000));
		const counts = [];
		for (const part of ['1 of 3', '2 of 3', '3 of 3']) {
			const { output } = await send(tenant, event({ options: { part } }), [file]);
			counts.push(output[0]!.json.rows as number);
		}
		expect(Math.min(...counts)).toBeGreaterThan(300);
		const names = (await tenant.rows('wai/events')).map(({ name }) => name);
		expect([names.length, new Set(names).size]).toEqual([1000, 1000]);
	});

	it('of several files: each is summed up by itself', async () => {
		const tenant = await sandbox.tenant();
		const files = [
			await fileItem('id,city\n1,a\n', 'one.csv'),
			await fileItem('{"id":"2","city":"b"}\n{"id":"3","city":"c"}', 'two.ndjson'),
		];
		const { output } = await send(tenant, upsert(), files);
		expect(output.map(({ json, pairedItem }) => [json.fileName, json.rows, pairedItem])).toEqual([
			['one.csv', 1, { item: 0 }],
			['two.ndjson', 2, { item: 1 }],
		]);
	});

	it('what the header leaves unclear is told', async () => {
		const { hints } = await send(await sandbox.tenant(), upsert(), ['id,city,city\n1,a,b\n']);
		expect(hints).toContain(
			'Column 3 is called "city" like an earlier one: it is read as "city_1"',
		);
	});
});

describe('an expression that is no plain path', () => {
	const field = (value: string) => ({
		mapping: 'fields',
		general: { field: [{ name: 'city', value }] },
	});

	it.each([
		['Contact ID', { contactId: '={{ $json.id.trim() }}' }],
		['General Fields › Value', field('={{ $json.city.toUpperCase() }}')],
		['General Fields › Value', field('={{ $("Source").item.json.city }}')],
		['General Field Names', { generalFields: '={{ $now }}' }],
	])('is rejected at the start by the name of its field: %s', async (title, parameters) => {
		const tenant = await sandbox.tenant();
		const stopped = await send(tenant, upsert(parameters as INodeParameters), [contacts(3)]);
		expect(stopped.error?.message).toBe(
			`"${title}" has an expression that cannot be read for each row of a file`,
		);
		expect(stopped.error?.description).toContain('{{ $json.email }}');
		const { errors } = await send(
			tenant,
			upsert(parameters as INodeParameters),
			[contacts(3)],
			onErrorOutput,
		);
		expect(errors.map(({ json }) => [json.error, (json.details as IDataObject).outcome])).toEqual([
			[stopped.error?.message, 'notSent'],
		]);
		expect(await tenant.requests()).toEqual([]);
	});

	it('a path that leads nowhere in a row costs that row', async () => {
		const { output } = await send(
			await sandbox.tenant(),
			upsert({ contactId: '={{ $json.customer.length }}', personalFields: 'name' }),
			['{"customer":{"length":"5"},"name":"Åsa"}\n{"customer":"text","name":"Bo"}\n'],
			onErrorContinue,
		);
		expect(output[0]!.json).toMatchObject({
			accepted: 1,
			rejected: 1,
			firstError: 'Row 2: "Contact ID" cannot be read from this row',
		});
	});
});

it('a run that is cancelled ends within a second, and says how to go on', async () => {
	const tenant = await sandbox.tenant({
		faults: [
			{
				match: { endpoint: 'wai.event.bulk', from: 4 },
				action: { type: 'status', status: 429, retryAfter: 600 },
			},
		],
	});
	let cancelledAt = 0;
	const { run, hints } = await send(
		tenant,
		event({ options: { batchSize: 10, maxConcurrency: 1 } }),
		[events(100_000)],
		{
			...onErrorContinue,
			onStart: (cancel) => {
				setTimeout(() => {
					cancelledAt = Date.now();
					cancel();
				}, 700);
			},
		},
	);
	expect(Date.now() - cancelledAt).toBeLessThan(1000);
	expect(run.status).toBe('canceled');
	expect(hints[0]).toMatch(
		/30 accepted, .*Cancelled\. To go on, set the option From Row to 32; rows before it/,
	);
});

it('rows that wait for others of their kind are held within bounds', async () => {
	const { take } = RowSource.prototype;
	let held = 0;
	jest.spyOn(RowSource.prototype, 'take').mockImplementation(function (
		this: RowSource,
		row: number,
	) {
		held = Math.max(held, (this as unknown as { heldCharacters: number }).heldCharacters);
		return take.call(this, row);
	});
	// Each row is a message of its own, and so waits for others in a request of its own.
	const rows = Array.from({ length: 1500 }, (_, i) => `${phone(i)},${i},${'n'.repeat(10_000)}\n`);
	const tenant = await sandbox.tenant();
	const { output } = await runWavy(
		tenant,
		{ input: 'file', ...message('sendText', { messageText: '=Hello {{ $json.text }}' }) },
		[await fileItem(`phone,text,note\n${rows.join('')}`)] as unknown as IDataObject[],
		onErrorContinue,
	);
	expect(output[0]!.json).toMatchObject({ rows: 1500, accepted: 1500 });
	expect(held).toBeGreaterThan(8_000_000);
	expect(held).toBeLessThan(8_200_000);
}, 120_000);
