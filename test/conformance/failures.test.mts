import type { IDataObject } from 'n8n-workflow';

import type { VendorResponse } from '../faults/vendor.mts';
import { faultVendors } from '../faults/vendors.mts';
import { nodes, operations } from './pack.mts';
import type { Answer } from './recorder.mts';
import { SampleRunner } from './sample.mts';

let runner: SampleRunner;
beforeAll(async () => void (runner = await SampleRunner.start()));
afterAll(async () => await runner.stop());

/** Stands in no text of a vendor, nor of this pack. */
const WORDS = 'marker 7f3a: the third field is wrong';

it.each(nodes)(
	'$node.description.displayName: what it says under a success is tried, too',
	({ node, vendor }) => {
		const { rejections } = faultVendors.find(
			({ title }) => title === node.description.displayName,
		)!;
		const statuses = rejections(WORDS).map(({ status }) => status);
		expect(statuses.some((status) => status >= 400)).toBe(true);
		expect(statuses.some((status) => status < 300)).toBe(vendor.failureIn !== undefined);
	},
);

describe.each(operations)('$title', (under) => {
	it("tells the user what the vendor's rejection says, whatever its status", async () => {
		const [sample] = await runner.samplesOf(under);
		// What comes before, such as signing in or looking up a customer, is answered by the sandbox.
		const last = (await runner.run(sample!)).requests.length - 1;
		for (const response of sample!.vendor.rejections(WORDS)) {
			const { result } = await runner.run(sample!, {
				answerTo: (n) => (n === last ? answerOf(response) : undefined),
			});
			const [failed] = [...result.errors, ...result.output];
			const { outcome, vendor } = (failed?.json.details ?? {}) as IDataObject;
			const { status } = response;
			expect({ status, outcome, vendor }).toEqual({
				status,
				outcome: 'rejected',
				vendor: expect.stringContaining(WORDS),
			});
		}
	});
});

function answerOf({ status, body }: VendorResponse): Answer {
	return typeof body === 'string'
		? { status, body, contentType: 'text/plain' }
		: { status, body: JSON.stringify(body), contentType: 'application/json' };
}
