import { anyOf, type Column, column, type Empty, NO_VALUE, type Writing } from '../cells.mts';
import type { Random } from '../random.mts';
import { newId } from './ids.mts';

/** Yes and no as spreadsheets and forms write them. */
const YES = [
	true,
	1,
	'1',
	'true',
	'TRUE',
	'True',
	'yes',
	'Y',
	'on',
	'WAHR',
	'VERDADEIRO',
	'sim',
	'sí',
	'si\u0301',
	'oui',
];
const NO = [
	false,
	0,
	'0',
	'false',
	'FALSE',
	'no',
	'N',
	'off',
	'FALSCH',
	'FALSO',
	'não',
	'na\u0303o',
	'faux',
	' nej ',
];

/** Yes and no; empty cells mean no, which some vendors are not told. */
export const yesOrNo = ({ no }: { no?: false } = { no: false }): Column =>
	column<boolean>({
		meant: (random) => random.chance(0.5),
		right: (isYes) => isYes || no,
		writings: [(isYes, random) => random.pick<unknown>(isYes ? YES : NO)],
		damages: [
			anyOf(NO_VALUE),
			anyOf([
				'maybe',
				'x',
				'2',
				2,
				-1,
				'yes/no',
				'n/a',
				'-',
				'ja nein',
				'☑',
				['true'],
				{},
				[],
				[true],
			]),
		],
		empty: { right: no },
	});

/** What a list consists of. */
interface Lists {
	/** The entries that there are; any unless given. */
	of?: readonly string[];
	max?: number;
	empty?: Empty;
}

const DAMAGES: ReadonlyArray<Writing<string[]>> = [
	anyOf([true, {}, { a: 1 }, [true], [{ a: 1 }], [['a']], [Number('12345678901234567890')], 1e21]),
	anyOf(NO_VALUE),
	anyOf([
		'{"a":1}',
		'[vip, gold]',
		'[{"reference":"X"}]',
		'[object Object]',
		'["vip"',
		'[12345678901234567890]',
	]),
	// As Python writes one.
	(entries) => `[${entries.map((entry) => `'${entry}'`).join(', ')}]`,
	// As HubSpot and Salesforce export several choices, and as lines of one cell.
	(entries) => [...entries, 'x'].join(';'),
	(entries) => [...entries, 'x'].join('\n'),
	(entries) => [...entries, 'x'].join('\t'),
	(entries) => [...entries, `Jos\ufffd`],
	(entries) => `${entries.join(',')},\ud83d`,
];

/** Lists of names. */
export const lists = ({ of, max = 3, empty }: Lists = {}): Column =>
	column<string[]>({
		meant(random, row) {
			const entries = Array.from({ length: random.int(1, max) }, () =>
				of ? random.pick(of) : entry(random, row),
			);
			return [...new Set(entries)];
		},
		right: (entries) => entries,
		writings: [
			(entries) => entries,
			(entries) => JSON.stringify(entries),
			(entries) => JSON.stringify(entries, undefined, 2),
			(entries) => entries.join(','),
			(entries) => ` ${entries.join(' ,  ')}, `,
			(entries) => entries.map((one) => ` ${one}`),
			(entries) => [null, ...entries, ''],
			([one, ...others]) =>
				others.length === 0 && /^[1-9]\d{0,14}$/.test(one!) ? Number(one) : undefined,
		],
		damages: DAMAGES,
		empty,
	});

const entry = (random: Random, row: number): string => newId(random, row).replaceAll(',', '');
