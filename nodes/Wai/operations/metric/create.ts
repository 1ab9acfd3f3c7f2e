import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { isoUtc, readDate } from '../../../../engine/fields/date';
import { readJson } from '../../../../engine/fields/json';
import type { Operation } from '../../../../engine/operation';
import type { Parameters } from '../../../../engine/fields/parameters';
import { itemError } from '../../../../engine/fields/itemError';
import {
	contactAnswers,
	type ContactEndpoint,
	contactEntry,
	contactRequest,
	readContactId,
	sharedByContact,
} from '../../api';
import { contactIdProperty } from '../../contactId';

const endpoint: ContactEndpoint = { method: 'POST', suffix: '/metrics', arrays: true };

function dateProperty(displayName: string, name: string, description: string, required = true): INodeProperties {
	const property: INodeProperties = { displayName, name, type: 'dateTime', default: '', description };
	return required ? { ...property, required } : property;
}

const properties: INodeProperties[] = [
	contactIdProperty,
	dateProperty('Period Start', 'periodStart', 'When the period begins that the values were collected over'),
	dateProperty('Period End', 'periodEnd', 'When the period ends'),
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
		description: 'How the metrics are given',
		options: [
			{ name: 'Fields', value: 'fields', description: 'Choose the metrics one by one' },
			{ name: 'JSON', value: 'json', description: 'Give a list of metrics as JSON' },
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
		default: '[\n  { "name": "electricity", "value": 492, "unit": "kWh" }\n]',
		displayOptions: { show: { metricsInput: ['json'] } },
		description: 'A list of metrics, each with name, value and unit',
	},
];

/** The shape of 001; a number may be written as text, as it comes out of a CSV file. */
const metricsSchema = z
	.array(
		z
			.object({
				name: z.string().trim().min(1, 'is empty'),
				value: z.preprocess(
					(value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
					z.number({ message: 'is not a number' }).finite('is not a number'),
				),
				unit: z.string().optional(),
			})
			.strict(),
	)
	.min(1, 'holds no metric');

function readMetrics(value: unknown, field: string): unknown {
	const parsed = metricsSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const [row, name] = issue?.path ?? [];
	const place = row === undefined ? '' : ` ${Number(row) + 1}${name === undefined ? '' : `, ${String(name)}`}`;
	throw itemError(
		`"${field}"${place} ${issue?.message ?? 'is not as WAI expects it'}`,
		'Give each metric a name and a value that is a number, such as electricity, 492, kWh',
	);
}

function fromRows(parameters: Parameters): (item: number) => unknown {
	const rows = parameters.rows('metrics.metric', ['name', 'value', 'unit']);
	return (item) =>
		rows.map((row) => {
			const unit = row.unit(item);
			return { name: row.name(item), value: row.value(item), unit: unit === '' ? undefined : unit };
		});
}

function fromJson(parameters: Parameters): (item: number) => unknown {
	const json = parameters.field('metricsJson');
	return (item) => readJson(json(item), 'Metrics (JSON)');
}

export const create: Operation<string> = {
	resource: 'metric',
	value: 'create',
	name: 'Create',
	description: 'Send values of a contact that were collected over a period',
	action: 'Create a metric',
	properties,
	batching: sharedByContact,
	// 001 names nothing by which WAI would know a repeated metric.
	idempotent: false,
	read(parameters, { timezone, startedAt }) {
		const contactId = parameters.field('contactId');
		const start = parameters.field('periodStart');
		const end = parameters.field('periodEnd');
		const received = parameters.field('received');
		const now = parameters.isBlank('received') ? DateTime.fromMillis(startedAt) : undefined;
		const asJson = parameters.fixed('metricsInput') === 'json';
		const field = asJson ? 'Metrics (JSON)' : 'Metrics';
		const metrics = asJson ? fromJson(parameters) : fromRows(parameters);
		return (item) => {
			const periodStart = readDate(start(item), 'Period Start', timezone);
			const periodEnd = readDate(end(item), 'Period End', timezone);
			if (periodEnd < periodStart) {
				throw itemError('"Period End" lies before "Period Start"', 'Exchange the two dates or correct them');
			}
			const metric = {
				received: isoUtc(now ?? readDate(received(item), 'Received', timezone)),
				periodStart: isoUtc(periodStart),
				periodEnd: isoUtc(periodEnd),
				metrics: readMetrics(metrics(item), field),
			};
			return contactEntry(item, readContactId(contactId(item)), JSON.stringify(metric));
		};
	},
	request: (batch) => contactRequest(endpoint, batch),
	parseResponse: (batch, body) =>
		contactAnswers(endpoint, batch, body, ({ key, data }, receiptId) => {
			const { periodStart, periodEnd } = JSON.parse(data) as { periodStart: string; periodEnd: string };
			return { contactId: key, periodStart, periodEnd, accepted: true, receiptId };
		}),
};
