// Generated from the files beside it by `npm run generate`.
import { eagleEye } from './eagleEye/index.mts';
import { sessionM } from './sessionM/index.mts';
import { uContact } from './uContact/index.mts';
import { wai } from './wai/index.mts';
import { wavy } from './wavy/index.mts';
import type { Vendor } from './shared/vendor.mts';

/** Every mock vendor by its name. */
export const vendorsByName = { eagleEye, sessionM, uContact, wai, wavy } satisfies Record<
	string,
	Vendor
>;

export const vendors: Vendor[] = Object.values(vendorsByName);
