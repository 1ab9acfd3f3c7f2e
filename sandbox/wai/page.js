/** WAI's section of the page; see page/page.js for the form. */
const nameOf = ({ personal }) =>
	[personal.givenName, personal.surName].filter((part) => typeof part === 'string').join(' ');
/** Fields are the customer's own and may hold anything. */
const plain = (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
const time = (iso) => iso.replace('T', ' ').replace(/(\.000)?Z$/, ' UTC');

export const counters = [
	{ label: 'Contacts', value: (wai) => wai.contacts },
	{ label: 'Contact updates', value: (wai) => wai.contactWrites - wai.contacts },
	{ label: 'Campaign memberships', value: (wai) => wai.memberships },
	{ label: 'Already in the campaign', value: (wai) => wai.repeatedMemberships },
	{ label: 'Events', value: (wai) => wai.events },
	{ label: 'Metrics', value: (wai) => wai.metrics },
];

export const tables = [
	{
		collection: 'contacts',
		title: 'Contacts',
		columns: [
			{ title: 'Contact', value: (row) => row.id },
			{ title: 'Name', value: (row) => nameOf(row.document) },
			{ title: 'Phone', value: (row) => plain(row.document.personal.phoneNumber) },
			{ title: 'City', value: (row) => plain(row.document.general.city) },
			{ title: 'Sent', value: (row) => (row.writes === 1 ? 'once' : `${row.writes} times`) },
			{ title: 'All fields', value: (row) => ({ text: 'Show', json: row.document }) },
		],
	},
	{
		collection: 'memberships',
		title: 'Campaign memberships',
		columns: [
			{ title: 'Contact', value: (row) => row.contact },
			{ title: 'Campaign', value: (row) => row.campaign },
			{ title: 'Iteration', value: (row) => row.iteration },
			{ title: 'Repeated', value: (row) => ({ text: row.repeats === 0 ? '' : `${row.repeats} times`, tone: 'warn' }) },
		],
	},
	{
		collection: 'events',
		title: 'Events',
		columns: [
			{ title: 'Contact', value: (row) => row.contact },
			{ title: 'Event', value: (row) => row.name },
			{ title: 'When', value: (row) => time(row.at) },
			{
				title: 'Note',
				value: (row) => ({ text: row.atReplaced ? 'no readable time was sent, WAI took its own' : '', tone: 'warn' }),
			},
		],
	},
	{
		collection: 'metrics',
		title: 'Metrics',
		columns: [
			{ title: 'Contact', value: (row) => row.contact },
			{ title: 'From', value: (row) => time(row.periodStart) },
			{ title: 'To', value: (row) => time(row.periodEnd) },
			{
				title: 'Values',
				value: (row) => row.metrics.map(({ name, value, unit }) => `${name} ${value} ${unit}`).join(', '),
			},
		],
	},
];
