import { newId } from './columns/ids.mts';
import type { Random } from './random.mts';

/** Ids of customers that the vendor has, in all the forms that ids come in. */
export const pool = (random: Random, count: number): string[] =>
	Array.from({ length: count }, (_, i) => newId(random, i + 1));

/** One for each row, beginning again when they are used up. */
export const cycled = <T,>(of: readonly T[], rows: number): T[] =>
	Array.from({ length: rows }, (_, row) => of[row % of.length]!);
