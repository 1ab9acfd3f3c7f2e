import { startSandbox } from '../../support/sandbox.mts';
import { runWai, upsert } from '../../support/wai.mts';

/** Enough short-lived objects for V8 to collect the young ones several times, which does not mark the heap. */
function collectYoungOnes(): number {
	let sum = 0;
	for (let i = 0; i < 3_000_000; i++) sum += [i, i, i, i, i, i, i, i, i, i].length;
	return sum;
}

it('what was sent and answered is let go without V8 having to mark the whole heap', async () => {
	const sandbox = await startSandbox();
	try {
		const tenant = await sandbox.tenant();
		const before = process.memoryUsage().arrayBuffers;
		const items = Array.from({ length: 100_000 }, (_, i) => ({
			id: String(i),
			text: 'x'.repeat(200),
		}));
		const fields = { general: { field: [{ name: 'text', value: '={{ $json.text }}' }] } };
		const { output } = await runWai(tenant, upsert(fields), items);
		expect(output).toHaveLength(items.length);
		expect(collectYoungOnes()).toBeGreaterThan(0);
		const sent = (await tenant.summary()).wai.contactWrites * 200;
		const left = () => process.memoryUsage().arrayBuffers - before;
		// V8 gives back what was collected on threads of its own, a little later.
		for (let round = 0; round < 20 && left() >= sent / 10; round++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
			collectYoungOnes();
		}
		expect(left()).toBeLessThan(sent / 10);
	} finally {
		await sandbox.stop();
	}
});
