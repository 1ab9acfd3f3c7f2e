/** Eagle Eye's section of the page; see page/page.js for the form. */
const figure = (value) => value.toLocaleString('en');
const tones = { dead: 'warn', deadLetter: 'warn' };

export const counters = [
	{ label: 'Wallets', value: (air) => air.wallets },
	{ label: 'Rewards', value: (air) => air.rewards },
	{ label: 'Points issued', value: (air) => air.points },
	{ label: 'Queued by EE Connect', value: (air) => air.queued },
	{ label: 'Events sent', value: (air) => air.delivered },
	{ label: 'Events given up', value: (air) => air.dead },
];

export const tables = [
	{
		collection: 'rewards',
		title: 'Rewards',
		columns: [
			{ title: 'Customer', value: (row) => row.identity },
			{ title: 'Action', value: (row) => row.actions.join(', ') },
			{ title: 'Points', value: (row) => (row.points === 0 ? '' : figure(row.points)) },
			{ title: 'Balance', value: (row) => figure(row.balance) },
			{ title: 'Coupons', value: (row) => row.coupons.join(', ') },
			{ title: 'Through', value: (row) => (row.through === 'air' ? 'AIR' : 'EE Connect') },
			{ title: 'Reference', value: (row) => row.reference },
		],
	},
	{
		collection: 'wallets',
		title: 'Wallets',
		columns: [
			{ title: 'Wallet', value: (row) => row.walletId },
			{ title: 'Identities', value: (row) => row.identities.map(({ type, value }) => `${type} ${value}`).join(', ') },
			{ title: 'Points', value: (row) => figure(row.points) },
			{ title: 'Coupons', value: (row) => (row.coupons === 0 ? '' : figure(row.coupons)) },
			{ title: 'Note', value: (row) => ({ text: row.deleted ? 'deleted' : '', tone: 'warn' }) },
		],
	},
	{
		collection: 'queue',
		title: 'EE Connect',
		columns: [
			{ title: 'Customer', value: (row) => row.identity },
			{ title: 'Action', value: (row) => row.actions.join(', ') },
			{ title: 'Status', value: (row) => ({ text: row.status, tone: tones[row.status] }) },
			{ title: 'Reason', value: (row) => row.reason },
			{ title: 'Reference', value: (row) => row.reference },
		],
	},
	{
		collection: 'movements',
		title: 'Points moved',
		columns: [
			{ title: 'Wallet', value: (row) => row.walletId },
			{ title: 'How', value: (row) => row.kind },
			{ title: 'Points', value: (row) => figure(row.points) },
			{ title: 'Balance', value: (row) => figure(row.balance) },
		],
	},
	{
		collection: 'events',
		title: 'Outbound events',
		columns: [
			{ title: 'Event', value: (row) => row.eventName },
			{ title: 'Wallet', value: (row) => row.walletId },
			{ title: 'Status', value: (row) => ({ text: row.status, tone: tones[row.status] }) },
			{ title: 'Deliveries', value: (row) => row.attempts },
			{ title: 'Reference', value: (row) => row.reference },
		],
	},
];
