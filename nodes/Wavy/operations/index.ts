import type { Resource } from '../../../engine/operation';
import { call } from './api/call';
import { resource as api } from './api/resource';
import { getAll as getList } from './list/getAll';
import { resource as list } from './list/resource';
import { download } from './media/download';
import { resource as media } from './media/resource';
import { sendAndWait } from './message/sendAndWait';
import { sendContact } from './message/sendContact';
import { sendInteractive } from './message/sendInteractive';
import { sendLocation } from './message/sendLocation';
import { sendMedia } from './message/sendMedia';
import { sendTemplate } from './message/sendTemplate';
import { sendText } from './message/sendText';
import { getStatus } from './sms/getStatus';
import { send as sendSms } from './sms/send';

/** All that the Wavy node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{
		value: 'message',
		name: 'Message',
		operations: [sendTemplate, sendText, sendMedia, sendInteractive, sendLocation, sendContact, sendAndWait],
	},
	{ value: 'sms', name: 'SMS', operations: [sendSms, getStatus] },
	{ value: 'list', ...list, operations: [getList] },
	{ value: 'media', ...media, operations: [download] },
	{ value: 'api', ...api, operations: [call] },
];
