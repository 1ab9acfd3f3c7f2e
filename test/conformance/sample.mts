import {
	NodeHelpers,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { faultVendors } from '../faults/vendors.mts';
import type { Example, FaultCase, FaultVendor } from '../faults/vendor.mts';
import { onErrorOutput, type NodeRunResult } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import type { OperationUnderTest } from './pack.mts';
import { type Answer, Recorder, type RecordedRequest } from './recorder.mts';

/** A valid use of an operation: a fault case of it. */
export interface Sample {
	vendor: FaultVendor;
	test: FaultCase;
}

/** What a run of a sample came to. */
export interface SampleRun {
	requests: RecordedRequest[];
	result: NodeRunResult;
	/** What must not be compared, since it differs from tenant to tenant. */
	secrets: string[];
}

/** How a run differs from the fault case. */
export interface Variation {
	/** Fields that the items have beside the case's own; there are as many items as of these. */
	fields?: IDataObject[];
	parameters?: (sample: INodeParameters) => INodeParameters;
	/** Answers in the vendor's place; see `Recorder`. */
	answerTo?: (n: number) => Answer | undefined;
}

/** Runs samples of operations on n8n's engine, against a sandbox of its own. */
export class SampleRunner {
	private constructor(private readonly sandbox: Sandbox) {}

	static async start(): Promise<SampleRunner> {
		return new SampleRunner(await startSandbox());
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}

	/**
	 * The fault cases of an operation.
	 *
	 * @throws Error where there is none
	 */
	async samplesOf({ title, node, operation }: OperationUnderTest): Promise<Sample[]> {
		const vendor = faultVendors.find((one) => one.title === node.description.displayName);
		if (!vendor) throw new Error(`test/faults has no cases of ${node.description.displayName}`);
		const tenant = await this.sandbox.tenant();
		const cases = vendor.cases.filter((test) => {
			const parameters = test.parameters({}, tenant);
			return parameters.resource === operation.resource && parameters.operation === operation.value;
		});
		await tenant.delete();
		if (cases.length === 0) throw new Error(`test/faults has no case of ${title}`);
		return cases.map((test) => ({ vendor, test }));
	}

	/** Asks something of a tenant of its own. */
	async withTenant<T>(vendor: FaultVendor, ask: (tenant: SandboxTenant) => T): Promise<T> {
		const tenant = await this.sandbox.tenant({
			seed: 1,
			[vendor.platform]: vendor.settingsFor?.(1) ?? {},
		});
		try {
			return ask(tenant);
		} finally {
			await tenant.delete();
		}
	}

	/** Runs an example; throws, by `expect`, where it does not come to what it says. */
	async expectExample({ vendor, test }: Sample, example: Example): Promise<void> {
		const { items: given, parameters, output, errors = [], rows = {}, requests = {} } = example;
		const settings = vendor.settingsFor?.(given.length) ?? {};
		const tenant = await this.sandbox.tenant({ [vendor.platform]: settings });
		await vendor.prepare?.(tenant, given.length);
		const items = (await test.prepare?.(given, tenant)) ?? given;
		const earlier = (await tenant.requests()).length;
		const all = { ...test.parameters({ includeInputFields: false }, tenant), ...parameters };
		const result = await vendor.run(tenant, all, items, onErrorOutput);
		expect(result.error).toBeUndefined();
		expect(result.errors.map(({ json }) => json.error)).toEqual(errors);
		if (output) {
			expect(result.output).toHaveLength(output.length);
			expect(result.output.map(({ json }) => json)).toMatchObject(output);
		}
		for (const [collection, expected] of Object.entries(rows)) {
			expect(await tenant.rows(collection)).toMatchObject(expected);
		}
		const made = (await tenant.requests()).slice(earlier);
		for (const [endpoint, count] of Object.entries(requests)) {
			expect(made.filter((one) => one.endpoint === endpoint)).toHaveLength(count);
		}
		await tenant.delete();
	}

	async run(
		{ vendor, test }: Sample,
		{ fields = [{}], parameters, answerTo }: Variation = {},
	): Promise<SampleRun> {
		const count = fields.length;
		const tenant = await this.sandbox.tenant({
			seed: 1,
			[vendor.platform]: vendor.settingsFor?.(count) ?? {},
		});
		const recorder = new Recorder(this.sandbox.url, answerTo);
		try {
			await vendor.prepare?.(tenant, count);
			const bare = Array.from({ length: count }, (_, i) => test.item(i, count));
			const items = (await test.prepare?.(bare, tenant)) ?? bare;
			const reached = tenant.reachedAt(await recorder.open());
			const sample = test.parameters(OPTIONS, tenant);
			const result = await vendor.run(
				reached,
				parameters?.(sample) ?? sample,
				items.map((item, i) => ({ ...item, ...fields[i] })),
				onErrorOutput,
			);
			if (result.error) throw new Error(`The node threw: ${result.error.message}`);
			return { requests: recorder.requests, result, secrets: secretsOf(tenant, reached, vendor) };
		} finally {
			await recorder.close();
			await tenant.delete();
		}
	}
}

/** One request after another, none again, and in the output nothing but what the operation makes. */
const OPTIONS = { maxConcurrency: 1, maxRetries: 0, includeInputFields: false };

const secretsOf = (
	tenant: SandboxTenant,
	reached: SandboxTenant,
	vendor: FaultVendor,
): string[] => [...Object.values(reached.access(vendor.platform)), tenant.name];

/** The first accepted item of a run; throws where there is none. */
export function acceptedOf({ result }: SampleRun): INodeExecutionData[] {
	if (result.output.length > 0) return result.output;
	throw new Error(
		`The fault case is not accepted by the sandbox: ${JSON.stringify(result.errors[0]?.json)}`,
	);
}

/** A node as n8n has it, for questions about what it shows. */
export function nodeOf(
	{ node: { description } }: OperationUnderTest,
	parameters: INodeParameters,
): INode {
	return {
		id: '1',
		name: 'Node',
		type: description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
}

/** The parameters with n8n's defaults, without those that are hidden. */
export function withDefaults(
	under: OperationUnderTest,
	parameters: INodeParameters,
): INodeParameters {
	const { description } = under.node;
	const node = nodeOf(under, parameters);
	return (
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			node,
			description,
		) ?? {}
	);
}
