import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { operations, type OperationUnderTest } from './pack.mts';
import { candidates, type Parameter, parametersOf, withExpression } from './parameters.mts';
import { type Sample, SampleRunner, type SampleRun } from './sample.mts';

let runner: SampleRunner;
beforeAll(async () => {
	runner = await SampleRunner.start();
	// What is made of the time is then the same in every run.
	const now = Date.now();
	jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterAll(async () => await runner.stop());

describe.each(operations)('$title', (under) => {
	it('reads each parameter that takes an expression for its own item', async () => {
		const [sample] = await runner.samplesOf(under);
		const parameters = await parametersIn(sample!);
		const wrong: string[] = [];
		for (const { parameter, parameters: visible } of parametersOf(under, parameters)) {
			const problem = visible
				? await problemOf(under, sample!, visible, parameter)
				: 'is never shown';
			const isExempt = under.operation.readOnce?.[parameter.property.name] !== undefined;
			if (problem && !isExempt) wrong.push(`${parameter.title} ${problem}`);
			if (!problem && isExempt)
				wrong.push(`${parameter.title} is read for its item, though readOnce says not`);
		}
		expect(wrong).toEqual([]);
	}, 240_000);

	it('exempts only parameters that it has', () => {
		const names = new Set(under.operation.properties.map(({ name }) => name));
		expect(Object.keys(under.operation.readOnce ?? {}).filter((name) => !names.has(name))).toEqual(
			[],
		);
	});
});

async function parametersIn({ vendor, test }: Sample) {
	return await runner.withTenant(vendor, (tenant) => ({
		...test.parameters({}, tenant),
		...test.further,
	}));
}

/**
 * Gives two items the same value, and then two: where nothing comes of it, it was not read for its item.
 *
 * @returns undefined where something does
 */
async function problemOf(
	under: OperationUnderTest,
	sample: Sample,
	visible: INodeParameters,
	parameter: Parameter,
): Promise<string | undefined> {
	const count = Math.min(2, sample.test.maxItems ?? 2);
	// Both runs have the same items, which hold both values: an operation may send whatever an item has.
	const run = async (values: unknown[], index: number | '$itemIndex') =>
		traceOf(
			await runner.run(sample, {
				fields: Array.from({ length: count }, () => ({ values }) as IDataObject),
				parameters: ({ options }) =>
					withExpression(
						under,
						{ ...visible, options: { ...(visible.options as object), ...(options as object) } },
						parameter,
						`={{ $json.values[${index}] }}`,
					),
			}),
		);
	let same = '';
	for (const values of candidates(parameter, visible, sample.test.item(0, count))) {
		same = await run(values, 0);
		const again = await run(values, 0);
		if (same !== again)
			return `cannot be told, since two runs of the same differ: ${firstDifference(same, again)}`;
		if (same !== (await run(values, count === 1 ? 1 : '$itemIndex'))) return undefined;
	}
	return `makes no difference to its item: ${same}`;
}

function firstDifference(one: string, other: string): string {
	const at = [...one].findIndex((character, i) => character !== other[i]);
	return `${one.slice(at - 60, at + 60)} / ${other.slice(at - 60, at + 60)}`;
}

/** All that a run sends and puts out, without what differs in every run. */
function traceOf({ requests, result, secrets }: SampleRun): string {
	const outputs = [...result.output, ...result.errors].map(
		({ json, binary }: INodeExecutionData) => [
			json,
			Object.values(binary ?? {}).map(({ data }) => data),
		],
	);
	const { waitTill } = result.run;
	let trace = JSON.stringify([requests, outputs, waitTill && Number(waitTill) - Date.now()]);
	for (const secret of secrets)
		trace = trace.replaceAll(JSON.stringify(secret).slice(1, -1), '<secret>');
	const ids: string[] = [];
	return trace
		.replaceAll(UUID, (id) => `<id ${ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1}>`)
		.replaceAll(TIME, (time) =>
			Math.abs(Date.parse(time) - Date.now()) < NEAR_MS ? '<time>' : time,
		);
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})/g;
/** The sandbox counts from now when something ends. */
const NEAR_MS = 60 * 86_400_000;
