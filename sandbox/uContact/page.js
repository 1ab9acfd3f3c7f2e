/** uContact's part of the page; see page/page.js for the form. */
export const counters = [
	{ label: 'Uploads', value: (uContact) => uContact.uploads },
	{ label: 'Sign-ins', value: (uContact) => uContact.signIns },
];

export const tables = [
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
