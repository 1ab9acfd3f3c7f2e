import type { IDataObject } from 'n8n-workflow';

import { runUContact } from '../support/uContact.mts';
import { anyEndpoint } from './anyEndpoint.mts';
import { reply, status } from '../wavy/callbacks.mts';
import { anyOf, column, NO_CELL, NO_VALUE, type Writing } from './cells.mts';
import { yesOrNo } from './columns/choices.mts';
import { names, newId } from './columns/ids.mts';
import { phones } from './columns/phones.mts';
import { texts, words } from './columns/texts.mts';
import { type ListOperation, type ListVendor, pick } from './operation.mts';

const leftOut = { right: undefined };
const CAMPAIGNS = ['Reminders', 'Cobrança ñ', '2026'];

/** What would become another column, row or parameter of the dialer's file. */
const SPLITTING: ReadonlyArray<Writing<string>> = [
	(text) => `${text};${text}`,
	(text) => `${text}\nx`,
	(text) => `${text}\u2028x`,
	(text) => `${text}\r`,
];

/** A call of the Automation API, whose list holds contacts. */
const hubCall = (
	end: string,
	listName: Record<string, ReturnType<typeof names>> = {},
): ListOperation => ({
	plan: () => ({
		columns: {
			hubName: names({ of: ['Reminders'], isPath: true }),
			...listName,
			to: phones(),
			'contactFields.field[0].value': texts({ empty: leftOut }),
		},
		parameters: { contactInput: 'fields', contactFields: { field: [{ name: 'name' }] } },
		sent({ parts, body }) {
			if (parts.at(-1) !== end) return [];
			const { list, filename } = body as { list: object[]; filename?: string };
			return list.map((contact) => ({
				hubName: parts.at(-2),
				...(filename !== undefined && { listName: filename }),
				...pick(contact, { to: 'clientIds[0]', 'contactFields.field[0].value': 'name' }),
			}));
		},
	}),
});

/** Callbacks of Wavy, as objects and as JSON text. */
const callbacks = column<IDataObject>({
	meant: (random, row) =>
		(random.chance(0.5) ? reply(newId(random, row)) : status(newId(random, row))) as IDataObject,
	right: (entry) => entry,
	writings: [
		(entry) => entry,
		(entry) => JSON.stringify(entry),
		(entry) => ({ total: 1, data: [entry] }),
		(entry) => JSON.stringify({ total: 1, data: [entry] }, undefined, 2),
	],
	damages: [
		anyOf(NO_CELL),
		anyOf(NO_VALUE),
		(entry) => JSON.stringify(entry).slice(1),
		(entry) => JSON.stringify(entry).replace('{', '{"account":9007199254740993001,'),
		(entry) => ({ ...entry, account: 9_007_199_254_740_994 }),
		(entry) => ({ total: 2, data: [entry, 'x'] }),
		(entry) => ({ id: entry.id }),
	],
});

export const uContact: ListVendor = {
	title: 'uContact',
	platform: 'uContact',
	run: async (tenant, parameters, items, more) =>
		await runUContact(tenant, parameters, items, more),
	operations: {
		'api.call': {
			plan: () =>
				anyEndpoint({
					method: 'POST',
					path: '/api/dialer/id/{value}/freshLeads',
					value: names({ of: ['Reminders'], isPath: true }),
					body: (random, row) => ({
						list: [{ clientIds: [`5519900${String(row).padStart(6, '0')}`], name: words(random) }],
					}),
					valueAt: -2,
					isCall: ({ parts }) => parts.at(-1) === 'freshLeads',
				}),
		},
		'callback.forward': {
			plan: () => ({
				columns: { callback: callbacks },
				parameters: { kind: 'auto' },
				sent: ({ parts, body }) =>
					parts.at(-2) === 'Wavy'
						? (body as { data: object[] }).data.map((entry) => ({ callback: entry }))
						: [],
			}),
		},
		'dialer.createFile': {
			settings: () => ({ campaigns: CAMPAIGNS }),
			plan: () => ({
				columns: {
					campaign: names({ of: CAMPAIGNS }),
					to: phones(),
					hsmCode: names({ of: ['chatclub_open_session_v2', 'lembrete'] }),
					'parameters.parameter[0].value': texts({
						not: /[:;]/,
						damages: [...SPLITTING, (text) => `${text}: 12:00`],
					}),
					fourthField: texts({
						not: /[:;]|^["=+\-@]/,
						damages: [...SPLITTING, (text) => `=${text}`, (text) => `"${text}`],
						empty: { right: '' },
					}),
					upload: yesOrNo(),
				},
				async ledger(tenant) {
					const rows = await tenant.rows('uContact/base');
					return rows.map(({ campaign, phone, message, fourth }) => {
						const [, hsmCode, value] = message.split(':');
						return {
							campaign,
							to: phone,
							hsmCode,
							'parameters.parameter[0].value': value,
							fourthField: fourth,
							upload: true,
						};
					});
				},
				isSent: ({ upload }) => upload === true,
			}),
		},
		'lead.create': hubCall('freshLeads'),
		'list.upload': hubCall('lists', { listName: names({ empty: { right: 'n8n list' } }) }),
	},
};
