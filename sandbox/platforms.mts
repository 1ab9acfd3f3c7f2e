import { eagleEye } from './eagleEye/index.mts';
import type { Platform } from './shared/platform.mts';
import { wai } from './wai/index.mts';

/** Every vendor the sandbox stands in for. A new vendor is a folder and one entry here. */
export const platforms: Platform[] = [wai, eagleEye];
