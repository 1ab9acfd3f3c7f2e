import { <%= vendor %> } from '../faults/<%= vendor %>.cases.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

it('<%= resourceTitle %>, <%= title %>: sends what the items hold, and rejects one alone that holds nothing', async () => {
	const tenant = await sandbox.tenant();
	const { output, errors } = await <%= vendor %>.run(
		tenant,
		{
			resource: '<%= resource %>',
			operation: '<%= operation %>',
			recordId: '={{ $json.record }}',
			value: '={{ $json.value }}',
		},
		[{ record: 'R-1', value: 'one' }, { record: '' }, { record: 'R-3' }],
		onErrorOutput,
	);
	expect(output.map(({ json }) => json)).toMatchObject([
		{ accepted: true, id: 'R-1' },
		{ accepted: true, id: 'R-3' },
	]);
	expect(errors.map(({ json }) => json.error)).toEqual(['"Record ID" is empty']);
	expect(await tenant.rows('<%= vendor %>/<%= endpointConstant %>')).toMatchObject([
		{ id: 'R-1', value: 'one' },
		{ id: 'R-3' },
	]);
});
