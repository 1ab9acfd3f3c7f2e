import { gzipSync } from 'node:zlib';

import { onErrorContinue, onErrorOutput } from '../../support/engine.mts';
import { fileItem, resultRows } from '../../support/files.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { event, upsert } from '../../support/wai.mts';
import { contacts, events, failThird, send } from './sendFile.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('On Error', () => {
	it('Continue: the rows that failed come as a file, which can be sent again as it is', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ ...failThird, match: { ...failThird.match, nth: 1 } }],
		});
		const file = 'id,city\n0,"Malmö, söder"\n1\n2,"Lund ""C"""\n,nowhere\n4,=SUM(1)\n';
		const { output, errors } = await send(
			tenant,
			upsert(),
			[await fileItem(file, 'my list.csv')],
			onErrorContinue,
		);
		expect(errors).toEqual([]);
		expect(output[0]!.json).toMatchObject({
			rows: 5,
			accepted: 2,
			rejected: 3,
			firstError: expect.stringMatching(/^Row 3: The row has 1 cell/) as string,
		});
		const { failures } = output[0]!.binary!;
		expect(failures).toMatchObject({ fileName: 'my list-failures.csv', mimeType: 'text/csv' });
		expect(
			(await resultRows(failures)).map(({ row, json, outcome, error }) => [
				row,
				json,
				outcome,
				error,
			]),
		).toEqual([
			[3, { id: '1' }, 'rejected', 'The row has 1 cell, and the header 2 columns'],
			[5, { city: 'nowhere' }, 'rejected', 'The contact ID is empty'],
			[4, { id: '2', city: 'Lund "C"' }, 'rejected', 'WAI rejected this contact'],
		]);
		const again = await send(
			tenant,
			upsert(),
			[{ json: {}, binary: { data: failures! } }],
			onErrorContinue,
		);
		expect(again.output[0]!.json).toMatchObject({ rows: 3, accepted: 1, rejected: 2 });
		expect(
			(await tenant.rows('wai/contacts')).map(({ id, document }) => [id, document.general]),
		).toEqual([
			['0', { city: 'Malmö, söder' }],
			['4', { city: '=SUM(1)' }],
			['2', { city: 'Lund "C"' }],
		]);
	});

	it('Error output: a file with failures leaves there, with its failures; one without does not', async () => {
		const tenant = await sandbox.tenant({ faults: [failThird] });
		const files = [
			await fileItem(contacts(2), 'good.csv'),
			await fileItem(contacts(5), 'bad.csv', { of: 'n8n' }),
		];
		const { output, errors } = await send(tenant, upsert(), files, onErrorOutput);
		expect(output.map(({ json }) => json.fileName)).toEqual(['good.csv']);
		expect(errors.map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
			[
				{
					of: 'n8n',
					error: 'Row 4: WAI rejected this contact',
					message:
						'1 of 5 rows were not accepted: correct them in the file in the binary field "failures", and send it as it is',
					details: expect.objectContaining({
						fileName: 'bad.csv',
						rows: 5,
						accepted: 4,
						rejected: 1,
					}) as object,
				},
				{ item: 1 },
			],
		]);
		expect(await resultRows(errors[0]!.binary!.failures)).toMatchObject([
			{ row: 4, json: { id: '2', city: 'Malmö 2' } },
		]);
	});

	it('Results File: all rows with what the vendor gave for them', async () => {
		const tenant = await sandbox.tenant({ faults: [failThird] });
		const { output } = await send(
			tenant,
			upsert({ options: { resultsFile: true } }),
			[contacts(4)],
			onErrorContinue,
		);
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
		const { error, output } = await send(tenant, parameters, [
			await fileItem(contacts(50_000), 'c.csv'),
		]);
		expect(output).toEqual([]);
		expect(error?.message).toBe('WAI rejected this contact');
		expect(error?.context?.itemIndex).toBe(0);
		expect(error?.description).toMatch(
			/It is row 4 of c\.csv\. Of [\d,]+ rows, 9 were accepted, 1 rejected, 0 are unknown and [\d,]+ were not sent\./,
		);
		expect(error?.description).toContain('To go on: set the option From Row to 4');
		expect(await tenant.requests('wai.contact.bulk')).toHaveLength(1);
	});

	it('Stop, where rows may not be sent twice: says from where on none was sent', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.event.bulk' },
					action: { type: 'failEntries', ids: ['2'], retry: false },
				},
			],
		});
		const { error } = await send(tenant, event({ options: { batchSize: 10, maxConcurrency: 1 } }), [
			events(100),
		]);
		expect(error?.description).toContain(
			'set the option From Row to 12, from which on the vendor has none. Of rows 4 to 11 some have been accepted',
		);
		const rest = await send(tenant, event({ options: { fromRow: 12 } }), [events(100)]);
		expect(rest.output[0]!.json).toMatchObject({ rows: 90, accepted: 90 });
		expect(await tenant.rows('wai/events')).toHaveLength(99);
	});

	it('a credential that is not accepted: every row is among the failures, and nothing was sent', async () => {
		const tenant = await sandbox.tenant();
		const credentials = {
			waiApi: { apiKey: 'wrong', baseUrl: tenant.access('wai').baseUrl, token: '', renewAt: '' },
		};
		const { output } = await send(tenant, event(), [events(20_000)], {
			...onErrorContinue,
			credentials,
		});
		const { rows, accepted, rejected, notSent } = output[0]!.json as Record<string, number>;
		expect([rows, accepted, rejected! + notSent!]).toEqual([20_000, 0, 20_000]);
		const failures = await resultRows(output[0]!.binary!.failures);
		expect(new Set(failures.map(({ row }) => row)).size).toBe(20_000);
	});
});

