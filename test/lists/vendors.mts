import { eagleEye } from './eagleEye.lists.mts';
import type { ListVendor } from './operation.mts';
import { sessionM } from './sessionM.lists.mts';
import { uContact } from './uContact.lists.mts';
import { wai } from './wai.lists.mts';
import { wavy } from './wavy.lists.mts';

/** Every vendor whose operations are given generated lists. */
export const listVendors: ListVendor[] = [eagleEye, sessionM, uContact, wai, wavy];
