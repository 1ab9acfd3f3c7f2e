import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readBoolean } from '../../../engine/fields/boolean';
import { isoUtc, readDate, readDay } from '../../../engine/fields/date';
import { readId, readName, readPathId } from '../../../engine/fields/id';
import { ItemError } from '../../../engine/fields/itemError';
import { checkedValue, readJson } from '../../../engine/fields/json';
import { requiredList } from '../../../engine/fields/list';
import { readMoney, readNumber, readWholeNumber } from '../../../engine/fields/number';
import { readPhone } from '../../../engine/fields/phone';
import { requiredText } from '../../../engine/fields/text';

const ZONE = 'America/Sao_Paulo';

/** The readers of each section of docs/values.md. */
const readers: Record<string, Array<(value: unknown) => unknown>> = {
	Texts: [(value) => requiredText(value, 'X')],
	IDs: [(value) => readId(value, 'contact', 'X')],
	'IDs in addresses': [(value) => readPathId(value, 'contact', 'X')],
	Names: [(value) => readName(value, 'X')],
	'Numbers and money': [(value) => readNumber(value, 'X'), (value) => readMoney(value, 'X')],
	'Whole numbers': [(value) => readWholeNumber(value, 'X')],
	'Yes and no': [(value) => readBoolean(value, 'X', false)],
	Lists: [(value) => requiredList(value, 'X')],
	JSON: [(value) => readJson(value, 'X')],
	Dates: [(value) => isoUtc(readDate(value, 'X', ZONE))],
	Days: [(value) => readDay(value, 'X', ZONE)],
	'Phone numbers': [(value) => readPhone(value, 'X')],
	Documents: [(value) => checkedValue(value, 'X')],
};

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/values.md'), 'utf8');
const sections = page
	.split(/^## /m)
	.slice(1)
	.map((section) => {
		const rows = [...section.matchAll(/^\| `(.+)` \| (?:`(.+)`|rejected) \|$/gm)];
		return {
			title: section.slice(0, section.indexOf('\n')),
			rows: rows.map(([, value, result]) => [value!, result] as const),
		};
	});

it('every section of the page has a reader and a table', () => {
	expect(sections.map(({ title }) => title)).toEqual(Object.keys(readers));
	const lines = page.match(/^\| `/gm) ?? [];
	expect(sections.flatMap(({ rows }) => rows)).toHaveLength(lines.length);
});

describe.each(sections)('$title', ({ title, rows }) => {
	it.each(rows)('%s', (written, result) => {
		const value: unknown = JSON.parse(written);
		for (const read of readers[title]!) {
			if (result === undefined) expect(() => read(value)).toThrow(ItemError);
			else expect(read(value)).toEqual(JSON.parse(result));
		}
	});
});
