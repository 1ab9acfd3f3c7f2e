import type { INodeExecutionData } from 'n8n-workflow';

import { onErrorOutput, runNode } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai, upsert } from '../support/wai.mts';

import { WorkflowExecute } from 'n8n-core';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());
afterEach(() => jest.restoreAllMocks());

type Outputs = INodeExecutionData[][];
interface Routing {
	handleNodeErrorOutput(workflow: unknown, execution: unknown, outputs: Outputs, run: number): void;
}

/**
 * What n8n-core did before 2.34.4, and in 2.35.0 and 2.35.1: of json, only `{ error }` and `{ error,
 * message }` count.
 */
function useOldRule() {
	const routing = WorkflowExecute.prototype as unknown as Routing;
	const rule = routing.handleNodeErrorOutput;
	jest.spyOn(routing, 'handleNodeErrorOutput').mockImplementation(function (
		this: Routing,
		workflow,
		execution,
		outputs,
		run,
	) {
		const passes = (item: INodeExecutionData) =>
			!item.error && Object.keys(item.json).length > ('message' in item.json ? 2 : 1);
		const passed = outputs[0]!.filter(passes);
		outputs[0] = outputs[0]!.filter((item) => !passes(item));
		rule.call(this, workflow, execution, outputs, run);
		outputs[0].push(...passed);
	});
}

describe.each([
	['of this n8n', () => undefined],
	['of an n8n before 2.34.6', useOldRule],
])('by the rule %s', (_, use) => {
	const items = [
		{ id: '1', city: 'Lund' },
		{ id: '', city: 'Umeå' },
		{ id: '3', city: 'Ystad' },
	];

	it.each([{}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 }])(
		'a failed item leaves by the error output, with its fields and details (%j)',
		async (more) => {
			use();
			const settings = { ...onErrorOutput.settings, ...more };
			const { output, errors, run } = await runWai(await sandbox.tenant(), upsert(), items, {
				settings,
			});
			expect(output.map(({ json }) => json.contactId)).toEqual(['1', '3']);
			expect(errors).toHaveLength(1);
			expect(errors[0]!.json).toMatchObject({
				id: '',
				city: 'Umeå',
				error: expect.stringContaining('contact ID') as string,
				message: expect.any(String) as string,
				details: { outcome: 'rejected' },
			});
			// What stands in n8n's database is what the next node gets.
			expect(JSON.parse(JSON.stringify(errors[0]))).toEqual(errors[0]);
			expect(run.data.resultData.runData.Node).toHaveLength(1);
		},
	);

	it('the summary stays on the regular output', async () => {
		use();
		const { output, errors } = await runWai(
			await sandbox.tenant(),
			upsert({ options: { output: 'summary' } }),
			items,
			onErrorOutput,
		);
		expect(output.map(({ json }) => json)).toEqual([
			expect.objectContaining({ items: 3, accepted: 2, rejected: 1 }),
		]);
		expect(errors.map(({ json }) => json.city)).toEqual(['Umeå']);
	});

	it('a first item that failed keeps the message, and n8n does not run the node again', async () => {
		use();
		const settings = {
			...onErrorOutput.settings,
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 0,
		};
		const tenant = await sandbox.tenant();
		const { errors } = await runNode({
			type: 'wai',
			parameters: upsert(),
			items: items.slice(1),
			credentials: {
				waiApi: {
					apiKey: tenant.access('wai').apiKey,
					baseUrl: tenant.access('wai').baseUrl,
					token: '',
					renewAt: '',
				},
			},
			settings,
		});
		expect(errors.map(({ json }) => json.error)).toEqual([expect.stringContaining('contact ID')]);
		expect(await tenant.requests('wai.contact.one')).toHaveLength(1);
	});
});
