import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import {
	fieldsOrJson,
	fieldsOrJsonList,
	type FieldsOrJson,
} from '../../../engine/fields/fieldsOrJson';
import { requiredText } from '../../../engine/fields/text';
import { Parameters } from '../../../engine/fields/parameters';

const texts = {
	input: 'How to enter it.',
	fields: 'Enter the number of points',
	json: 'Enter the body of the request as JSON',
	jsonBody: 'The whole body',
};
const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	description: name,
	...more,
});
const points: FieldsOrJson = {
	name: 'points',
	title: 'Points',
	fields: [
		field('points'),
		field('reason', { displayOptions: { show: { kind: ['other'] }, hide: { quiet: [true] } } }),
	],
	jsonDefault: '{ "points": 100 }',
	isExample: true,
	texts,
};

/** Parameters of a node with these values; expressions are functions of the item. */
function parametersOf(values: Record<string, unknown>, items: IDataObject[] = [{}]): Parameters {
	return new Parameters(
		{
			getNode: () => ({}) as never,
			evaluateExpression: () => '',
			getNodeParameter: ((
				name: string,
				item: number,
				fallback: unknown,
				options?: { rawExpressions?: boolean },
			) => {
				const value = values[name] ?? fallback;
				const isExpression = typeof value === 'function';
				if (options?.rawExpressions) return isExpression ? '={{ computed() }}' : value;
				return isExpression ? (value as (json: IDataObject) => unknown)(items[item]!) : value;
			}) as never,
		},
		(item) => items[item],
		items.length,
	);
}

const guided = (parameters: Parameters) => {
	const read = parameters.field('points');
	return (item: number): IDataObject => ({ guided: requiredText(read(item), 'Points') });
};

describe('the parameters', () => {
	it('are a choice, the fields for one and JSON for the other', () => {
		expect(fieldsOrJson(points).properties).toEqual([
			{
				displayName: 'Points Input',
				name: 'pointsInput',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Fields', value: 'fields', description: texts.fields },
					{ name: 'JSON', value: 'json', description: texts.json },
				],
				default: 'fields',
				description: texts.input,
			},
			field('points', { displayOptions: { show: { pointsInput: ['fields'] } } }),
			field('reason', {
				displayOptions: {
					show: { pointsInput: ['fields'], kind: ['other'] },
					hide: { quiet: [true] },
				},
			}),
			{
				displayName: 'Points (JSON)',
				name: 'pointsJson',
				type: 'json',
				default: '{ "points": 100 }',
				displayOptions: { show: { pointsInput: ['json'] } },
				description: texts.jsonBody,
			},
		]);
	});

	it('keep the names that saved workflows have, and take further ways', () => {
		const shared = field('namespace', {
			displayOptions: { show: { templateInput: ['fields', 'shorthand'] } },
		});
		const { properties } = fieldsOrJson({
			...points,
			name: 'coupon',
			title: 'Coupons',
			inputName: 'templateInput',
			inputTitle: 'Coupons',
			jsonName: 'couponsJson',
			jsonTitle: 'Coupons as JSON',
			fieldsWay: { name: 'Single', value: 'single' },
			fields: [field('campaignId'), shared],
			others: [
				{
					option: { name: 'Shorthand', value: 'shorthand', description: 'Short' },
					fields: [field('shorthand')],
				},
			],
			isJsonRequired: true,
		});
		expect(properties.map(({ name, displayName }) => [name, displayName])).toEqual([
			['templateInput', 'Coupons'],
			['campaignId', 'campaignId'],
			['namespace', 'namespace'],
			['shorthand', 'shorthand'],
			['couponsJson', 'Coupons as JSON'],
		]);
		const [choice, single, both, shorthand, json] = properties;
		expect(choice).toMatchObject({
			default: 'single',
			options: [{ value: 'json' }, { value: 'shorthand' }, { value: 'single' }],
		});
		expect(single!.displayOptions).toEqual({ show: { templateInput: ['single'] } });
		expect(both).toEqual(shared);
		expect(shorthand!.displayOptions).toEqual({ show: { templateInput: ['shorthand'] } });
		expect(json).toMatchObject({
			required: true,
			displayOptions: { show: { templateInput: ['json'] } },
		});
	});
});

describe('the reader', () => {
	const { reader } = fieldsOrJson(points);

	it('reads the fields unless JSON is chosen', () => {
		expect(reader(parametersOf({ points: '7' }), { fields: guided })(0)).toEqual({ guided: '7' });
		const json = parametersOf({ pointsInput: 'json', pointsJson: '{"points":7,"reason":"x"}' });
		expect(reader(json, { fields: guided })(0)).toEqual({ points: 7, reason: 'x' });
	});

	it('reads each item the way that is chosen for it', () => {
		const values = {
			pointsInput: ({ way }: IDataObject) => way,
			points: ({ n }: IDataObject) => n,
			pointsJson: ({ n }: IDataObject) => ({ n }),
		};
		const items = [
			{ way: 'fields', n: '1' },
			{ way: 'json', n: 2 },
			{ way: 'fields', n: '3' },
			{ way: 'json', n: 4 },
			{ way: 'toString', n: 5 },
			{ way: undefined, n: 6 },
		];
		const read = reader(parametersOf(values, items), { fields: guided });
		expect([0, 1, 2, 3].map(read)).toEqual([{ guided: '1' }, { n: 2 }, { guided: '3' }, { n: 4 }]);
		expect(() => read(4)).toThrow('"Points Input" has an unknown value: "toString"');
		expect(() => read(5)).toThrow('"Points Input" has an unknown value');
	});

	it('prepares each way once for the run, and only where it is used', () => {
		let prepared = 0;
		const counting = (parameters: Parameters) => {
			prepared++;
			return guided(parameters);
		};
		const json: INodeParameters = { pointsInput: 'json', pointsJson: '{"points":7}' };
		reader(parametersOf(json), { fields: counting })(0);
		expect(prepared).toBe(0);
		const read = reader(parametersOf({ points: '7' }, [{}, {}, {}]), { fields: counting });
		for (const item of [0, 1, 2]) read(item);
		expect(prepared).toBe(1);
	});

	it('hands JSON on to where it becomes the same as the fields', () => {
		const input = fieldsOrJsonList({ ...points, jsonDefault: '[]', isExample: false });
		const read = input.reader<number>(parametersOf({ pointsInput: 'json', pointsJson: '[1,2]' }), {
			fields: () => () => 0,
			json: (parameters) => {
				const list = input.json(parameters);
				return (item) => list(item).length;
			},
		});
		expect(read(0)).toBe(2);
	});

	it.each([
		['{"points":100}', 'still holds the example'],
		['{ "points": 1e2 }\n', 'still holds the example'],
		[{ points: 100 }, 'still holds the example'],
		['[]', '"Points (JSON)" is not an object'],
		['{points: 1}', '"Points (JSON)" is not valid JSON'],
		['', '"Points (JSON)" is empty'],
		['{"account":12345678901234567890}', 'would lose digits at account'],
	])('rejects %p', (pointsJson, message) => {
		expect(() =>
			reader(parametersOf({ pointsInput: 'json', pointsJson: () => pointsJson }), {
				fields: guided,
			})(0),
		).toThrow(message);
	});

	it('takes what it is prefilled with where that is no example', () => {
		const input = fieldsOrJson({ ...points, isExample: false });
		expect(
			input.reader(parametersOf({ pointsInput: 'json', pointsJson: points.jsonDefault }), {
				fields: guided,
			})(0),
		).toEqual({ points: 100 });
	});
});