describe('a file that cannot be read', () => {
	it.each([
		['none', { json: {} }, /binary/],
		[
			'of columns without end',
			`a${',a'.repeat(20_000)}\n`,
			/^Row 1: There are more than 16,384 columns/,
		],
		['of another form', '[{"id":1}]', /JSON/],
		['a part that is none', 'id\n1\n', /[Pp]art/],
	])('%s: nothing is sent, and the item says why', async (what, file, message) => {
		const tenant = await sandbox.tenant();
		const options = what.startsWith('a part') ? { part: '3 of 2' } : {};
		const { error } = await send(tenant, upsert({ options }), [file]);
		expect(error?.message).toMatch(message);
		const { output } = await send(tenant, upsert({ options }), [file], onErrorContinue);
		expect(output[0]!.json).toMatchObject({
			accepted: false,
			error: error?.message,
			details: { outcome: 'notSent' },
		});
		expect(await tenant.requests()).toEqual([]);
	});

	it('beyond a row: what was read is sent, and where it ends is told', async () => {
		const whole = gzipSync(contacts(60_000));
		const cut = whole.subarray(0, whole.length - 20_000);
		const tenant = await sandbox.tenant();
		const { output } = await send(tenant, upsert(), [cut], onErrorContinue);
		const { rows, accepted, firstError } = output[0]!.json as {
			rows: number;
			accepted: number;
			firstError: string;
		};
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
			faults: [
				{
					match: { endpoint: 'wai.event.bulk', nth: [3, 6] },
					action: { type: 'status', status: 422 },
				},
			],
		});
		const parameters = event({ options: { batchSize: 10, maxConcurrency: 2, resultsFile: true } });
		const { output, error } = await send(
			tenant,
			parameters,
			[events(500), 'id,name,at\n1,last,2026-11-21\n'],
			{
				settings: retryOnFail,
			},
		);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => [json.rows, json.accepted])).toEqual([
			[500, 500],
			[1, 1],
		]);
		const names = (await tenant.rows('wai/events')).map(({ name }) => name);
		expect([names.length, new Set(names).size]).toEqual([501, 501]);
		expect(await resultRows(output[0]!.binary!.results)).toHaveLength(500);
	});

	it('does not send again what may have arrived', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'wai.event.bulk', nth: 2 }, action: 'resetAfter' }],
		});
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
