import type { Resource } from '../../../engine/operation';

export const resources: Resource[] = [];
