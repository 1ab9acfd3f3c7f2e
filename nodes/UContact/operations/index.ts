// Generated from the files in this folder by `npm run generate`.
import type { Resource } from '../../../engine/operation';
import { forward as callbackForward } from './callback/forward';
import { resource as callback } from './callback/resource';
import { createFile as dialerCreateFile } from './dialer/createFile';
import { resource as dialer } from './dialer/resource';

/** All that the node can do. */
export const resources: Resource[] = [
	{ value: 'callback', ...callback, operations: [callbackForward] },
	{ value: 'dialer', ...dialer, operations: [dialerCreateFile] },
];
