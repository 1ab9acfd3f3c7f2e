import {
	anyOf,
	type Column,
	column,
	type Empty,
	exponent,
	NO_CELL,
	NO_VALUE,
	type Writing,
} from '../cells.mts';
import type { Random } from '../random.mts';

/** Names of people and places in many scripts; some letters come in two forms, some with invisible joiners. */
const WORDS = [
	'Ana',
	'José',
	'Jose\u0301',
	'Ñandú',
	'Åsa Öberg',
	'Łódź',
	'Þórður',
	'İstanbul',
	'ıŞık',
	'Straße',
	'Ελένη',
	'Ольга',
	'Київ',
	'עדי',
	'مريم',
	'می‌خواهم',
	'अनिता',
	'क्‍ष',
	'தமிழ்',
	'ไทย',
	'王小明',
	'東京',
	'𠮷野家',
	'김민지',
	'ኢትዮጵያ',
	'👩‍👩‍👧',
	'🇧🇷',
	"O'Neill",
	'Müller & Söhne',
	'"Bob"',
	'<b>',
	'{{ $json.x }}',
	'50 %',
	'C:\\new',
	'A-1',
	'Null',
	'Nan',
	'True Love',
];

export const words = (random: Random): string =>
	Array.from({ length: random.int(1, 3) }, () => random.pick(WORDS)).join(' ');

const DAMAGES: ReadonlyArray<Writing<string>> = [
	anyOf(NO_CELL),
	anyOf(NO_VALUE),
	(text) => `${text} [object Object]`,
	(text) => `${text}\ud83d`,
	(text) => `\udc4d${text}`,
	// A file in Windows-1252 that was read as UTF-8.
	(text) => `Jos\ufffd ${text}`,
	(_, random) => Number(random.digits(18)),
	(_, random) => exponent(random.digits(random.int(12, 19)), random),
];

/** A text, which arrives as it is. */
export function texts(
	more: {
		/** Characters that it may have. */
		max?: number;
		/** Further ways to write one. */
		writings?: ReadonlyArray<Writing<string>>;
		/** What it must not hold. */
		not?: RegExp;
		damages?: ReadonlyArray<Writing<string>>;
		empty?: Empty;
	} = {},
): Column {
	const { max = Number.POSITIVE_INFINITY, not, damages = [], empty } = more;
	const tooLong: Writing<string> = () => 'x'.repeat(max + 1);
	const meant = (random: Random): string => {
		for (;;) {
			const text = random.chance(0.2)
				? random.digits(random.int(1, Math.min(15, max)))
				: words(random);
			if (text.length <= max && !not?.test(text)) return text;
		}
	};
	return column<string>({
		meant,
		right: (text) => text,
		writings: [(text) => text, (text) => (/^[1-9]\d*$/.test(text) ? Number(text) : undefined)],
		damages: [...DAMAGES, ...damages, ...(max < 5000 ? [tooLong] : [])],
		empty,
	});
}

/** What a document takes under any name: texts, numbers and yes/no, as they are. */
export const documentValues = (): Column => ({
	right(random) {
		const value = random.pick([
			() => words(random),
			() => random.digits(random.int(1, 15)),
			() => Number(random.digits(random.int(1, 15))),
			() => random.int(-100_000, 100_000) / 100,
			() => random.chance(0.5),
			() => [words(random), random.int(0, 9)],
			() => ({ city: words(random), points: random.int(0, 999) }),
		])();
		return { given: value, right: value };
	},
	wrong: (random) =>
		random.pick([
			() => Number(random.digits(19)),
			() => exponent(random.digits(16), random),
			() => random.pick(NO_VALUE),
			() => `Jos\ufffd`,
			() => `${words(random)}\ud83d`,
			() => `Dear [object Object]`,
			() => ({ card: Number(random.digits(18)) }),
			() => [words(random), Number(random.digits(17)) * 100],
			() => ({ names: ['Ana', { first: 'Jos\ufffd' }] }),
		])(),
});
