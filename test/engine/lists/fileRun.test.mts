import { gzipSync } from 'node:zlib';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import { type NodeRun, onErrorContinue, onErrorOutput } from '../../support/engine.mts';
import { RowSource } from '../../../engine/files/rowSource';
import { fileItem, resultRows } from '../../support/files.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { event, runWai, upsert } from '../../support/wai.mts';
import { message, phone, runWavy } from '../../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const contacts = (n: number) => `id,city\n${Array.from({ length: n }, (_, i) => `${i},Malmö ${i}\n`).join('')}`;
const events = (n: number) =>
	`id,name,at\n${Array.from({ length: n }, (_, i) => `${i},e${i},2026-11-21\n`).join('')}`;

async function send(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	files: Array<string | Buffer | INodeExecutionData>,
	more: Partial<NodeRun> = {},
) {
	const items = await Promise.all(
		files.map(async (file) => (typeof file === 'string' || Buffer.isBuffer(file) ? await fileItem(file) : file)),
	);
	return await runWai(tenant, { input: 'file', ...parameters }, items as unknown as IDataObject[], more);
}

const failThird = { match: { endpoint: 'wai.contact.bulk' }, action: { type: 'failEntries', ids: ['2'], retry: false } };

describe('rows of a file', () => {
	it('are sent in batches, and one item sums them up', async () => {
		const tenant = await sandbox.tenant();
		const { output, hints } = await send(tenant, upsert(), [await fileItem(contacts(1200), 'customers.csv', { of: 'n8n' })]);
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
		expect(hints).toEqual(['WAI: customers.csv: 1,200 rows in 3 requests: 1,200 accepted, 0 rejected, 0 unknown']);
		const rows = await tenant.rows('wai/contacts');
		expect(rows).toHaveLength(1200);
		expect(rows[7]).toMatchObject({ id: '7', document: { personal: {}, general: { city: 'Malmö 7' } } });
	});

	it.each([
		['gzip', gzipSync('id,city\n1,Malmö\n2,Lund\n'), {}],
		['NDJSON', '{"id":1,"city":"Malmö"}\n\n{"id":2,"city":"Lund"}\n', {}],
		['another delimiter', 'id;city\n1;Malmö, söder\n2;Lund\n', {}],
		['a delimiter that is given', 'id:city\n1:Malmö\n2:Lund\n', { delimiter: ':' }],
		['Windows-1252', Buffer.from('id,city\n1,Malmö\n2,Lund\n', 'latin1'), {}],
		['an encoding that is given', Buffer.from('id,city\n1,Malmö\n2,Lund\n', 'utf16le'), { encoding: 'utf-16le' }],
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
		const files = [await fileItem('id,city\n1,a\n', 'one.csv'), await fileItem('{"id":"2","city":"b"}\n{"id":"3","city":"c"}', 'two.ndjson')];
		const { output } = await send(tenant, upsert(), files);
		expect(output.map(({ json, pairedItem }) => [json.fileName, json.rows, pairedItem])).toEqual([
			['one.csv', 1, { item: 0 }],
			['two.ndjson', 2, { item: 1 }],
		]);
	});

	it('what the header leaves unclear is told', async () => {
		const { hints } = await send(await sandbox.tenant(), upsert(), ['id,city,city\n1,a,b\n']);
		expect(hints).toContain('Column 3 is called "city" like an earlier one: it is read as "city_1"');
	});
});

