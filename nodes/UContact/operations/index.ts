import type { Resource } from '../../../engine/operation';
import { forward } from './callback/forward';
import { createFile } from './dialer/createFile';

/** All that the uContact node can do: the only list of its resources and operations. */
export const resources: Resource[] = [
	{ value: 'dialer', name: 'Dialer', operations: [createFile] },
	{ value: 'callback', name: 'Callback', operations: [forward] },
];
