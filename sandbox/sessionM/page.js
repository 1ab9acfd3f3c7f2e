/** SessionM's part of the page; see page/page.js for the form. */
import { moment, plural } from '/page/format.js';

const nameOf = (row) => [row.first_name, row.last_name].filter(Boolean).join(' ');

export const counters = [
	{ label: 'Sent again, not counted', value: (sessionM) => sessionM.repeatedTransactions },
	{ label: 'Points', value: (sessionM) => sessionM.points },
	{ label: 'Messages delivered', value: (sessionM) => sessionM.messagesDelivered },
];

export const tables = [
	{
		collection: 'customers',
		title: 'Customers',
		count: (sessionM) => sessionM.customers,
		columns: [
			{ title: 'External ID', value: (row) => ({ id: row.externalId }) },
			{ title: 'Name', value: nameOf },
			{ title: 'E-mail', value: (row) => row.email },
			{ title: 'Points', value: (row) => row.available_points },
		],
	},
	{
		collection: 'transactions',
		title: 'Transactions',
		count: (sessionM) => sessionM.transactions,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.externalId }) },
			{ title: 'Transaction', value: (row) => ({ id: row.transactionId }) },
			{ title: 'Subtotal', value: (row) => row.subtotal },
			{ title: 'Points', value: (row) => row.points },
			{ title: 'Completed', value: (row) => row.completed.join(', ') },
		],
	},
	{
		collection: 'offers',
		title: 'Offers in wallets',
		count: (sessionM) => sessionM.offers,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.externalId }) },
			{ title: 'Offer', value: (row) => row.name },
			{ title: 'From', value: (row) => row.source },
			{ title: 'Until', value: (row) => moment(row.redemption_end_date) },
		],
	},
	{
		collection: 'messages',
		title: 'Messages',
		count: (sessionM) => sessionM.messages,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.externalId }) },
			{ title: 'Message', value: (row) => row.event.replaceAll('_', ' ') },
			{
				title: 'Delivered',
				value: (row) => ({
					text: row.delivered ? 'yes' : 'no',
					tone: row.delivered ? 'good' : 'warn',
				}),
			},
			{ title: 'Answer', value: (row) => row.status },
		],
	},
	{
		collection: 'deposits',
		title: 'Deposits',
		count: (sessionM) => sessionM.deposits,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.externalId }) },
			{ title: 'Points', value: (row) => row.amount },
			{ title: 'Reference', value: (row) => ({ id: row.reference }) },
		],
	},
	{
		collection: 'purchases',
		title: 'Purchases',
		count: (sessionM) => sessionM.purchases,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.externalId }) },
			{ title: 'Offer', value: (row) => row.offer },
			{ title: 'Points', value: (row) => row.points },
		],
	},
	{
		collection: 'events',
		title: 'Events',
		count: (sessionM) => sessionM.events,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.externalId }) },
			{ title: 'Event', value: (row) => row.event },
		],
	},
];

export const people = {
	collection: 'customers',
	of: (row) =>
		(row.phone_numbers ?? []).map(({ phone_number: number }) => ({ number, name: nameOf(row) })),
};

export const delivery = {
	collection: 'messages',
	find: (rows, id) => rows.find((row) => row.id === id),
	said({ attempts, status, delivered }) {
		if (attempts === 0 || (!delivered && attempts < 2)) return undefined;
		const answer = status === null ? 'Nothing answered' : `Answered ${status}`;
		return attempts < 2
			? `${answer}.`
			: `${answer} after ${plural(attempts, 'delivery', 'deliveries')}.`;
	},
};
