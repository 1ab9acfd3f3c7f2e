// Generated from the files in this folder by `npm run generate`.
import type { Resource } from '../../../engine/operation';
import { call as apiCall } from './api/call';
import { resource as api } from './api/resource';
import { getAll as listGetAll } from './list/getAll';
import { resource as list } from './list/resource';
import { download as mediaDownload } from './media/download';
import { resource as media } from './media/resource';
import { sendAndWait as messageSendAndWait } from './message/sendAndWait';
import { sendContact as messageSendContact } from './message/sendContact';
import { sendInteractive as messageSendInteractive } from './message/sendInteractive';
import { sendLocation as messageSendLocation } from './message/sendLocation';
import { sendMedia as messageSendMedia } from './message/sendMedia';
import { sendTemplate as messageSendTemplate } from './message/sendTemplate';
import { sendText as messageSendText } from './message/sendText';
import { resource as message } from './message/resource';
import { getStatus as smsGetStatus } from './sms/getStatus';
import { send as smsSend } from './sms/send';
import { resource as sms } from './sms/resource';

/** All that the node can do. */
export const resources: Resource[] = [
	{ value: 'api', ...api, operations: [apiCall] },
	{ value: 'list', ...list, operations: [listGetAll] },
	{ value: 'media', ...media, operations: [mediaDownload] },
	{
		value: 'message',
		...message,
		operations: [
			messageSendAndWait,
			messageSendContact,
			messageSendInteractive,
			messageSendLocation,
			messageSendMedia,
			messageSendTemplate,
			messageSendText,
		],
	},
	{ value: 'sms', ...sms, operations: [smsGetStatus, smsSend] },
];
