import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { onErrorOutput } from '../support/engine.mts';
import type { Sandbox } from '../support/sandbox.mts';
import {
	type Claim,
	claimOf,
	countsOf,
	holdSaid,
	holdUnsent,
	reasonsOf,
	type Counts,
} from './balance.mts';
import { FlakyPort } from './flakyPort.mts';
import { faultsOf, reasonsNotToSend, type Schedule } from './schedules.mts';
import type { FaultCase, FaultVendor } from './vendor.mts';

/** What the node says of a run. */
export interface Said {
	/** By the index of the item. */
	outcomes: INodeExecutionData[];
	error?: { message: string };
	hints: string[];
}

/** Hands the items to the node, and answers with what it says of them. */
export type Deliver = (
	vendor: FaultVendor,
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
) => Promise<Said>;

const asItems: Deliver = async (vendor, tenant, parameters, items) => {
	const {
		byItem: outcomes,
		error,
		hints,
	} = await vendor.run(tenant, parameters, items, onErrorOutput);
	return { outcomes, error, hints };
};

/** How a case is run. */
export interface CaseRun {
	count: number;
	/** Of a request, in seconds. */
	timeout: number;
	/** As items, unless it says otherwise. */
	deliver?: Deliver;
	/** Called when the balance holds, with the trouble over. */
	afterwards?(tenant: SandboxTenant, parameters: INodeParameters, claims: Claim[]): Promise<void>;
}

/** Runs a case under a schedule and throws where the balance does not hold. */
export async function runCase(
	sandbox: Sandbox,
	vendor: FaultVendor,
	test: FaultCase,
	schedule: Schedule,
	{ count, timeout, deliver = asItems, afterwards }: CaseRun,
): Promise<{ counts: Counts; summary: string[] }> {
	const { seed, settings, batchSize, maxConcurrency, maxRetries } = schedule;
	const tenant = await sandbox.tenant({
		seed,
		[vendor.platform]: { ...settings, ...vendor.settingsFor?.(count) },
	});
	let state = seed + 1;
	const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
	const port = new FlakyPort(sandbox.url, random);
	try {
		await vendor.prepare?.(tenant, count);
		const bare = Array.from({ length: count }, (_, i) => test.item(i, count));
		const items = (await test.prepare?.(bare, tenant)) ?? bare;
		await tenant.configure({ faults: faultsOf(vendor, schedule) });
		const parameters = test.parameters({ batchSize, maxConcurrency, maxRetries, timeout }, tenant);
		const reached = schedule.flakyPort ? tenant.reachedAt(await port.open()) : tenant;
		const { outcomes, error, hints } = await deliver(vendor, reached, parameters, items);
		if (error) throw new Error(`The node threw: ${error.message}`);
		const claims = outcomes.map(claimOf);
		const counts = countsOf(claims);
		expect(counts.accepted + counts.rejected + counts.unknown + counts.notSent).toBe(count);
		if (!test.reads) holdSaid(outcomes);
		if (!test.asksFirst) holdUnsent(outcomes, reasonsNotToSend(schedule));
		await test.check({ claims, outcomes, items, tenant });
		if (afterwards) {
			await tenant.configure({ faults: [] });
			await afterwards(tenant, parameters, claims);
		}
		return { counts, summary: [...hints, ...reasonsOf(outcomes)] };
	} finally {
		if (schedule.flakyPort) await port.close();
		await tenant.delete();
	}
}
