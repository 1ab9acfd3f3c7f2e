/** Wavy's section of the page; see page/page.js for the form. */
const clock = (at) => new Date(at).toLocaleTimeString();
const tone = (name) => (name === undefined ? 'warn' : /SUCCESS/.test(name) ? 'good' : 'bad');
const latest = ({ statuses }) => {
	const name = statuses.at(-1)?.name;
	return { text: name ? name.replaceAll('_', ' ').toLowerCase() : 'under way', tone: tone(name) };
};

export const links = [{ label: 'Open the phone', url: (tenant) => `/phone#${encodeURIComponent(tenant)}` }];

export const counters = [
	{ label: 'WhatsApp messages', value: (wavy) => wavy.messages },
	{ label: 'Delivered', value: (wavy) => wavy.delivered },
	{ label: 'Read', value: (wavy) => wavy.read },
	{ label: 'Replies', value: (wavy) => wavy.replies },
	{ label: 'SMS', value: (wavy) => wavy.sms },
	{ label: 'Callbacks sent', value: (wavy) => wavy.callbacks.sends },
	{ label: 'Not answered in time', value: (wavy) => wavy.callbacks.late + wavy.callbacks.failed },
];

export const tables = [
	{
		collection: 'messages',
		title: 'WhatsApp messages',
		columns: [
			{ title: 'Time', value: (row) => clock(row.at) },
			{ title: 'To', value: (row) => row.to },
			{ title: 'On the phone', value: (row) => row.shown?.text ?? '' },
			{ title: 'Status', value: latest },
			{ title: 'As sent', value: (row) => ({ text: 'Show', json: row.message }) },
		],
	},
	{
		collection: 'replies',
		title: 'Replies',
		columns: [
			{ title: 'Time', value: (row) => clock(row.at) },
			{ title: 'From', value: (row) => row.from },
			{ title: 'Text', value: (row) => row.message.messageText ?? row.message.type ?? 'location' },
		],
	},
	{
		collection: 'sms',
		title: 'SMS',
		columns: [
			{ title: 'Time', value: (row) => clock(row.at) },
			{ title: 'To', value: (row) => row.to },
			{ title: 'Text', value: (row) => row.messageText },
			{ title: 'Status', value: latest },
		],
	},
	{
		collection: 'callbacks',
		title: 'Callbacks',
		columns: [
			{ title: 'No.', value: (row) => row.n },
			{ title: 'What', value: (row) => row.kind },
			{ title: 'Entries', value: (row) => row.entries },
			{ title: 'Sent', value: (row) => (row.sends.length === 1 ? 'once' : `${row.sends.length} times`) },
			{
				title: 'Answer',
				value: (row) => ({
					text: row.sends.length === 0 ? 'under way' : `${row.sends.at(-1).status ?? 'none'} after ${row.sends.at(-1).ms} ms`,
					tone: row.done ? 'good' : 'warn',
				}),
			},
		],
	},
];
