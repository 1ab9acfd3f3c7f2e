import fc from 'fast-check';

import { isBlank, optional } from '../../../engine/fields/blank';
import { ItemError, quoted } from '../../../engine/fields/itemError';
import { lengthOf, optionalText, requiredText } from '../../../engine/fields/text';
import { blank, composite, unsafe } from './given.mts';

describe('texts', () => {
	it('arrive as they are', () => {
		const text = fc
			.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
			.filter((t) => t.isWellFormed() && !isBlank(t) && !/\ufffd|^\s*#/.test(t));
		fc.assert(fc.property(text, (given) => expect(requiredText(given, 'Note')).toBe(given)));
	});

	it('that are numbers are written as in JSON', () => {
		const number = fc.oneof(
			fc.maxSafeInteger(),
			fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
		);
		fc.assert(
			fc.property(number, (given) =>
				expect(requiredText(given, 'Note')).toBe(JSON.stringify(given)),
			),
		);
		expect(requiredText(123456789012345678901234567890n, 'Note')).toBe(
			'123456789012345678901234567890',
		);
	});

	it('are no lists, objects and yes/no, and no numbers that are not exact', () => {
		fc.assert(
			fc.property(composite, (given) =>
				expect(() => requiredText(given, 'Note')).toThrow('"Note" is not a text'),
			),
		);
		fc.assert(
			fc.property(unsafe, (given) =>
				expect(() => requiredText(given, 'Note')).toThrow('cannot be kept exactly'),
			),
		);
		for (const given of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('a')]) {
			expect(() => requiredText(given, 'Note')).toThrow(ItemError);
		}
	});

	it('are undefined or rejected where nothing is to be seen', () => {
		fc.assert(
			fc.property(blank, (given) => {
				expect(optionalText(given, 'Note')).toBeUndefined();
				expect(optional(given, () => 'read')).toBeUndefined();
				expect(() => requiredText(given, 'Note')).toThrow('"Note" is empty');
			}),
		);
		expect(optional(' 5', Number)).toBe(5);
	});

	it('hold no half of a character', () => {
		const half = fc.constantFrom('\ud83d', '\udc4b', '\ud800');
		fc.assert(
			fc.property(fc.string(), half, fc.string(), (before, lone, after) => {
				expect(() => requiredText(`${before}${lone} ${after}`, 'Note')).toThrow('lone surrogate');
			}),
		);
	});

	it.each(['[object Object]', 'Hi [object Object]!', 'a,[object Object]'])(
		'hold no object in the place of a text: %p',
		(given) => {
			expect(() => requiredText(given, 'Note')).toThrow('holds an object');
		},
	);

	it('are measured in characters, as vendors count them', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 12 }), (given, max) => {
				const { length } = [...given];
				expect(lengthOf(given)).toBe(length);
				fc.pre(!isBlank(given));
				if (length <= max) expect(optionalText(given, 'Note', max)).toBe(given);
				else
					expect(() => optionalText(given, 'Note', max)).toThrow(
						`"Note" has ${length} characters, and may have ${max}`,
					);
			}),
		);
		expect(lengthOf('👋🏽a')).toBe(3);
	});
});

describe('quoted', () => {
	it.each<[unknown, string]>([
		['a"b', '"a\\"b"'],
		['x'.repeat(300_000), `"${'x'.repeat(60)}…"`],
		[`${'x'.repeat(59)}👋`, `"${'x'.repeat(59)}…"`],
		['12\u200b3\u202e', '"12\\u200b3\\u202e"'],
		['a\nb\u2028', '"a\\nb\\u2028"'],
		['\u{e0001}', '"\\u{e0001}"'],
		[{ secret: 'x' }, 'an object'],
		[['x'], 'a list'],
		[12n, '12'],
		[true, 'true'],
		[undefined, 'undefined'],
		[null, 'null'],
		[() => 'secret', 'a function'],
		[Symbol('s'), 'Symbol(s)'],
		[10n ** 100n, `1${'0'.repeat(59)}…`],
	])('%#', (value, expected) => {
		expect(quoted(value)).toBe(expected);
	});

	it('shows no more than 60 characters of any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 61, maxLength: 2000 }), (text) => {
				expect(JSON.parse(quoted(text))).toBe(`${text.slice(0, 60)}…`);
			}),
		);
	});
});
