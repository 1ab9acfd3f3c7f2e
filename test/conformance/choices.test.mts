import type { IDataObject } from 'n8n-workflow';

import { operations, type OperationUnderTest } from './pack.mts';
import { SampleRunner } from './sample.mts';

let runner: SampleRunner;
beforeAll(async () => void (runner = await SampleRunner.start()));
afterAll(async () => await runner.stop());

/** The parameters of an operation that offer choices and take no expression. */
const choicesOf = ({ operation }: OperationUnderTest) =>
	operation.properties.filter(
		({ noDataExpression, options = [] }) =>
			noDataExpression && options.some((one) => 'value' in one),
	);

const withChoices = operations.filter((under) => choicesOf(under).length > 0);

describe.each(withChoices)('$title', (under) => {
	it.each(
		choicesOf(under).map(({ displayName, name, options }) => ({ displayName, name, options })),
	)(
		'takes no expression in $displayName, and says so of each item',
		async ({ displayName, name, options }) => {
			const [sample] = await runner.samplesOf(under);
			const count = Math.min(2, sample!.test.maxItems ?? 2);
			const values = options!.map((one) => ('value' in one ? one.value : undefined));
			const { requests, result } = await runner.run(sample!, {
				fields: values.slice(0, count).map((choice) => ({ choice }) as IDataObject),
				// What the sample does not use, such as a template, is shown then.
				parameters: (parameters) => ({
					...parameters,
					...sample!.test.further,
					[name]: '={{ $json.choice }}',
				}),
			});
			expect(requests.filter(({ path }) => !/token|signin|login/i.test(path))).toEqual([]);
			expect(result.output).toEqual([]);
			expect(result.errors.map(({ json }) => json.error)).toEqual(
				Array.from({ length: count }, () => expect.stringContaining(`"${displayName}"`)),
			);
		},
	);
});