describe('an expression that is no plain path', () => {
	const field = (value: string) => ({ mapping: 'fields', general: { field: [{ name: 'city', value }] } });

	it.each([
		['Contact ID', { contactId: '={{ $json.id.trim() }}' }],
		['General Fields › Value', field('={{ $json.city.toUpperCase() }}')],
		['General Fields › Value', field('={{ $("Source").item.json.city }}')],
		['General Field Names', { generalFields: '={{ $now }}' }],
	])('is rejected at the start by the name of its field: %s', async (title, parameters) => {
		const tenant = await sandbox.tenant();
		const stopped = await send(tenant, upsert(parameters as INodeParameters), [contacts(3)]);
		expect(stopped.error?.message).toBe(`"${title}" has an expression that cannot be read for each row of a file`);
		expect(stopped.error?.description).toContain('{{ $json.email }}');
		const { errors } = await send(tenant, upsert(parameters as INodeParameters), [contacts(3)], onErrorOutput);
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

describe('On Error', () => {
	it('Continue: the rows that failed come as a file, which can be sent again as it is', async () => {
		const tenant = await sandbox.tenant({ faults: [{ ...failThird, match: { ...failThird.match, nth: 1 } }] });
		const file = 'id,city\n0,"Malmö, söder"\n1\n2,"Lund ""C"""\n,nowhere\n4,=SUM(1)\n';
		const { output, errors } = await send(tenant, upsert(), [await fileItem(file, 'my list.csv')], onErrorContinue);
		expect(errors).toEqual([]);
		expect(output[0]!.json).toMatchObject({ rows: 5, accepted: 2, rejected: 3, firstError: expect.stringMatching(/^Row 3: The row has 1 cell/) as string });
		const { failures } = output[0]!.binary!;
		expect(failures).toMatchObject({ fileName: 'my list-failures.csv', mimeType: 'text/csv' });
		expect((await resultRows(failures)).map(({ row, json, outcome, error }) => [row, json, outcome, error])).toEqual([
			[3, { id: '1' }, 'rejected', 'The row has 1 cell, and the header 2 columns'],
			[5, { city: 'nowhere' }, 'rejected', 'The contact ID is empty'],
			[4, { id: '2', city: 'Lund "C"' }, 'rejected', 'WAI rejected this contact'],
		]);
		const again = await send(tenant, upsert(), [{ json: {}, binary: { data: failures! } }], onErrorContinue);
		expect(again.output[0]!.json).toMatchObject({ rows: 3, accepted: 1, rejected: 2 });
		expect((await tenant.rows('wai/contacts')).map(({ id, document }) => [id, document.general])).toEqual([
			['0', { city: 'Malmö, söder' }],
			['4', { city: '=SUM(1)' }],
			['2', { city: 'Lund "C"' }],
		]);
	});

	it('Error output: a file with failures leaves there, with its failures; one without does not', async () => {
		const tenant = await sandbox.tenant({ faults: [failThird] });
		const files = [await fileItem(contacts(2), 'good.csv'), await fileItem(contacts(5), 'bad.csv', { of: 'n8n' })];
		const { output, errors } = await send(tenant, upsert(), files, onErrorOutput);
		expect(output.map(({ json }) => json.fileName)).toEqual(['good.csv']);
		expect(errors.map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
			[
				{
					of: 'n8n',
					error: 'Row 4: WAI rejected this contact',
					message: '1 of 5 rows were not accepted: correct them in the file in the binary field "failures", and send it as it is',
					details: expect.objectContaining({ fileName: 'bad.csv', rows: 5, accepted: 4, rejected: 1 }) as object,
				},
				{ item: 1 },
			],
		]);
		expect(await resultRows(errors[0]!.binary!.failures)).toMatchObject([{ row: 4, json: { id: '2', city: 'Malmö 2' } }]);
	});

	it('Results File: all rows with what the vendor gave for them', async () => {
		const tenant = await sandbox.tenant({ faults: [failThird] });
		const { output } = await send(tenant, upsert({ options: { resultsFile: true } }), [contacts(4)], onErrorContinue);
		const results = await resultRows(output[0]!.binary!.results);
		expect(results.map(({ row, outcome, result }) => [row, outcome, result?.contactId])).toEqual([
			[2, 'accepted', '0'],
			[3, 'accepted', '1'],
			[4, 'rejected', undefined],
			[5, 'accepted', '3'],
		]);
		expect(results[0]!.result!.receiptId).toBeTruthy();
	});

	it('Stop: names the row, says how far it got and how to go on, and reads no further', async () => {
		const tenant = await sandbox.tenant({ faults: [failThird] });
		const parameters = upsert({ options: { batchSize: 10, maxConcurrency: 1 } });
		const { error, output } = await send(tenant, parameters, [await fileItem(contacts(50_000), 'c.csv')]);
		expect(output).toEqual([]);
		expect(error?.message).toBe('WAI rejected this contact');
		expect(error?.context?.itemIndex).toBe(0);
		expect(error?.description).toMatch(/It is row 4 of c\.csv\. Of [\d,]+ rows, 9 were accepted, 1 rejected, 0 are unknown and [\d,]+ were not sent\./);
		expect(error?.description).toContain('To go on: set the option From Row to 4');
		expect(await tenant.requests('wai.contact.bulk')).toHaveLength(1);
	});

	it('Stop, where rows may not be sent twice: says from where on none was sent', async () => {
		const tenant = await sandbox.tenant({ faults: [{ match: { endpoint: 'wai.event.bulk' }, action: { type: 'failEntries', ids: ['2'], retry: false } }] });
		const { error } = await send(tenant, event({ options: { batchSize: 10, maxConcurrency: 1 } }), [events(100)]);
		expect(error?.description).toContain('set the option From Row to 12, from which on the vendor has none. Of rows 4 to 11 some have been accepted');
		const rest = await send(tenant, event({ options: { fromRow: 12 } }), [events(100)]);
		expect(rest.output[0]!.json).toMatchObject({ rows: 90, accepted: 90 });
		expect(await tenant.rows('wai/events')).toHaveLength(99);
	});

	it('a credential that is not accepted: every row is among the failures, and nothing was sent', async () => {
		const tenant = await sandbox.tenant();
		const credentials = { waiApi: { apiKey: 'wrong', baseUrl: tenant.access('wai').baseUrl, token: '', renewAt: '' } };
		const { output } = await send(tenant, event(), [events(20_000)], { ...onErrorContinue, credentials });
		const { rows, accepted, rejected, notSent } = output[0]!.json as Record<string, number>;
		expect([rows, accepted, rejected! + notSent!]).toEqual([20_000, 0, 20_000]);
		const failures = await resultRows(output[0]!.binary!.failures);
		expect(new Set(failures.map(({ row }) => row)).size).toBe(20_000);
	});
});

describe('a file that cannot be read', () => {
	it.each([
		['none', { json: {} }, /binary/],
		['of columns without end', `a${',a'.repeat(20_000)}\n`, /^Row 1: There are more than 16,384 columns/],
		['of another form', '[{"id":1}]', /JSON/],
		['a part that is none', 'id\n1\n', /[Pp]art/],
	])('%s: nothing is sent, and the item says why', async (what, file, message) => {
		const tenant = await sandbox.tenant();
		const options = what.startsWith('a part') ? { part: '3 of 2' } : {};
		const { error } = await send(tenant, upsert({ options }), [file]);
		expect(error?.message).toMatch(message);
		const { output } = await send(tenant, upsert({ options }), [file], onErrorContinue);
		expect(output[0]!.json).toMatchObject({ accepted: false, error: error?.message, details: { outcome: 'notSent' } });
		expect(await tenant.requests()).toEqual([]);
	});

	it('beyond a row: what was read is sent, and where it ends is told', async () => {
		const whole = gzipSync(contacts(60_000));
		const cut = whole.subarray(0, whole.length - 20_000);
		const tenant = await sandbox.tenant();
		const { output } = await send(tenant, upsert(), [cut], onErrorContinue);
		const { rows, accepted, firstError } = output[0]!.json as { rows: number; accepted: number; firstError: string };
		expect(firstError).toMatch(/^The file cannot be read beyond row [\d,]+: /);
		expect(rows).toBeGreaterThan(1000);
		expect(rows).toBeLessThan(60_000);
		expect((await tenant.summary()).wai.contacts).toBe(accepted);
		const stopped = await send(await sandbox.tenant(), upsert(), [cut]);
		expect(stopped.error?.message).toBe(firstError);
		expect(stopped.error?.description).toMatch(/To go on: set the option From Row to \d+/);
		const routed = await send(await sandbox.tenant(), upsert(), [cut], onErrorOutput);
		expect(routed.errors.map(({ json }) => json.error)).toEqual([firstError]);
	});
});

describe('Retry On Fail', () => {
	const retryOnFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('sends no row twice that was accepted', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'wai.event.bulk', nth: [3, 6] }, action: { type: 'status', status: 422 } }],
		});
		const parameters = event({ options: { batchSize: 10, maxConcurrency: 2, resultsFile: true } });
		const { output, error } = await send(tenant, parameters, [events(500), 'id,name,at\n1,last,2026-11-21\n'], {
			settings: retryOnFail,
		});
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => [json.rows, json.accepted])).toEqual([[500, 500], [1, 1]]);
		const names = (await tenant.rows('wai/events')).map(({ name }) => name);
		expect([names.length, new Set(names).size]).toEqual([501, 501]);
		expect(await resultRows(output[0]!.binary!.results)).toHaveLength(500);
	});

	it('does not send again what may have arrived', async () => {
		const tenant = await sandbox.tenant({ faults: [{ match: { endpoint: 'wai.event.bulk', nth: 2 }, action: 'resetAfter' }] });
		const parameters = event({ options: { batchSize: 10, maxConcurrency: 1 } });
		const { error } = await send(tenant, parameters, [events(50)], { settings: retryOnFail });
		expect(error?.description).toContain('10 are unknown');
		expect(await tenant.requests('wai.event.bulk')).toHaveLength(2);
	});

	it('is not set off by a file that leaves by the error output', async () => {
		const tenant = await sandbox.tenant({ faults: [failThird] });
		const { errors } = await send(tenant, upsert(), [contacts(5)], {
			settings: { ...retryOnFail, onError: 'continueErrorOutput' },
		});
		expect(errors[0]!.json.error).toBe('Row 4: WAI rejected this contact');
		expect(await resultRows(errors[0]!.binary!.failures)).toHaveLength(1);
		expect(await tenant.requests('wai.contact.bulk')).toHaveLength(1);
	});
});

it('a run that is cancelled ends within a second, and says how to go on', async () => {
	const tenant = await sandbox.tenant({
		faults: [{ match: { endpoint: 'wai.event.bulk', from: 4 }, action: { type: 'status', status: 429, retryAfter: 600 } }],
	});
	let cancelledAt = 0;
	const { run, hints } = await send(tenant, event({ options: { batchSize: 10, maxConcurrency: 1 } }), [events(100_000)], {
		...onErrorContinue,
		onStart: (cancel) => {
			setTimeout(() => {
				cancelledAt = Date.now();
				cancel();
			}, 700);
		},
	});
	expect(Date.now() - cancelledAt).toBeLessThan(1000);
	expect(run.status).toBe('canceled');
	expect(hints[0]).toMatch(/30 accepted, .*Cancelled\. To go on, set the option From Row to 32; rows before it/);
});

it('rows that wait for others of their kind are held within bounds', async () => {
	const { take } = RowSource.prototype;
	let held = 0;
	jest.spyOn(RowSource.prototype, 'take').mockImplementation(function (this: RowSource, row: number) {
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
