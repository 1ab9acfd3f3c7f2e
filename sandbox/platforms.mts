import { sessionM } from './sessionM/index.mts';
import type { Platform } from './shared/platform.mts';
import { ucontact } from './ucontact/index.mts';
import { wai } from './wai/index.mts';
import { wavy } from './wavy/index.mts';

/** Every vendor the sandbox stands in for. A new vendor is a folder and one entry here. */
export const platforms: Platform[] = [wai, wavy, ucontact, sessionM];
