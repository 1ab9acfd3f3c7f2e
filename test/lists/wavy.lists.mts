import lodash from 'lodash';
import type { INodeParameters } from 'n8n-workflow';

import { NAMESPACE, runWavy } from '../support/wavy.mts';
import { anyEndpoint } from './anyEndpoint.mts';
import { anyOf, type Column, column, NO_VALUE } from './cells.mts';
import { yesOrNo } from './columns/choices.mts';
import { moments } from './columns/dates.mts';
import { names } from './columns/ids.mts';
import { degrees, whole } from './columns/numbers.mts';
import { phones } from './columns/phones.mts';
import { texts, words } from './columns/texts.mts';
import { type ListOperation, type ListVendor, pick, type SentRequest } from './operation.mts';

const leftOut = { right: undefined };

/** One line, without the blanks that WhatsApp rejects. */
const parameter = (): Column =>
	texts({
		damages: [(text) => `${text}\n${text}`, (text) => `${text}\tx`, (text) => `${text}     x`],
	});

/** Where a value stands in a request for one recipient. */
type Place = string | ((request: unknown) => unknown);

/** What stands beside the content of every message. */
const BESIDE: Record<string, string> = {
	to: 'destinations[0].destination',
	'options.correlationId': 'destinations[0].correlationId',
	'options.campaignAlias': 'campaignAlias',
	'options.flowId': 'flowId',
	'options.extraInfo': 'defaultExtraInfo',
};

/** The recipients of a request, each with its message. */
const sent =
	(places: Record<string, Place>) =>
	({ parts, body }: SentRequest): object[] => {
		if (parts.join('/') !== 'v1/whatsapp/send') return [];
		const { destinations, ...rest } = body as { destinations: object[] };
		return destinations.map((one) => {
			const alone = { destinations: [one], ...rest };
			return lodash.mapValues(places, (place) =>
				typeof place === 'string' ? (lodash.get(alone, place) as unknown) : place(alone),
			);
		});
	};

/** A message of which these columns make the content, which stands at these places of the request. */
function message(
	columns: Record<string, Column>,
	places: Record<string, Place>,
	parameters: INodeParameters = {},
): ListOperation {
	return {
		plan: () => ({
			columns: {
				to: phones(),
				'options.correlationId': texts({ empty: 'none' }),
				'options.campaignAlias': texts({ empty: leftOut }),
				'options.flowId': texts({ empty: leftOut }),
				'options.extraInfo': texts({ empty: leftOut }),
				...columns,
			},
			parameters,
			sent: sent({ ...BESIDE, ...places }),
		}),
	};
}

/** The type of a file whose address tells it as well. */
const pdf = column<string>({
	meant: () => 'PDF',
	right: (type) => type,
	writings: [anyOf(['PDF', 'pdf', '.pdf', ' Pdf '])],
	damages: [anyOf(['DOCX', 'PNG', 7, true, {}]), anyOf(NO_VALUE)],
	empty: { right: 'PDF' },
});

/** A part of "lat,long". */
const degreesIn =
	(nth: 0 | 1): Place =>
	(request) =>
		Number(String(lodash.get(request, 'message.location.geoPoint')).split(',')[nth]);

