import type { Resource } from '../../../engine/operation';
import { call } from './api/call';
import { resource as api } from './api/resource';
import { forward } from './callback/forward';
import { createFile } from './dialer/createFile';
import { create } from './lead/create';
import { upload } from './list/upload';

/** All that the uContact node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{ value: 'dialer', name: 'Dialer', operations: [createFile] },
	{ value: 'callback', name: 'Callback', operations: [forward] },
	{ value: 'list', name: 'List', operations: [upload] },
	{ value: 'lead', name: 'Lead', operations: [create] },
	{ value: 'api', ...api, operations: [call] },
];
