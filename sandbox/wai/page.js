/** WAI's part of the page; see page/page.js for the form. */
import { moment } from '/page/format.js';

const nameOf = ({ personal }) =>
	[personal.givenName, personal.surName].filter((part) => typeof part === 'string').join(' ');
/** Fields are the customer's own and may hold anything. */
const plain = (value) =>
	typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
const times = (count) => (count === 1 ? 'once' : `${count} times`);

/** What hinders WAI from calling a contact, as far as the sandbox can tell. */
function trouble({ misspelt = {}, callable = true }) {
	const spelled = Object.entries(misspelt).map(
		([sent, documented]) => `${sent} should be ${documented}`,
	);
	return [...(callable ? [] : ['no phone number WAI could call']), ...spelled].join('; ');
}

export const counters = [
	{ label: 'Contact updates', value: (wai) => wai.contactWrites - wai.contacts },
	{ label: 'Already in the campaign', value: (wai) => wai.repeatedMemberships },
	{ label: 'Tokens issued', value: (wai) => wai.tokensIssued },
];

export const tables = [
	{
		collection: 'contacts',
		title: 'Contacts',
		count: (wai) => wai.contacts,
		columns: [
			{ title: 'Contact', value: (row) => ({ id: row.id }) },
			{ title: 'Name', value: (row) => nameOf(row.document) },
			{ title: 'Phone', value: (row) => plain(row.document.personal.phoneNumber) },
			{ title: 'City', value: (row) => plain(row.document.general.city) },
			{ title: 'Sent', value: (row) => times(row.writes) },
			{ title: 'Note', value: (row) => ({ text: trouble(row), tone: 'warn' }) },
		],
	},
	{
		collection: 'memberships',
		title: 'Campaigns',
		count: (wai) => wai.memberships,
		columns: [
			{ title: 'Contact', value: (row) => ({ id: row.contact }) },
			{ title: 'Campaign', value: (row) => row.campaign },
			{ title: 'Iteration', value: (row) => row.iteration },
			{
				title: 'Repeated',
				value: (row) => ({ text: row.repeats === 0 ? '' : times(row.repeats), tone: 'warn' }),
			},
		],
	},
	{
		collection: 'events',
		title: 'Events',
		count: (wai) => wai.events,
		columns: [
			{ title: 'Contact', value: (row) => ({ id: row.contact }) },
			{ title: 'Event', value: (row) => row.name },
			{ title: 'When', value: (row) => moment(row.at) },
			{
				title: 'Note',
				value: (row) => ({
					text: row.atReplaced ? 'no readable time was sent, WAI took its own' : '',
					tone: 'warn',
				}),
			},
		],
	},
	{
		collection: 'metrics',
		title: 'Metrics',
		count: (wai) => wai.metrics,
		columns: [
			{ title: 'Contact', value: (row) => ({ id: row.contact }) },
			{ title: 'From', value: (row) => moment(row.periodStart) },
			{ title: 'To', value: (row) => moment(row.periodEnd) },
			{
				title: 'Values',
				value: (row) =>
					row.metrics.map(({ name, value, unit }) => `${name} ${value} ${unit}`).join(', '),
			},
		],
	},
];

export const people = {
	collection: 'contacts',
	of: ({ document }) => [{ number: document.personal.phoneNumber, name: nameOf(document) }],
};
