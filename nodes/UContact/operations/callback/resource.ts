import type { ResourceDescription } from '../../../../engine/operation';

export const resource: ResourceDescription = { name: 'Callback', defaultOperation: 'forward' };
