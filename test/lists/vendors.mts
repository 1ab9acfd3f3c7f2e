import { globSync } from 'node:fs';
import path from 'node:path';

import type { ListOperation, ListVendor } from './operation.mts';

/** `<vendor>.lists.mts` exports the vendor, `<vendor>/*.lists.mts` each further `operations` of it. */
const load = (file: string) => require(path.join(__dirname, file)) as Record<string, unknown>;

/** Every vendor whose operations are given generated lists, found by the files in this folder. */
export const listVendors: ListVendor[] = globSync('*.lists.mts', { cwd: __dirname })
	.sort()
	.map((file) => {
		const name = path.basename(file, '.lists.mts');
		const vendor = load(file)[name] as ListVendor;
		const further = globSync(`${name}/*.lists.mts`, { cwd: __dirname })
			.sort()
			.map((one) => load(one).operations as Record<string, ListOperation>);
		return { ...vendor, operations: Object.assign({}, vendor.operations, ...further) };
	});
