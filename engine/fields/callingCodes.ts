/** Calling codes of one and two digits (ITU-T E.164); all others have three, and none begins another. */
const SHORT_CODES = new Set([
	...'1 7'.split(' '),
	...'20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49'.split(' '),
	...'51 52 53 54 55 56 57 58 60 61 62 63 64 65 66'.split(' '),
	...'81 82 84 86 90 91 92 93 94 95 98'.split(' '),
]);

/**
 * Where a number of a land line or a mobile phone may begin with 0 behind the calling code: Ivory Coast, Burkina
 * Faso, Benin, Gabon, Congo, Rwanda, San Marino, Italy and the Vatican, Tajikistan. Everywhere else such a zero is
 * the one that is dialled within the country only.
 *
 * Derived from the patterns of Google's libphonenumber for these two kinds of numbers, as its port
 * libphonenumber-js 1.13.16 has them; the test derives them again.
 */
export const CODES_BEFORE_ZERO: ReadonlySet<string> = new Set(
	'225 226 229 241 242 250 378 39 992'.split(' '),
);

/** The calling code that an international number begins with, assigned or not. */
export function callingCodeOf(digits: string): string {
	const short = [1, 2]
		.map((length) => digits.slice(0, length))
		.find((code) => SHORT_CODES.has(code));
	return short ?? digits.slice(0, 3);
}
