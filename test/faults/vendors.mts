import { globSync } from 'node:fs';
import path from 'node:path';

import type { FaultCase, FaultVendor } from './vendor.mts';

/** A module of fault cases: `<vendor>.cases.mts` exports the vendor, `<vendor>/*.cases.mts` further cases of it. */
const load = (file: string) => require(path.join(__dirname, file)) as Record<string, unknown>;

/** Every vendor under faults, with its cases, found by the files in this folder. */
export const faultVendors: FaultVendor[] = globSync('*.cases.mts', { cwd: __dirname })
	.sort()
	.map((file) => {
		const name = path.basename(file, '.cases.mts');
		const vendor = load(file)[name] as FaultVendor;
		const further = globSync(`${name}/*.cases.mts`, { cwd: __dirname }).sort();
		return {
			...vendor,
			cases: [...vendor.cases, ...further.flatMap((one) => load(one).cases as FaultCase[])],
		};
	});
