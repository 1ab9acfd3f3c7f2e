import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { isoUtc, readDate, readDay } from '../../../engine/fields/date';
import { requiredList } from '../../../engine/fields/list';
import { requiredText } from '../../../engine/fields/text';
import { runNode, useVmExpressions } from '../../support/engine.mts';

/** A node that hands over what n8n makes of its one parameter. */
const probe = (received: unknown[]): INodeType => ({
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	},
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		received.push(this.getNodeParameter('value', 0));
		return [[]];
	},
});

async function evaluated(expression: string): Promise<unknown> {
	const received: unknown[] = [];
	const { error } = await runNode({
		type: probe(received),
		parameters: { value: `={{ ${expression} }}` },
		items: [{}],
	});
	expect(error).toBeUndefined();
	return received[0];
}

describe.each(['legacy', 'vm'])('date objects of expressions (%s)', (engine) => {
	let end = async () => {};
	beforeAll(async () => {
		if (engine === 'vm') end = await useVmExpressions();
	});
	afterAll(async () => await end());

	it.each([
		[
			'new Date("2026-11-21T09:30:00Z")',
			'2026-11-21T09:30:00.000Z',
			'2026-11-21T09:30:00Z',
			'2026-11-21',
		],
		[
			'DateTime.fromISO("2026-11-21T23:30:00+05:00", { setZone: true })',
			'2026-11-21T23:30:00.000+05:00',
			'2026-11-21T18:30:00Z',
			'2026-11-21',
		],
		[
			'DateTime.fromISO("1985-03-07", { zone: "Asia/Tokyo" })',
			'1985-03-07T00:00:00.000+09:00',
			'1985-03-06T15:00:00Z',
			'1985-03-07',
		],
	])('%s', async (expression, text, instant, day) => {
		const value = await evaluated(expression);
		expect(typeof value).toBe('object');
		expect(requiredText(value, 'Note')).toBe(text);
		expect(requiredList(value, 'Tags')).toEqual([text]);
		expect(isoUtc(readDate(value, 'At', 'America/New_York'))).toBe(instant);
		expect(readDay(value, 'dob', 'America/New_York')).toBe(day);
	});

	it.each(['$now', '$today'])('%s is a text and a date', async (expression) => {
		const value = await evaluated(expression);
		const text = requiredText(value, 'Note');
		expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[-+]\d\d:\d\d$/);
		expect(isoUtc(readDate(value, 'At', 'UTC'))).toBe(isoUtc(readDate(text, 'At', 'UTC')));
	});

	it.each([
		'$now.diff($today)',
		'new Date("x")',
		'DateTime.fromISO("x")',
		'({ at: 1 })',
		'new Map()',
	])('%s is neither', async (expression) => {
		const value = await evaluated(expression);
		expect(() => requiredText(value, 'Note')).toThrow('"Note" is not a text');
		expect(() => readDate(value, 'At', 'UTC')).toThrow('"At" is not a date');
	});
});
