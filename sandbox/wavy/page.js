/** Wavy's part of the page; see page/page.js for the form. */
import { clock, plural } from '/page/format.js';

export { companion } from '/page/phone.js';

const tone = (name) => (name === undefined ? 'warn' : /SUCCESS/.test(name) ? 'good' : 'bad');
const words = (name) =>
	name
		.replace(/_SUCCESS$/, '')
		.replaceAll('_', ' ')
		.toLowerCase();
const latest = ({ statuses }) => {
	const name = statuses.at(-1)?.name;
	return { text: name ? words(name) : 'on its way', tone: tone(name) };
};
/** What a message says where nothing stood on the phone: its template or its kind. */
const content = ({ message }) =>
	message.hsm?.elementName ??
	message.template?.elementName ??
	message.messageText ??
	Object.keys(message)[0];

export const counters = [
	{ label: 'Delivered', value: (wavy) => wavy.delivered },
	{ label: 'Read', value: (wavy) => wavy.read },
	{
		label: 'Late callbacks',
		value: (wavy) => wavy.callbacks.late + wavy.callbacks.failed,
		isTrouble: true,
	},
];

export const tables = [
	{
		collection: 'messages',
		title: 'WhatsApp',
		count: (wavy) => wavy.messages,
		columns: [
			{ title: 'Time', value: (row) => clock(row.at) },
			{ title: 'To', value: (row) => row.to },
			{ title: 'Message', value: (row) => row.shown?.text || content(row) },
			{ title: 'Status', value: latest },
		],
	},
	{
		collection: 'replies',
		title: 'Replies',
		count: (wavy) => wavy.replies,
		columns: [
			{ title: 'Time', value: (row) => clock(row.at) },
			{ title: 'From', value: (row) => row.from },
			{
				title: 'Text',
				value: ({ message }) =>
					message.messageText ?? message.caption ?? message.type?.toLowerCase() ?? 'location',
			},
		],
	},
	{
		collection: 'sms',
		title: 'SMS',
		count: (wavy) => wavy.sms,
		columns: [
			{ title: 'Time', value: (row) => clock(row.at) },
			{ title: 'To', value: (row) => row.to },
			{ title: 'Text', value: (row) => row.messageText },
			{ title: 'Status', value: latest },
		],
	},
	{
		collection: 'smsReplies',
		title: 'SMS replies',
		count: (wavy) => wavy.smsReplies,
		columns: [
			{ title: 'Time', value: (row) => clock(row.at) },
			{ title: 'From', value: (row) => row.from },
			{ title: 'Text', value: (row) => row.messageText },
		],
	},
	{
		collection: 'callbacks',
		title: 'Callbacks',
		count: (wavy) => wavy.callbacks.callbacks,
		columns: [
			{ title: 'Time', value: (row) => (row.sends.length === 0 ? '' : clock(row.sends.at(-1).at)) },
			{ title: 'What', value: (row) => words(row.kind) },
			{ title: 'Entries', value: (row) => row.entries },
			{ title: 'Sent', value: (row) => plural(row.sends.length, 'time') },
			{ title: 'Answer', value: answer },
		],
	},
];

function answer({ sends, done }) {
	if (sends.length === 0) return { text: 'on its way', tone: 'warn' };
	const { status, ms, inTime } = sends.at(-1);
	return {
		text: `${status ?? 'none'} after ${ms} ms${inTime ? '' : ', too late'}`,
		tone: done ? 'good' : 'warn',
	};
}

export const delivery = {
	collection: 'callbacks',
	find: (rows, id) => rows.find(({ ids }) => ids.includes(id)),
	said: (row) => (row.sends.length === 0 ? undefined : `Answered ${answer(row).text}.`),
};
