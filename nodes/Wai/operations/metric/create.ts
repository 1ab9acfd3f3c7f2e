import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { isoUtc, readDate } from '../../../../engine/fields/date';
import { readName } from '../../../../engine/fields/id';
import { isObject, readJsonList } from '../../../../engine/fields/json';
import { readNumber } from '../../../../engine/fields/number';
import { optionalText } from '../../../../engine/fields/text';
import type { Operation } from '../../../../engine/operation';
import type { Parameters } from '../../../../engine/fields/parameters';
import { choiceReader } from '../../../../engine/fields/choice';
import { itemError, quoted } from '../../../../engine/fields/itemError';
import { path } from '../../../../engine/path';
import {
	contactAnswers,
	type ContactEndpoint,
	contactEntry,
	contactRequest,
	readContactId,
	sharedByContact,
} from '../../api';
import { contactIdProperty } from '../../contactId';

const endpoint: ContactEndpoint = { method: 'POST', suffix: path`/metrics`, arrays: true };

/** The prefilled example of the JSON parameter. */
const EXAMPLE_JSON = '[\n  { "name": "electricity", "value": 492, "unit": "kWh" }\n]';
const EXAMPLE: unknown = JSON.parse(EXAMPLE_JSON);

function dateProperty(
	displayName: string,
	name: string,
	description: string,
	required = true,
): INodeProperties {
	const property: INodeProperties = {
		displayName,
		name,
		type: 'dateTime',
		default: '',
		description,
	};
	return required ? { ...property, required } : property;
}

const properties: INodeProperties[] = [
	contactIdProperty,
	dateProperty(
		'Period Start',
		'periodStart',
		'Start of the period over which the values were collected',
	),
	dateProperty('Period End', 'periodEnd', 'End of the period'),
	dateProperty(
		'Received',
		'received',
		'When the values were reported. Left blank, the time of the run is sent.',
		false,
	),
	{
		displayName: 'Metrics Input',
		name: 'metricsInput',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'How to enter the metrics',
		options: [
			{ name: 'Fields', value: 'fields', description: 'Choose the metrics one by one' },
			{ name: 'JSON', value: 'json', description: 'Enter a list of metrics as JSON' },
		],
	},
	{
		displayName: 'Metrics',
		name: 'metrics',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add metric',
		default: {},
		displayOptions: { show: { metricsInput: ['fields'] } },
		description: 'The values of the period',
		options: [
			{
				displayName: 'Metric',
				name: 'metric',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. electricity',
						description: 'Name of the metric in WAI',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. 492',
						description: 'The value, a number',
					},
					{
						displayName: 'Unit',
						name: 'unit',
						type: 'string',
						default: '',
						placeholder: 'e.g. kWh',
						description: 'Unit of the value',
					},
				],
			},
		],
	},
	{
		displayName: 'Metrics (JSON)',
		name: 'metricsJson',
		type: 'json',
		default: EXAMPLE_JSON,
		displayOptions: { show: { metricsInput: ['json'] } },
		description: 'A list of metrics, each with name, value and unit',
	},
];

/** A metric as WAI takes it (wai 4.7). */
interface Metric {
	name: string;
	value: number;
	unit?: string;
}

/** @param place where it stands, for messages, such as "Metrics 2" */
function readMetric(
	{ name, value, unit, ...others }: Record<string, unknown>,
	place: string,
): Metric {
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) {
		throw itemError(
			`"${place}" has a field that WAI does not know: ${quoted(unknown)}`,
			'Use name, value and unit only',
		);
	}
	return {
		name: readName(name, `${place}, name`),
		value: readNumber(value, `${place}, value`),
		unit: optionalText(unit, `${place}, unit`),
	};
}

function fromRows(parameters: Parameters): (item: number) => Metric[] {
	const rows = parameters.rows('metrics.metric', ['name', 'value', 'unit']);
	return (item) => {
		if (rows.length === 0) throw itemError('"Metrics" holds no metric', 'Add at least one metric');
		return rows.map((row, i) =>
			readMetric(
				{ name: row.name(item), value: row.value(item), unit: row.unit(item) },
				`Metrics ${i + 1}`,
			),
		);
	};
}

function fromJson(parameters: Parameters): (item: number) => Metric[] {
	const json = parameters.field('metricsJson');
	return (item) => {
		const list = readJsonList(json(item), 'Metrics (JSON)', EXAMPLE);
		if (list.length > 0 && list.every(isObject)) {
			return list.map((one, i) =>
				readMetric(one as Record<string, unknown>, `Metrics (JSON) ${i + 1}`),
			);
		}
		throw itemError(
			'"Metrics (JSON)" is not a list of metrics',
			'Use a list of objects with name, value and unit',
		);
	};
}

export const create: Operation<string> = {
	resource: 'metric',
	value: 'create',
	name: 'Create',
	description: 'Send values that were collected for a contact over a period',
	action: 'Create a metric',
	properties,
	batching: sharedByContact,
	// Nothing is documented by which WAI would know a repeated metric (wai 4.7).
	idempotent: false,
	read(parameters, { timezone, startedAt }) {
		const contactId = parameters.field('contactId');
		const start = parameters.field('periodStart');
		const end = parameters.field('periodEnd');
		const received = parameters.field('received');
		const now = parameters.isBlank('received') ? DateTime.fromMillis(startedAt) : undefined;
		const choice = { name: 'metricsInput', title: 'Metrics Input', fallback: 'fields' };
		const metrics = choiceReader<Metric[]>(parameters, choice, {
			fields: fromRows,
			json: fromJson,
		});
		return (item) => {
			const periodStart = readDate(start(item), 'Period Start', timezone);
			const periodEnd = readDate(end(item), 'Period End', timezone);
			if (periodEnd < periodStart) {
				throw itemError(
					'"Period End" is before "Period Start"',
					'Swap the two dates or correct them',
				);
			}
			const metric = {
				received: isoUtc(now ?? readDate(received(item), 'Received', timezone)),
				periodStart: isoUtc(periodStart),
				periodEnd: isoUtc(periodEnd),
				metrics: metrics(item),
			};
			return contactEntry(item, readContactId(contactId(item)), JSON.stringify(metric));
		};
	},
	request: (batch) => contactRequest(endpoint, batch),
	parseResponse: (batch, body) =>
		contactAnswers(endpoint, batch, body, ({ key, data }, receiptId) => {
			const { periodStart, periodEnd } = JSON.parse(data) as {
				periodStart: string;
				periodEnd: string;
			};
			return { contactId: key, periodStart, periodEnd, accepted: true, receiptId };
		}),
};
