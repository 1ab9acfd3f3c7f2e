import { <%= vendor %> as faults } from '../faults/<%= vendor %>.cases.mts';
import type { ListVendor } from './operation.mts';

export const <%= vendor %>: ListVendor = {
	title: faults.title,
	platform: faults.platform,
	run: faults.run,
	// Each operation has a file of its own in the folder of this name.
	operations: {},
};
