/** SessionM's section of the page; see page/page.js for the form. */
const time = (iso) => iso?.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');

export const counters = [
	{ label: 'Customers', value: (sessionM) => sessionM.customers },
	{ label: 'Transactions', value: (sessionM) => sessionM.transactions },
	{ label: 'Sent again, not counted', value: (sessionM) => sessionM.repeatedTransactions },
	{ label: 'Offers issued', value: (sessionM) => sessionM.offers },
	{ label: 'Points', value: (sessionM) => sessionM.points },
	{ label: 'Messages', value: (sessionM) => sessionM.messages },
];

export const tables = [
	{
		collection: 'customers',
		title: 'Customers',
		columns: [
			{ title: 'External ID', value: (row) => row.externalId },
			{ title: 'Name', value: (row) => [row.first_name, row.last_name].filter(Boolean).join(' ') },
			{ title: 'E-mail', value: (row) => row.email },
			{ title: 'Points', value: (row) => row.available_points },
			{ title: 'All fields', value: (row) => ({ text: 'Show', json: row }) },
		],
	},
	{
		collection: 'transactions',
		title: 'Transactions',
		columns: [
			{ title: 'Customer', value: (row) => row.externalId },
			{ title: 'Transaction', value: (row) => row.transactionId },
			{ title: 'Subtotal', value: (row) => row.subtotal },
			{ title: 'Points', value: (row) => row.points },
			{ title: 'Completed', value: (row) => row.completed.join(', ') },
		],
	},
	{
		collection: 'offers',
		title: 'Offers in wallets',
		columns: [
			{ title: 'Customer', value: (row) => row.externalId },
			{ title: 'Offer', value: (row) => row.name },
			{ title: 'From', value: (row) => row.source },
			{ title: 'Until', value: (row) => time(row.redemption_end_date) },
		],
	},
	{
		collection: 'messages',
		title: 'Messages',
		columns: [
			{ title: 'Customer', value: (row) => row.externalId },
			{ title: 'Message', value: (row) => row.event },
			{ title: 'Delivered', value: (row) => ({ text: row.delivered ? 'yes' : 'no', tone: row.delivered ? '' : 'warn' }) },
			{ title: 'Body', value: (row) => ({ text: 'Show', json: row.body }) },
		],
	},
];
