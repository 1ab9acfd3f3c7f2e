/** Customers from a file that need not become items: a million in practice, fewer here. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { customers, writeCustomersCsv } from '../sandbox/data.mts';
import { readingFile, verifyContacts } from './customerList.mts';
import type { Evidence, Journey } from './journeys.mts';
import { mustBe, mustSucceed } from './verify.mts';

const COUNT = 20_000;
/** Other people than those of the list of 10,000, so that each is written once. */
const LIST = { count: COUNT, firstId: 1_000_000, seed: 2 };
/** WAI takes 500 contacts in a request (wai 4.8). */
const REQUESTS = COUNT / 500;
const sender = 'Send the rows to WAI';

export const millionCustomersJourney: Journey = {
	name: 'WAI: one million customers from a file',
	file: 'wai-million-customers-from-file.json',
	trigger: 'When you press Execute workflow',
	nodes: [sender],
	async prepare(document, { filesFolder }) {
		const file = join(filesFolder, `customers-from-${LIST.firstId}.csv`);
		await mkdir(dirname(file), { recursive: true });
		if (!existsSync(file)) await writeCustomersCsv(file, LIST);
		return readingFile(document, file);
	},
	progress: async (tenant) => {
		const received = (await tenant.requests()).filter(
			({ endpoint }) => endpoint === 'wai.contact.bulk',
		).length;
		return `WAI has received ${received} of ${REQUESTS} bulk requests`;
	},
	async verify(evidence) {
		mustSucceed(evidence);
		verifyOutput(evidence);
		await verifyContacts(evidence.tenant, [...customers(LIST)]);
	},
};

/** One item in the place of the rows, and nothing on the error output. */
function verifyOutput({ run }: Evidence): void {
	mustBe('Files with failures', run.items(sender, 1).length, 0);
	const [{ json }, ...others] = run.items(sender) as [{ json: Record<string, unknown> }];
	mustBe('Items out of the WAI node', others.length, 0);
	const { rows, accepted, requests, firstError } = json;
	mustBe(
		'The file',
		{ rows, accepted, requests, firstError },
		{ rows: COUNT, accepted: COUNT, requests: REQUESTS, firstError: null },
	);
}
