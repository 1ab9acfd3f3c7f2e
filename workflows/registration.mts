/** Journey as WAI describes it (wai 4.12): a customer registers, is sent to WAI, joins the campaign, converts. */
import lodash from 'lodash';
import { DateTime } from 'luxon';
import type { ContactRow, EventRow, MembershipRow } from '../sandbox/wai/ledger.mts';
import type { Evidence, Journey } from './journeys.mts';
import { mustBe, mustSucceed } from './verify.mts';

/** Personal fields of WAI's sample contact (wai 4.4); they are purged at the end of the project. */
const personalFields = ['phoneNumber', 'givenName', 'surName', 'gender'];

export const registrationJourney: Journey = {
	name: 'WAI: registration journey',
	file: 'wai-registration-journey.json',
	trigger: 'When you press Execute workflow',
	nodes: ['Send contact', 'Add to activation campaign', 'Tell WAI about the conversion'],
	verify: async (evidence) => {
		mustSucceed(evidence);
		const customers = evidence.run.items('One item each').map(({ json }) => json);
		mustBe('Sample registrations', customers.length, 3);
		for (const node of registrationJourney.nodes) {
			const accepted = evidence.run.items(node).map(({ json }) => [json.contactId, json.accepted]);
			mustBe(
				`What "${node}" gave out`,
				accepted,
				customers.map(({ contactId }) => [contactId, true]),
			);
		}
		await verifyRegistrations(evidence, customers);
	},
};

/** Each customer is in the ledger once as a contact, once in this month's campaign, with one conversion. */
export async function verifyRegistrations(
	{ tenant }: Pick<Evidence, 'tenant'>,
	customers: Array<Record<string, unknown>>,
): Promise<void> {
	const ids = customers.map(({ contactId }) => String(contactId));
	const of = <Row,>(rows: Row[], id: (row: Row) => string) =>
		rows.filter((row) => ids.includes(id(row)));
	const contacts = of(await tenant.rows<ContactRow>('wai/contacts'), ({ id }) => id);
	mustBe(
		'Contacts at WAI',
		contacts.map(({ id, writes, document }) => ({ id, writes, document })),
		customers.map((customer) => ({
			id: String(customer.contactId),
			writes: 1,
			document: {
				personal: lodash.pick(customer, personalFields),
				general: lodash.omit(customer, [...personalFields, 'contactId']),
			},
		})),
	);

	const memberships = of(
		await tenant.rows<MembershipRow>('wai/memberships'),
		({ contact }) => contact,
	);
	const iteration = DateTime.now().toFormat('yyyy-MM');
	mustBe(
		'Memberships at WAI',
		memberships.map((row) => lodash.pick(row, ['contact', 'campaign', 'iteration'])),
		ids.map((contact) => ({ contact, campaign: 'activation', iteration })),
	);

	const events = of(await tenant.rows<EventRow>('wai/events'), ({ contact }) => contact);
	mustBe(
		'Events at WAI',
		events.map((row) => lodash.pick(row, ['contact', 'name', 'atReplaced'])),
		ids.map((contact) => ({ contact, name: 'conversion', atReplaced: false })),
	);
}
