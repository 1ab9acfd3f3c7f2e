import { createRunExecutionData, type IHookFunctions, WorkflowExpression } from 'n8n-workflow';

import { hostFault, unsupportedHost } from '../../engine/host';
import { itemError } from '../../engine/fields/itemError';
import { triggerLifecycle } from '../../engine/webhooks/lifecycle';
import { createReceiver } from '../../engine/webhooks/receive';
import { onErrorContinue, onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai, upsert } from '../support/wai.mts';
import { startPlain, stopAll } from './webhooks/plainTrigger.mts';

jest.mock('../../engine/host', () => ({
	...jest.requireActual<object>('../../engine/host'),
	unsupportedHost: jest.fn(),
}));

describe('what the pack needs of n8n', () => {
	it('is there', () =>
		expect(hostFault({ createRunExecutionData, WorkflowExpression })).toBeUndefined());

	it.each([
		['n8n 1 and 2 before 2.15, which check no signature', {}],
		[
			'the same with a maker of run data',
			{ createRunExecutionData: (() => ({})) as unknown as typeof createRunExecutionData },
		],
		['an n8n that answers first and stores then', { createRunExecutionData }],
	])('is missing in %s', (_, old) => {
		expect(hostFault(old)).toMatchObject({
			message: expect.stringContaining('too old') as string,
			hint: expect.stringContaining('Update n8n') as string,
		});
	});
});

describe('on an n8n that is too old', () => {
	let sandbox: Sandbox;
	beforeAll(async () => (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());
	beforeEach(() =>
		jest.mocked(unsupportedHost).mockReturnValue(itemError('This n8n is too old', 'Update n8n')),
	);

	const items = [
		{ id: '1', city: 'Lund' },
		{ id: '2', city: 'Lund' },
	];

	it('nothing is sent, and the node says why', async () => {
		const tenant = await sandbox.tenant();
		const { error, output } = await runWai(tenant, upsert(), items);
		expect(error).toMatchObject({
			message: 'This n8n is too old',
			description: expect.stringContaining('Update n8n') as string,
		});
		expect(output).toEqual([]);
		expect(await tenant.requests()).toEqual([]);
	});

	it.each([onErrorOutput, onErrorContinue])(
		'no item passes for a success (%j)',
		async (settings) => {
			const tenant = await sandbox.tenant();
			const { byItem } = await runWai(tenant, upsert(), items, settings);
			for (const { json } of byItem)
				expect(json).toMatchObject({
					error: 'This n8n is too old',
					details: { outcome: 'notSent' },
				});
			expect(await tenant.requests()).toEqual([]);
		},
	);

	it('a trigger takes nothing, so that the vendor sends it again, and cannot be published', async () => {
		const server = await startPlain();
		expect(await server.post({ data: [{ id: '1' }] })).toMatchObject({ status: 503 });
		expect(server.executions).toEqual([]);
		await stopAll();
		const hook = { getNode: () => ({ name: 'Trigger' }) } as unknown as IHookFunctions;
		await expect(triggerLifecycle(createReceiver()).checkExists.call(hook)).rejects.toThrow(
			'This n8n is too old',
		);
	});
});
