import fc from 'fast-check';
import lodash from 'lodash';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { Message } from '../../sandbox/wavy/schemas.mts';
import { message, messagesOf, phone, runWavy, sms, smsOf, template } from '../support/wavy.mts';
import { holdAgainstLedger, holdReceipts, nameOf, timesIn } from './balance.mts';
import { limited } from './schedules.mts';
import type { FaultCase, FaultVendor, Finished } from './vendor.mts';

/** Every tenth item is a further message to a number that has one. */
const item = (i: number) => ({
	name: nameOf(i),
	phone: phone(i % 10 ? i : 0),
	time: ['today', 'tomorrow', 'on Monday'][i % 3]!,
	text: `Hi ${nameOf(i)}`,
});

type Item = ReturnType<typeof item>;

const tied = (options: INodeParameters): INodeParameters => ({
	...options,
	correlationId: '={{ $json.name }}',
});

/** Three messages, each shared by every third item. */
const sharedBy = (options: INodeParameters) =>
	template({
		parameters: { parameter: [{ value: 'Ana' }, { value: '={{ $json.time }}' }] },
		options: tied(options),
	});

interface Row {
	id: string;
	to: string;
	correlationId?: string;
	/** What is said in it. */
	words: string;
}

/** Each message once, to the recipient of its item, with its words and receipt. */
function holdMessages(
	{ claims, outcomes, items }: Finished,
	rows: Row[],
	wordsOf: (one: Item) => string,
	mayDouble = false,
) {
	holdAgainstLedger(claims, timesIn(rows.map(({ correlationId }) => correlationId)), mayDouble);
	holdReceipts(
		outcomes,
		'messageId',
		rows.map(({ correlationId, id }) => [correlationId, id]),
	);
	const sent = new Map((items as Item[]).map((one) => [one.name, `${one.phone}: ${wordsOf(one)}`]));
	for (const { correlationId, to, words } of rows) {
		const meant = sent.get(correlationId ?? '');
		if (meant !== `${to}: ${words}`)
			throw new Error(
				`${correlationId} is in the ledger as "${to}: ${words}", and was to be "${meant}"`,
			);
	}
}

const templatesIn = async ({ tenant }: Finished): Promise<Row[]> =>
	(await messagesOf(tenant)).map(({ message, ...row }) => ({
		...row,
		words: message.hsm!.parameters.join(' '),
	}));

/** The messages that take a call each, and where what is said in them stands. */
const singleMessages: Array<{
	name: string;
	operation: string;
	content: INodeParameters;
	further?: INodeParameters;
	wordsIn(message: Message): string | undefined;
	wordsOf(one: Item): string;
}> = [
	{
		name: 'texts',
		operation: 'sendText',
		content: { messageText: '={{ $json.text }}' },
		wordsIn: ({ messageText }) => messageText,
		wordsOf: ({ text }) => text,
	},
	{
		name: 'media',
		operation: 'sendMedia',
		content: { mediaType: 'document', mediaUrl: '=https://example.com/{{ $json.name }}.pdf' },
		wordsIn: ({ document }) => document?.url,
		wordsOf: ({ name }) => `https://example.com/${name}.pdf`,
	},
	{
		name: 'locations',
		operation: 'sendLocation',
		content: {
			latitude: '-22.8947',
			longitude: '-47.0589',
			placeName: '={{ $json.text }}',
			address: 'Street 1',
		},
		wordsIn: ({ location }) => location?.name,
		wordsOf: ({ text }) => text,
	},
	{
		name: 'contact cards',
		operation: 'sendContact',
		content: {
			contactInput: 'fields',
			firstName: '={{ $json.name }}',
			lastName: 'Luz',
			contactPhone: '={{ $json.phone }}',
		},
		wordsIn: ({ contacts }) => String(contacts?.[0]?.name.formatted_name),
		wordsOf: ({ name }) => `${name} Luz`,
	},
	{
		name: 'buttons to answer with',
		operation: 'sendInteractive',
		content: {
			interactiveInput: 'fields',
			interactiveType: 'REPLY_BUTTON',
			bodyText: '={{ $json.text }}',
			buttons: { button: [{ title: 'Yes', payload: 'y' }] },
		},
		further: { rows: { row: [{ title: 'At nine' }] } },
		wordsIn: ({ interactive }) => interactive?.body.text,
		wordsOf: ({ text }) => text,
	},
];

