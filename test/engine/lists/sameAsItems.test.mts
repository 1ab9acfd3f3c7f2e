import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import { Papa } from '../../../engine/files/libraries';
import { Recorder } from '../../conformance/recorder.mts';
import { sameForAll } from '../../conformance/trace.mts';
import { onErrorContinue } from '../../support/engine.mts';
import { fileItem, resultRows } from '../../support/files.mts';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { event, runWai, upsert } from '../../support/wai.mts';
import { message, runWavy, sms } from '../../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
	// What is made of the time is then the same in every run.
	const now = Date.now();
	jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterAll(async () => await sandbox.stop());

type Run = typeof runWai;

const OPERATIONS: Array<{
	name: string;
	run: Run;
	parameters: (more: INodeParameters) => INodeParameters;
}> = [
	{ name: 'contacts, each once a request', run: runWai, parameters: (more) => upsert({ ...more }) },
	{
		name: 'events, together by contact',
		run: runWai,
		parameters: (more) => event({ eventName: '=N: {{ $json.text }}', ...more }),
	},
	{
		name: 'messages, together by text',
		run: runWavy,
		parameters: (more) => message('sendText', { messageText: '={{ $json["text"] }}', ...more }),
	},
	{
		name: 'SMS',
		run: runWavy,
		parameters: (more) => sms({ messageText: '={{ $json.text }}!', ...more }),
	},
];

const text = fc.string({
	unit: fc.constantFrom('a', 'ü', '🎉', '"', ',', ';', '\n', ' ', '=', '\0'),
	minLength: 1,
	maxLength: 6,
});

/** Fields that a row of CSV can have: texts, and no empty ones. */
const list = fc.array(
	fc.record(
		{
			id: fc.constantFrom('1', '2', '3', ' 4', 'not / an id?'),
			phone: fc.constantFrom('+46 70 123 45 67', '46701234568', 'none'),
			at: fc.constantFrom('2026-11-21', '2026-11-21T09:00:00+01:00', 'yesterday'),
			text,
		},
		{ requiredKeys: ['text'] },
	),
	{ minLength: 1, maxLength: 40 },
);

/** The bodies of a run's requests, and the outcome of each item or row. */
async function traced(
	run: Run,
	parameters: INodeParameters,
	input: INodeExecutionData[],
	outcomesOf: (output: INodeExecutionData[]) => Promise<unknown[]>,
) {
	const tenant = await sandbox.tenant({ seed: 1 });
	const recorder = new Recorder(sandbox.url);
	try {
		const reached: SandboxTenant = tenant.reachedAt(await recorder.open());
		const { output, error } = await run(
			reached,
			parameters,
			input as unknown as IDataObject[],
			onErrorContinue,
		);
		expect(error).toBeUndefined();
		return sameForAll(
			[recorder.requests.map(({ path, body }) => [path, body]), await outcomesOf(output)],
			[
				...Object.values(reached.access('wai')),
				...Object.values(reached.access('wavy')),
				tenant.name,
			] as string[],
		);
	} finally {
		await recorder.close();
		await tenant.delete();
	}
}

async function ofItems(output: INodeExecutionData[]): Promise<unknown[]> {
	return output.map(({ json }) =>
		typeof json.error === 'string'
			? [(json.details as IDataObject).outcome, json.error]
			: ['accepted', json],
	);
}

async function ofRows([summary]: INodeExecutionData[]): Promise<unknown[]> {
	const results = await resultRows(summary!.binary!.results);
	return results
		.sort((a, b) => a.row - b.row)
		.map(({ outcome, error, result }) => [outcome, result ?? error]);
}

it.each(OPERATIONS)(
	'$name: for any list, items and rows lead to the same requests and the same outcomes',
	async ({ run, parameters }) => {
		await fc.assert(
			fc.asyncProperty(list, fc.constantFrom(1, 3, 500), async (items, batchSize) => {
				const options = { batchSize, maxConcurrency: 1, maxRetries: 0, includeInputFields: false };
				const names = ['id', 'phone', 'at', 'text'];
				const csv = Papa.unparse(
					{
						fields: names,
						data: items.map((item) => names.map((name) => (item as IDataObject)[name] ?? '')),
					},
					{ quotes: true },
				);
				const file = await fileItem(csv);
				const asItems = await traced(
					run,
					parameters({ options }),
					items.map((json) => ({ json })),
					ofItems,
				);
				const asRows = await traced(
					run,
					parameters({
						input: 'file',
						fileFormat: 'csv',
						options: { ...options, resultsFile: true, encoding: 'utf-8', delimiter: ',' },
					}),
					[file],
					ofRows,
				);
				expect(asRows).toBe(asItems);
			}),
			{ numRuns: 40 },
		);
	},
	240_000,
);
