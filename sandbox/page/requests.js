/* The requests of the ledger, of one vendor or of all. */
import { clock, duration, figure, size } from './format.js';

function answer({ status, durationMs, clientGone }) {
	if (status === null) {
		const text = durationMs === null ? 'in flight' : clientGone ? 'client left' : 'none';
		return { text, tone: 'warn' };
	}
	return { text: String(status), tone: status < 300 ? 'good' : status === 429 ? 'warn' : 'bad' };
}

const columns = [
	{ title: 'Time', value: (row) => clock(row.startedAt) },
	{ title: 'Request', value: (row) => `${row.method} ${row.path}` },
	{ title: 'Entries', value: (row) => (row.items === 0 ? '' : figure(row.items)) },
	{ title: 'Size', value: (row) => (row.bytes === 0 ? '' : size(row.bytes)) },
	{ title: 'Answer', value: answer },
	{ title: 'Took', value: (row) => (row.durationMs === null ? '' : duration(row.durationMs)) },
	{
		title: 'Note',
		value: ({ faults, processed, durationMs }) => {
			const text = [...faults, durationMs !== null && !processed && 'not processed']
				.filter(Boolean)
				.join(', ');
			return { text, tone: 'warn' };
		},
	},
];

/** How many requests a vendor has received. */
export function requestsTo(vendor, { requests }) {
	const own = Object.entries(requests.endpoints).filter(([name]) => name.startsWith(`${vendor}.`));
	return own.reduce((sum, [, { requests: count }]) => sum + count, 0);
}

export const requestsOf = (vendor) => ({
	collection: 'requests',
	title: 'Requests',
	filters: { vendor },
	count: (summary) => requestsTo(vendor, summary),
	columns,
});

export const allRequests = (titles) => ({
	collection: 'requests',
	title: 'Requests',
	count: ({ requests }) => requests.total,
	columns: [
		columns[0],
		{ title: 'Vendor', value: (row) => titles.get(row.vendor) },
		...columns.slice(1),
	],
});

export const requestCounters = [
	{ label: 'Requests', value: ({ requests }) => requests.total },
	{ label: 'Data received', value: ({ requests }) => size(requests.bytes) },
	{ label: 'Most entries in one', value: ({ requests }) => requests.maxItems },
	{ label: 'Most in flight', value: ({ requests }) => requests.maxInFlight },
	{ label: 'Asked to slow down (429)', value: ({ requests }) => requests.answered429 },
];
