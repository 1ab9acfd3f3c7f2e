/** uContact's section of the page; see page/page.js for the form. */
export const counters = [
	{ label: 'Dialer rows', value: (ucontact) => ucontact.rows },
	{ label: 'Uploads', value: (ucontact) => ucontact.uploads },
	{ label: 'Messages and statuses passed on', value: (ucontact) => ucontact.forwarded },
];

export const tables = [
	{
		collection: 'base',
		title: 'Dialer rows',
		columns: [
			{ title: 'Campaign', value: (row) => row.campaign },
			{ title: 'Phone', value: (row) => row.phone },
			{ title: 'Message', value: (row) => row.message },
		],
	},
	{
		collection: 'forwarded',
		title: 'Passed on from Wavy',
		columns: [
			{ title: 'What', value: (row) => row.kind },
			{ title: 'Id', value: (row) => row.id },
			{ title: 'Entry', value: (row) => ({ text: 'Show', json: row.entry }) },
		],
	},
];
