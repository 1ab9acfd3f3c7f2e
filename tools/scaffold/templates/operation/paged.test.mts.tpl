import { <%= vendor %> } from '../faults/<%= vendor %>.cases.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

it.each([
	{ returnAll: true, limit: 50, requests: 3, results: ['R-1', 'R-2', 'R-3', 'R-4', 'R-5'] },
	{ returnAll: false, limit: 3, requests: 2, results: ['R-1', 'R-2', 'R-3'] },
])('<%= resourceTitle %>, <%= title %>: follows the pages as far as it must ($limit)', async ({ requests, results, ...limits }) => {
	const tenant = await sandbox.tenant();
	const parameters = { resource: '<%= resource %>', operation: '<%= operation %>', tag: '={{ $json.tag }}', ...limits };
	const { output } = await <%= vendor %>.run(tenant, parameters, [{ tag: 'gold' }], onErrorOutput);
	expect(output.map(({ json }) => json.id)).toEqual(results);
	expect(await tenant.requests('<%= vendor %>.<%= endpointName %>')).toHaveLength(requests);
});
