import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from './api';

const campaignAlias: INodeProperties = {
	displayName: 'Campaign Alias',
	name: 'campaignAlias',
	type: 'string',
	default: '',
	description:
		'Name of the campaign that the messages belong to at Wavy; it comes back with statuses and replies',
};

const correlationId: INodeProperties = {
	displayName: 'Correlation ID',
	name: 'correlationId',
	type: 'string',
	default: '',
	description:
		'Your own ID of the message, which comes back with statuses and replies. Left blank, each item gets one.',
};

const extraInfo: INodeProperties = {
	displayName: 'Extra Info',
	name: 'extraInfo',
	type: 'string',
	default: '',
	description: 'Text of your own that comes back with statuses and replies',
};

const flowId: INodeProperties = {
	displayName: 'Flow ID',
	name: 'flowId',
	type: 'string',
	default: '',
	description: 'The bot flow at Wavy that handles the answers',
};

const expiresInMinutes: INodeProperties = {
	displayName: 'Expires In (Minutes)',
	name: 'expiresInMinutes',
	type: 'number',
	default: 0,
	description:
		'After how long an SMS that could not be delivered is given up. 0 leaves it to Wavy.',
};

const flashSms: INodeProperties = {
	displayName: 'Flash SMS',
	name: 'flashSms',
	type: 'boolean',
	default: false,
	description: 'Whether to show the SMS at once, without keeping it in the inbox',
};

const scheduledDate: INodeProperties = {
	displayName: 'Scheduled Date',
	name: 'scheduledDate',
	type: 'dateTime',
	default: '',
	description:
		'When to send the SMS, at least 30 minutes ahead. A date without a time zone is read in ' +
		'the time zone of the workflow.',
};

const languagePolicy: INodeProperties = {
	displayName: 'Language Policy',
	name: 'languagePolicy',
	type: 'options',
	default: 'DETERMINISTIC',
	description: 'What to do where the template does not exist in the language asked for',
	options: [
		{ name: 'Fail', value: 'DETERMINISTIC', description: 'Send it in that language or not at all' },
		{
			name: 'Fall Back',
			value: 'FALLBACK',
			description: 'Send it in the language of the phone or the default',
		},
	],
};

const ttlDays: INodeProperties = {
	displayName: 'Time to Live (Days)',
	name: 'ttlDays',
	type: 'number',
	typeOptions: { minValue: LIMITS.ttlDays.min, maxValue: LIMITS.ttlDays.max },
	default: 7,
	description: 'For how many days Wavy may try to deliver the template',
};

/** What ties statuses and replies to the item. */
export const tieOptions: INodeProperties[] = [correlationId, extraInfo];

/** Options of every message. */
export const messageOptions: INodeProperties[] = [campaignAlias, flowId];

export const templateOptions: INodeProperties[] = [languagePolicy, ttlDays];

export const smsOptions: INodeProperties[] = [
	...messageOptions,
	...tieOptions,
	expiresInMinutes,
	flashSms,
	scheduledDate,
];
