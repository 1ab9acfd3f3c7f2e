/** uContact's part of the page; see page/page.js for the form. */
export const counters = [
	{ label: 'Uploads', value: (uContact) => uContact.uploads },
	{ label: 'Sign-ins', value: (uContact) => uContact.signIns },
];

/** Whom a contact names: numbers, or an address. */
const namedBy = ({ clientIds, clientId }) => (clientIds ?? [clientId]).join(', ');

const STATUSES = {
	loading: { text: 'being loaded' },
	inactive: { text: 'waits until it is started', tone: 'warn' },
	active: { text: 'started', tone: 'good' },
};

export const tables = [
	{
		collection: 'lists',
		title: 'Lists',
		count: (uContact) => uContact.lists,
		columns: [
			{ title: 'Hub', value: (row) => row.hub },
			{ title: 'List', value: (row) => row.filename },
			{ title: 'Contacts', value: (row) => String(row.contacts) },
			{ title: 'State', value: (row) => STATUSES[row.status] },
		],
	},
	{
		collection: 'leads',
		title: 'Contacts of hubs',
		count: (uContact) => uContact.leads,
		columns: [
			{ title: 'Hub', value: (row) => row.hub },
			{ title: 'Contact', value: (row) => namedBy(row.contact) },
			{ title: 'From', value: (row) => row.list ?? 'fresh lead' },
			{
				title: 'State',
				value: ({ active }) =>
					active ? { text: 'to be reached', tone: 'good' } : { text: 'waits', tone: 'warn' },
			},
		],
	},
	{
		collection: 'base',
		title: 'Dialer rows',
		count: (uContact) => uContact.rows,
		columns: [
			{ title: 'Campaign', value: (row) => row.campaign },
			{ title: 'Phone', value: (row) => row.phone },
			{ title: 'Message', value: (row) => row.message },
			{ title: 'File', value: (row) => row.fileName },
		],
	},
	{
		collection: 'forwarded',
		title: 'Passed on from Wavy',
		count: (uContact) => uContact.forwarded,
		columns: [
			{ title: 'What', value: (row) => row.kind },
			{ title: 'From or to', value: ({ entry }) => entry.source ?? entry.destination },
			{
				title: 'Text or status',
				value: ({ entry }) =>
					entry.message?.messageText ?? entry.deliveredStatus ?? entry.sentStatus,
			},
			{ title: 'ID', value: (row) => ({ id: row.id }) },
		],
	},
];