export const wavy: ListVendor = {
	title: 'Wavy',
	platform: 'wavy',
	run: runWavy,
	operations: {
		'api.call': {
			plan: () =>
				anyEndpoint({
					method: 'POST',
					path: '/v1/{value}',
					value: names({ of: ['send-sms'], isPath: true }),
					body: (random, row) => ({
						destination: `5519900${String(row).padStart(6, '0')}`,
						messageText: words(random),
						correlationId: `call-${row}`,
					}),
					valueAt: -1,
					isCall: ({ parts }) => parts.at(-1) === 'send-sms',
				}),
		},
		'message.sendTemplate': message(
			{
				'parameters.parameter[0].value': parameter(),
				'parameters.parameter[1].value': parameter(),
				'options.ttlDays': whole({ min: 1, limit: 30, empty: leftOut }),
			},
			{
				'parameters.parameter[0].value': 'message.hsm.parameters[0]',
				'parameters.parameter[1].value': 'message.hsm.parameters[1]',
				'options.ttlDays': 'message.ttl',
			},
			{
				templateInput: 'fields',
				namespace: NAMESPACE,
				elementName: 'appointment_reminder',
				languageCode: '',
			},
		),
		'message.sendText': message({ messageText: texts() }, { messageText: 'message.messageText' }),
		'message.sendMedia': message(
			{ caption: texts({ empty: leftOut }), fileType: pdf },
			{ caption: 'message.document.caption', fileType: 'message.document.type' },
			{ mediaType: 'document', mediaUrl: 'https://example.com/offer.pdf' },
		),
		'message.sendLocation': message(
			{
				latitude: degrees(90),
				longitude: degrees(180),
				placeName: texts({ empty: leftOut }),
				address: texts({ empty: leftOut }),
			},
			{
				latitude: degreesIn(0),
				longitude: degreesIn(1),
				placeName: 'message.location.name',
				address: 'message.location.address',
			},
		),
		'message.sendContact': message(
			{
				firstName: texts(),
				lastName: texts({ empty: leftOut }),
				contactPhone: phones('+'),
				contactEmail: texts({ empty: leftOut }),
				company: texts({ empty: leftOut }),
			},
			{
				firstName: 'message.contacts[0].name.first_name',
				lastName: 'message.contacts[0].name.last_name',
				contactPhone: 'message.contacts[0].phones[0].phone',
				contactEmail: 'message.contacts[0].emails[0].email',
				company: 'message.contacts[0].org.company',
			},
			{ contactInput: 'fields' },
		),
		'message.sendInteractive': message(
			{
				bodyText: texts({ max: 1024 }),
				footerText: texts({ max: 60, empty: leftOut }),
				'buttons.button[0].title': texts({ max: 20 }),
				'buttons.button[0].payload': texts({ max: 256, empty: 'none' }),
			},
			{
				bodyText: 'message.interactive.body.text',
				footerText: 'message.interactive.footer.text',
				'buttons.button[0].title': 'message.interactive.replyButtonAction.buttons[0].reply.title',
				'buttons.button[0].payload':
					'message.interactive.replyButtonAction.buttons[0].reply.payload',
			},
			{ interactiveInput: 'fields', interactiveType: 'REPLY_BUTTON' },
		),
		'message.sendAndWait': {
			maxRows: 1,
			plan: () => ({
				columns: { to: phones(), message: texts() },
				parameters: { messageInput: 'text', waitLimit: 1, waitLimitUnit: 'hours' },
				sent: sent({ to: BESIDE.to!, message: 'message.messageText' }),
			}),
		},
		'sms.send': {
			plan: ({ zone }) => ({
				columns: {
					to: phones(),
					messageText: texts({ max: 1280 }),
					'options.correlationId': texts({ max: 64, empty: 'none' }),
					'options.extraInfo': texts({ max: 255, empty: leftOut }),
					'options.campaignAlias': texts({ empty: leftOut }),
					'options.expiresInMinutes': whole({ min: 1, isOpen: true, empty: leftOut }),
					'options.flashSms': yesOrNo({}),
					'options.scheduledDate': moments(zone, { from: 2027, to: 2032, empty: leftOut }),
				},
				sent: ({ parts, body }) => {
					if (parts.join('/') !== 'v1/send-bulk-sms') return [];
					const { messages, scheduledDate } = body as {
						messages: object[];
						scheduledDate?: string;
					};
					return messages.map((one) => ({
						...pick(one, {
							to: 'destination',
							messageText: 'messageText',
							'options.correlationId': 'correlationId',
							'options.extraInfo': 'extraInfo',
							'options.campaignAlias': 'campaignAlias',
							'options.expiresInMinutes': 'expiresInMinutes',
							'options.flashSms': 'flashSMS',
						}),
						'options.scheduledDate': scheduledDate,
					}));
				},
			}),
		},
	},
};
