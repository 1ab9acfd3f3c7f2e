import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from './api';

const forSms = { show: { '/resource': ['sms'] } };
const forTemplates = { show: { '/operation': ['sendTemplate', 'sendAndWait'] } };
const tied = { hide: { '/operation': ['sendAndWait'] } };

/** Wavy's own options, shown beside the ones that all nodes share. */
export const wavyOptions: INodeProperties[] = [
	{
		displayName: 'Campaign Alias',
		name: 'campaignAlias',
		type: 'string',
		default: '',
		description: 'Name of the campaign that the messages belong to at Wavy; it comes back with statuses and replies',
	},
	{
		displayName: 'Correlation ID',
		name: 'correlationId',
		type: 'string',
		displayOptions: tied,
		default: '',
		description: 'Your own ID of the message, which comes back with statuses and replies. Left blank, each item gets one.',
	},
	{
		displayName: 'Expires In (Minutes)',
		name: 'expiresInMinutes',
		type: 'number',
		displayOptions: forSms,
		default: 0,
		description: 'After how long an SMS that could not be delivered is given up. 0 leaves it to Wavy.',
	},
	{
		displayName: 'Extra Info',
		name: 'extraInfo',
		type: 'string',
		displayOptions: tied,
		default: '',
		description: 'Text of your own that comes back with statuses and replies',
	},
	{
		displayName: 'Flash SMS',
		name: 'flashSms',
		type: 'boolean',
		displayOptions: forSms,
		default: false,
		description: 'Whether to show the SMS at once, without keeping it in the inbox',
	},
	{
		displayName: 'Flow ID',
		name: 'flowId',
		type: 'string',
		default: '',
		description: 'The bot flow at Wavy that is to take the answers',
	},
	{
		displayName: 'Language Policy',
		name: 'languagePolicy',
		type: 'options',
		displayOptions: forTemplates,
		default: 'DETERMINISTIC',
		description: 'What to do where the template does not exist in the language asked for',
		options: [
			{ name: 'Fail', value: 'DETERMINISTIC', description: 'Send it in that language or not at all' },
			{ name: 'Fall Back', value: 'FALLBACK', description: 'Send it in the language of the phone or the default' },
		],
	},
	{
		displayName: 'Scheduled Date',
		name: 'scheduledDate',
		type: 'dateTime',
		displayOptions: forSms,
		default: '',
		description: 'When to send the SMS, at least 30 minutes ahead. A date without a time zone is in that of the workflow.',
	},
	{
		displayName: 'Time to Live (Days)',
		name: 'ttlDays',
		type: 'number',
		typeOptions: { minValue: LIMITS.ttlDays.min, maxValue: LIMITS.ttlDays.max },
		displayOptions: forTemplates,
		default: 7,
		description: 'For how many days Wavy may try to deliver the template',
	},
];
