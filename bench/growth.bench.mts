import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

import type { IExecuteFunctions } from 'n8n-workflow';

import { Wai } from '../nodes/Wai/Wai.node';
import type { SandboxTenant } from '../sandbox/client.mts';
import { runNode } from '../test/support/engine.mts';
import { startSandbox } from '../test/support/sandbox.mts';
import type { Growth } from './growth.mts';

/** Set by `growth.mts`. */
const ITEMS = Number(process.env.GROWTH_ITEMS);
const REPORT = process.env.GROWTH_REPORT;

const EVERY_MS = 5;

const memory = () => {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
};

/**
 * Memory without garbage. Some of it is let go only between collections: as long as it falls, it is collected
 * again.
 */
async function memoryInUse(): Promise<number> {
	for (let before = Infinity; ; ) {
		global.gc?.();
		const after = memory();
		if (after > before - 100_000) return after;
		before = after;
		await setTimeout(50);
	}
}

/**
 * Items of a run that is not counted: the first request of a process sets up n8n's HTTP library, and V8 has
 * compiled little.
 */
const FIRST_ITEMS = 1_000;

const contacts = (count: number) =>
	Array.from({ length: count }, (_, i) => ({
		json: {
			id: String(i),
			phoneNumber: `4670${i}`,
			givenName: 'Åsa',
			surName: 'Öberg',
			city: 'Malmö',
			country: 'SE',
			accountStatus: 'active',
		},
	}));

/** Runs the node, and measures its own time and strain, without what n8n does before and after it. */
async function measure(
	tenant: SandboxTenant,
	items: ReturnType<typeof contacts>,
): Promise<Omit<Growth, 'firstHeld'>> {
	const rows = (fields: string[]) => ({
		field: fields.map((name) => ({ name, value: `={{ $json.${name} }}` })),
	});
	let longestHeld = 0;
	let peak = 0;
	let base = 0;
	let kept = 0;
	let began = 0;
	let last = 0;
	let ms = 0;
	const watch = setInterval(() => {
		const now = performance.now();
		if (began > 0) longestHeld = Math.max(longestHeld, now - last - EVERY_MS);
		last = now;
		peak = Math.max(peak, memory());
	}, EVERY_MS);
	const wai = new Wai();
	const watched = Object.assign(Object.create(wai) as Wai, {
		async execute(this: IExecuteFunctions) {
			base = await memoryInUse();
			peak = base;
			began = performance.now();
			last = began;
			const result = await wai.execute.call(this);
			ms = performance.now() - began;
			clearInterval(watch);
			kept = (await memoryInUse()) - base;
			return result;
		},
	});
	const { output } = await runNode({
		type: watched,
		parameters: {
			resource: 'contact',
			operation: 'upsert',
			contactId: '={{ $json.id }}',
			mapping: 'fields',
			personal: rows(['phoneNumber', 'givenName', 'surName']),
			general: rows(['city', 'country', 'accountStatus']),
		},
		items,
		credentials: {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		},
	});
	expect(output).toHaveLength(items.length);
	return { items: items.length, ms, longestHeld, memory: peak - base, kept };
}

it(`${ITEMS} contacts with six mapped fields on n8n-core`, async () => {
	const sandbox = await startSandbox();
	try {
		const first = await measure(await sandbox.tenant(), contacts(FIRST_ITEMS));
		const tenant = await sandbox.tenant();
		const growth: Growth = {
			...(await measure(tenant, contacts(ITEMS))),
			firstHeld: first.longestHeld,
		};
		expect((await tenant.summary()).wai.contactWrites).toBe(ITEMS);
		if (REPORT) writeFileSync(REPORT, JSON.stringify(growth));
	} finally {
		await sandbox.stop();
	}
}, 1_800_000);
