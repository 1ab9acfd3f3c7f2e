import fc from 'fast-check';
import { parseJson } from '../../sandbox/shared/json.mts';

/** Names that tell good scanners from bad ones. */
const name = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.nat().map(String),
	fc.constantFrom('__proto__', 'constructor', '', '"', '\\"', '{', '}', ',', ':', '😀', '\u0000'),
);

/**
 * Once V8 (Node 24.21; not Node 20) has parsed an object with a name that is one backslash, its JSON.parse gives that
 * name to any one-letter name that is written as an escape ("\\n", "\\u0000") and stands in the same place of another
 * object. Such texts would test V8.
 */
const namesABackslash = /"\\\\"\s*:/;

describe('parseJson', () => {
	it('gives the members in the order sent, with the bytes of their values', () => {
		const members = fc.uniqueArray(fc.tuple(name, fc.jsonValue()), {
			selector: ([key]) => key,
			maxLength: 12,
		});
		const space = fc.constantFrom('', ' ', '\n', '\t\r\n ');
		fc.assert(
			fc.property(members, space, (entries, gap) => {
				const members = entries.map(
					([key, value]) =>
						`${gap}${JSON.stringify(key)}${gap}:${gap}${JSON.stringify(value)}${gap}`,
				);
				const text = `${gap}{${members.join(',')}}${gap}`;
				fc.pre(!namesABackslash.test(text));
				const body = Buffer.from(text);
				const parsed = parseJson(body);
				expect(parsed.members.map(({ key }) => key)).toEqual(entries.map(([key]) => key));
				parsed.members.forEach(({ key, start, end }, index) => {
					const expected = JSON.stringify(entries[index]![1]);
					expect(body.toString('utf8', start, end)).toBe(expected);
					expect(JSON.stringify((parsed.value as Record<string, unknown>)[key])).toBe(
						JSON.stringify(JSON.parse(expected)),
					);
				});
			}),
			{ numRuns: 500 },
		);
	});

	it.each([
		'{"a":1,"a":1}',
		'{"a":1,"\\u0061":2}',
		'{"a":{"b":1,"b":2}}',
		'{"a":[{"b":1,"c":{},"b":2}]}',
		'[{"a":1,"a":2}]',
		'{"__proto__":1,"__proto__":2}',
		'{"1":1,"1":2}',
	])('rejects a repeated name: %s', (text) => {
		expect(() => parseJson(Buffer.from(text))).toThrow('twice');
	});

	it.each([
		'{"a":{"b":1},"b":{"a":1}}',
		'[{"a":1},{"a":1}]',
		'{"a:b":":,:"}',
		'{}',
		'[]',
		'"x"',
		'1',
		'null',
	])('takes %s', (text) => {
		expect(parseJson(Buffer.from(text)).value).toEqual(JSON.parse(text));
	});

	it.each([
		'',
		'{',
		'{"a":1,}',
		'[1,]',
		"{'a':1}",
		'{a:1}',
		'{"a":1} x',
		'// c\n{}',
		'\ufeff{}',
		'NaN',
		'{"a":01}',
	])('rejects %j', (text) => {
		expect(() => parseJson(Buffer.from(text))).toThrow('not valid JSON');
	});

	it('rejects bytes that are not UTF-8', () => {
		expect(() => parseJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow('UTF-8');
	});

	it('is not brought down by depth', () => {
		expect(() => parseJson(Buffer.from('['.repeat(400_000) + ']'.repeat(400_000)))).not.toThrow(
			RangeError,
		);
	});
});
