import { eagleEye } from './eagleEye/index.mts';
import { sessionM } from './sessionM/index.mts';
import type { Vendor } from './shared/vendor.mts';
import { uContact } from './uContact/index.mts';
import { wai } from './wai/index.mts';
import { wavy } from './wavy/index.mts';

/** Every mock vendor by its name, in the order of the page. A new one is a folder and one entry here. */
export const vendorsByName = { wai, wavy, uContact, eagleEye, sessionM } satisfies Record<string, Vendor>;

export const vendors: Vendor[] = Object.values(vendorsByName);
