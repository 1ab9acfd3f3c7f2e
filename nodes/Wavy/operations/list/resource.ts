import type { ResourceDescription } from '../../../../engine/operation';

export const resource: ResourceDescription = { name: 'List', defaultOperation: 'getAll' };