/** Without parameters, so that a header can be given. */
const withHeader = {
	parameters: {},
	languageCode: 'en',
	templateHeader: 'https://example.com/a.png',
};

/** Numbers that no item has, for lists. */
const LISTED = ['5511900000001', '5511900000002'];

/** The item with the addresses of its files, which begin with `/media/`, by the way that the account is reached. */
const reachable = (item: IDataObject, tenant: SandboxTenant) =>
	JSON.parse(
		JSON.stringify(item).replaceAll('"/media/', `"${tenant.access('wavy').baseUrl}/media/`),
	) as IDataObject;

export const wavy: FaultVendor = {
	title: 'Wavy',
	platform: 'wavy',
	run: async (tenant, parameters, items, more) =>
		await runWavy(
			tenant,
			parameters,
			items.map((one) => reachable(one, tenant)),
			more,
		),
	rejections: (words) =>
		[400, 401, 422].map((code) => ({ status: code, body: { errorCode: 7, errorMessage: words } })),
	// Its own "Message is Rate Limited", with and without a time to come back at.
	limits: ['rateLimited420', limited(420, 'seconds')],
	actions: [],
	settings: fc.record(
		{
			maxDestinations: fc.constantFrom(13, 50),
			answerShape: fc.constantFrom('printed', 'remembered'),
		},
		{ requiredKeys: [] },
	),
	settingsAtSize: {},
	settingsFor: () => ({ openToAll: true, statusQueryMs: 0, optedOut: LISTED, blacklisted: LISTED }),
	budgetMs: 3000,
	cases: [
		{
			name: 'templates with shared parameters',
			parameters: sharedBy,
			further: withHeader,
			item,
			check: async (finished) =>
				holdMessages(finished, await templatesIn(finished), ({ time }) => `Ana ${time}`),
		},
		{
			name: 'templates with shared parameters and Resend When Outcome Is Unknown',
			parameters: (options) => sharedBy({ ...options, resendUnknown: true }),
			item,
			check: async (finished) =>
				holdMessages(finished, await templatesIn(finished), ({ time }) => `Ana ${time}`, true),
		},
		{
			name: 'templates with parameters of their own',
			single: true,
			parameters: (options) => template({ options: tied(options) }),
			item,
			check: async (finished) =>
				holdMessages(finished, await templatesIn(finished), ({ name, time }) => `${name} ${time}`),
		},
		...singleMessages.map(
			({ name, operation, content, further, wordsIn, wordsOf }): FaultCase => ({
				name,
				single: true,
				parameters: (options) => message(operation, { ...content, options: tied(options) }),
				further,
				item,
				async check(finished) {
					const rows = (await messagesOf(finished.tenant)).map(({ message: sent, ...row }) => ({
						...row,
						words: wordsIn(sent) ?? '',
					}));
					holdMessages(finished, rows, wordsOf);
				},
			}),
		),
		{
			name: 'a question, which waits for its answer',
			reads: true,
			single: true,
			maxItems: 1,
			parameters: (options) =>
				message('sendAndWait', { messageInput: 'text', message: '={{ $json.text }}', options }),
			further: {
				...lodash.omit(template({ messageInput: 'template' }), ['resource', 'operation']),
				...withHeader,
			},
			item,
			check: async ({ claims, tenant }) => {
				const sent = await messagesOf(tenant);
				holdAgainstLedger(claims, () => sent.length);
			},
		},
		{
			name: 'SMS',
			parameters: (options) => sms({ options: tied(options) }),
			item,
			async check(finished) {
				const rows = (await smsOf(finished.tenant)).map(({ messageText, ...row }) => ({
					...row,
					words: messageText,
				}));
				holdMessages(finished, rows, ({ text }) => text);
			},
		},
	],
};
