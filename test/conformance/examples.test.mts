import { faultVendors } from '../faults/vendors.mts';
import { SampleRunner } from './sample.mts';

let runner: SampleRunner;
beforeAll(async () => void (runner = await SampleRunner.start()));
afterAll(async () => await runner.stop());

const examples = faultVendors.flatMap((vendor) =>
	vendor.cases.flatMap((test) =>
		(test.examples ?? []).map((example) => ({
			title: `${vendor.title} ${test.name}: ${example.name}`,
			sample: { vendor, test },
			example,
		})),
	),
);

it.each(examples)(
	'$title',
	async ({ sample, example }) => await runner.expectExample(sample, example),
);
