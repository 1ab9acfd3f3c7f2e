/** A marketer's list of 10,000 customers in a CSV file, sent to WAI in one execution. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import lodash from 'lodash';
import { customers, writeCustomersCsv, type CustomerRow } from '../sandbox/data.mts';
import type { SandboxTenant } from '../sandbox/client.mts';
import type { ContactRow } from '../sandbox/wai/ledger.mts';
import type { WorkflowDocument } from '../test/n8n/client.mts';
import type { Evidence, Ground, Journey } from './journeys.mts';
import { mustBe, mustSucceed } from './verify.mts';

const COUNT = 10_000;
/** WAI takes 500 contacts in a request (wai 4.8). */
const REQUESTS = COUNT / 500;
const reader = 'Read customer list';
const sender = 'Send contacts to WAI';
const personalFields = ['phoneNumber', 'givenName', 'surName'] as const;
const generalFields = ['city', 'country', 'accountStatus'] as const;

export const customerListJourney: Journey = {
	name: 'WAI: customer list of 10,000 from CSV',
	file: 'wai-csv-10000-contacts.json',
	trigger: 'When you press Execute workflow',
	nodes: [sender],
	prepare: readFrom,
	progress: async (tenant) => {
		const received = (await tenant.requests()).filter(
			({ endpoint, items }) => endpoint === 'wai.contact.bulk' && items === COUNT / REQUESTS,
		).length;
		return `WAI has received ${received} of ${REQUESTS} bulk requests`;
	},
	verify: async (evidence) => {
		mustSucceed(evidence);
		verifyOutput(evidence);
		const bulk = evidence.requests.filter(({ endpoint }) => !endpoint.endsWith('.token'));
		mustBe(
			'Bulk requests',
			bulk.map(({ endpoint, status, items }) => ({ endpoint, status, items })),
			Array.from({ length: REQUESTS }, () => ({
				endpoint: 'wai.contact.bulk',
				status: 200,
				items: COUNT / REQUESTS,
			})),
		);
		await verifyContacts(evidence.tenant, [...customers({ count: COUNT })]);
	},
};

/** Writes the list where n8n may read it, unless one is there already, and names that file in the workflow. */
async function readFrom(
	document: WorkflowDocument,
	{ filesFolder }: Ground,
): Promise<WorkflowDocument> {
	const file = join(filesFolder, 'customers.csv');
	await mkdir(dirname(file), { recursive: true });
	if (!existsSync(file)) await writeCustomersCsv(file, { count: COUNT });
	return readingFile(document, file);
}

/** The workflow with the name of the file in it. */
export function readingFile(document: WorkflowDocument, file: string): WorkflowDocument {
	const nodes = document.nodes.map((node) =>
		node.name === reader
			? { ...node, parameters: { ...node.parameters, fileSelector: file } }
			: node,
	);
	return { ...document, nodes };
}

/** One output item for each row, in the list's order, each accepted. */
function verifyOutput({ run }: Evidence): void {
	const outputs = run.items(sender);
	mustBe('Items out of the WAI node', outputs.length, COUNT);
	const expected = [...customers({ count: COUNT })].map(({ id }, item) => ({
		contactId: id,
		accepted: true,
		item,
	}));
	const actual = outputs.map(({ json, pairedItem }) => ({
		contactId: json.contactId,
		accepted: json.accepted,
		item: (pairedItem as { item: number }).item,
	}));
	const at = expected.findIndex((entry, index) => !lodash.isEqual(entry, actual[index]));
	if (at >= 0) mustBe(`Item ${at} out of the WAI node`, actual[at], expected[at]);
}

/** Every customer was written once, and reads at WAI as in the list. */
export async function verifyContacts(tenant: SandboxTenant, list: CustomerRow[]): Promise<void> {
	const rows = await tenant.rows<ContactRow>('wai/contacts');
	const contacts = new Map(rows.map((row) => [row.id, row]));
	mustBe(
		'Contacts of the list at WAI',
		list.filter(({ id }) => contacts.has(id)).length,
		list.length,
	);
	for (const customer of list) {
		const { id, writes, document } = contacts.get(customer.id)!;
		mustBe(
			`Contact ${id} at WAI`,
			{ writes, document },
			{ writes: 1, document: documentOf(customer) },
		);
	}
}

function documentOf(customer: CustomerRow) {
	return {
		personal: lodash.pick(customer, personalFields),
		general: lodash.pick(customer, generalFields),
	};
}
