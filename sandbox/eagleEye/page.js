/** Eagle Eye's part of the page; see page/page.js for the form. */
import { figure, plural } from '/page/format.js';

const tones = { dead: 'warn', deadLetter: 'warn', delivered: 'good' };
const signed = (points) => (points === 0 ? '' : figure(points));
const mobiles = ({ identities }) =>
	identities.filter(({ type }) => type === 'MOBILE' || type === 'MSISDN');

export const counters = [
	{ label: 'Points issued', value: (air) => air.points },
	{ label: 'Events delivered', value: (air) => air.delivered },
	{ label: 'Events given up', value: (air) => air.dead, isTrouble: true },
];

export const tables = [
	{
		collection: 'rewards',
		title: 'Rewards',
		count: (air) => air.rewards,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.identity }) },
			{ title: 'Action', value: (row) => row.actions.join(', ') },
			{ title: 'Points', value: (row) => signed(row.points) },
			{ title: 'Balance', value: (row) => figure(row.balance) },
			{ title: 'Coupons', value: (row) => row.coupons.join(', ') },
			{ title: 'Through', value: (row) => (row.through === 'air' ? 'AIR' : 'EE Connect') },
			{ title: 'Reference', value: (row) => ({ id: row.reference }) },
		],
	},
	{
		collection: 'events',
		title: 'Outbound events',
		count: (air) => air.events,
		columns: [
			{ title: 'Event', value: (row) => row.eventName },
			{ title: 'Wallet', value: (row) => ({ id: row.walletId }) },
			{ title: 'Status', value: (row) => ({ text: row.status, tone: tones[row.status] }) },
			{ title: 'Deliveries', value: (row) => row.attempts || '' },
			{ title: 'Answer', value: (row) => row.lastStatus },
			{ title: 'Reference', value: (row) => ({ id: row.reference }) },
		],
	},
	{
		collection: 'wallets',
		title: 'Wallets',
		count: (air) => air.wallets,
		columns: [
			{ title: 'Wallet', value: (row) => ({ id: row.walletId }) },
			{
				title: 'Identities',
				value: (row) => row.identities.map(({ type, value }) => `${type} ${value}`).join(', '),
			},
			{ title: 'Points', value: (row) => figure(row.points) },
			{ title: 'Coupons', value: (row) => signed(row.coupons) },
			{ title: 'Tier', value: (row) => row.tier?.name ?? row.tier?.tierId },
			{ title: 'Note', value: (row) => ({ text: row.deleted ? 'deleted' : '', tone: 'warn' }) },
		],
	},
	{
		collection: 'queue',
		title: 'EE Connect',
		count: (air) => air.queued,
		columns: [
			{ title: 'Customer', value: (row) => ({ id: row.identity }) },
			{ title: 'Action', value: (row) => row.actions.join(', ') },
			{ title: 'Status', value: (row) => ({ text: row.status, tone: tones[row.status] }) },
			{ title: 'Reason', value: (row) => row.reason },
			{ title: 'Reference', value: (row) => ({ id: row.reference }) },
		],
	},
	{
		collection: 'movements',
		title: 'Points moved',
		count: (air) => air.movements,
		columns: [
			{ title: 'Wallet', value: (row) => ({ id: row.walletId }) },
			{ title: 'How', value: (row) => row.kind },
			{ title: 'Points', value: (row) => figure(row.points) },
			{ title: 'Balance', value: (row) => figure(row.balance) },
		],
	},
];

export const people = {
	collection: 'wallets',
	of: (row) => mobiles(row).map(({ value }) => ({ number: value })),
};

export const delivery = {
	collection: 'events',
	find: (rows, id) => rows.find(({ eventId }) => eventId === id),
	said({ status, attempts, lastStatus }) {
		if (status === 'pending' && attempts < 2) return undefined;
		const answer = lastStatus === null ? 'Nothing answered' : `Answered ${lastStatus}`;
		return attempts < 2
			? `${answer}.`
			: `${answer} after ${plural(attempts, 'delivery', 'deliveries')}.`;
	},
};
