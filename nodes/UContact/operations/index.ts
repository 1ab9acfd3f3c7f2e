// Generated from the files in this folder by `npm run generate`.
import type { Resource } from '../../../engine/operation';
import { call as apiCall } from './api/call';
import { resource as api } from './api/resource';
import { forward as callbackForward } from './callback/forward';
import { resource as callback } from './callback/resource';
import { createFile as dialerCreateFile } from './dialer/createFile';
import { resource as dialer } from './dialer/resource';
import { create as leadCreate } from './lead/create';
import { resource as lead } from './lead/resource';
import { upload as listUpload } from './list/upload';
import { resource as list } from './list/resource';

/** All that the node can do. */
export const resources: Resource[] = [
	{ value: 'api', ...api, operations: [apiCall] },
	{ value: 'callback', ...callback, operations: [callbackForward] },
	{ value: 'dialer', ...dialer, operations: [dialerCreateFile] },
	{ value: 'lead', ...lead, operations: [leadCreate] },
	{ value: 'list', ...list, operations: [listUpload] },
];
