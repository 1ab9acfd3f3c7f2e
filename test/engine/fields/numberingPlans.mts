import fc from 'fast-check';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max.json';

/** One country's part of a numbering plan, as libphonenumber-js keeps it. */
export interface Plan {
	country: string;
	code: string;
	/** What is dialled within the country before a number, such as 0; none in some. */
	nationalPrefix: string | undefined;
	/** Patterns of the numbers of land lines and of mobile phones. */
	patterns: string[];
}

/** Positions in the compressed form of the metadata (its runtime/README: "Metadata"). */
const CODE = 0;
const NATIONAL_PREFIX = 5;
const TYPES = 11;
const LAND_LINE = 0;
const MOBILE = 1;

type Compressed = Array<string | number | undefined | Array<Array<string | number[]> | undefined>>;

export const plans: Plan[] = Object.entries(
	metadata.countries as unknown as Record<string, Compressed>,
).map(([country, data]) => {
	const types = (data[TYPES] ?? []) as Array<[string] | undefined>;
	return {
		country,
		code: data[CODE] as string,
		nationalPrefix: (data[NATIONAL_PREFIX] || undefined) as string | undefined,
		patterns: [types[LAND_LINE]?.[0], types[MOBILE]?.[0]].filter(
			(pattern) => pattern !== undefined && pattern !== '',
		),
	} as Plan;
});

interface Piece {
	/** The digits that it may begin with. */
	first: Set<string>;
	canBeEmpty: boolean;
}

/** The digits that a text of such a pattern may begin with. Patterns hold digits, \d, classes, groups and counts. */
export function firstDigits(pattern: string): Set<string> {
	let at = 0;
	const alternatives = (): Piece => {
		const found = [sequence()];
		while (pattern[at] === '|') {
			at++;
			found.push(sequence());
		}
		return {
			first: new Set(found.flatMap(({ first }) => [...first])),
			canBeEmpty: found.some((one) => one.canBeEmpty),
		};
	};
	const sequence = (): Piece => {
		const piece: Piece = { first: new Set(), canBeEmpty: true };
		while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
			const next = counted(atom());
			if (piece.canBeEmpty) for (const digit of next.first) piece.first.add(digit);
			piece.canBeEmpty &&= next.canBeEmpty;
		}
		return piece;
	};
	const atom = (): Piece => {
		const group = /^\((?:\?:)?/.exec(pattern.slice(at));
		if (group) {
			at += group[0].length;
			const inner = alternatives();
			at++;
			return inner;
		}
		const [one] = /^(?:\[[^\]]+\]|\\d|\d)/.exec(pattern.slice(at)) ?? [];
		if (one === undefined) throw new Error(`Not a pattern of digits: ${pattern.slice(at)}`);
		at += one.length;
		const matches = new RegExp(one);
		return {
			first: new Set([...'0123456789'].filter((digit) => matches.test(digit))),
			canBeEmpty: false,
		};
	};
	const counted = (piece: Piece): Piece => {
		const [count = '', min] = /^(?:\?|\{(\d+)(?:,\d*)?\})/.exec(pattern.slice(at)) ?? [];
		at += count.length;
		return count === '?' || min === '0' ? { ...piece, canBeEmpty: true } : piece;
	};
	return alternatives().first;
}

/** Seven digits have the shortest numbers in use; a few of Germany have more than the 15 that E.164 allows. */
const isE164 = ({ length }: string): boolean => length >= 7 && length <= 15;

/** Numbers of these plans that libphonenumber takes for valid. */
export const validOf = (some: Plan[]) =>
	fc
		.constantFrom(...some.flatMap((plan) => plan.patterns.map((pattern) => ({ ...plan, pattern }))))
		.chain((plan) =>
			fc
				.stringMatching(new RegExp(`^(?:${plan.pattern})$`))
				.map((national) => ({ ...plan, national })),
		)
		.filter(
			({ code, national }) => isValidPhoneNumber(`+${code}${national}`) && isE164(code + national),
		);

/** Valid numbers of all plans. */
export const valid = validOf(plans);
