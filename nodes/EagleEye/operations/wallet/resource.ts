import type { ResourceDescription } from '../../../../engine/operation';

export const resource: ResourceDescription = { name: 'Wallet', defaultOperation: 'get' };
