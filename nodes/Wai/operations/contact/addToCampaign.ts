import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import type { Operation, RunFacts } from '../../../../engine/operation';
import { isBlank } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import { itemError, quoted } from '../../../../engine/fields/itemError';
import { optionalText } from '../../../../engine/fields/text';
import { path } from '../../../../engine/path';
import {
	contactAnswers,
	type ContactEndpoint,
	contactEntry,
	contactRequest,
	oncePerContact,
	readContactId,
} from '../../api';
import { contactIdProperty } from '../../contactId';

const endpoint: ContactEndpoint = { method: 'POST', suffix: path`/campaigns`, arrays: false };

/** Luxon formats of the periods; WAI's own sample is a month, "2017-09" (wai 4.5). */
const PERIODS: Record<string, string> = {
	day: 'yyyy-MM-dd',
	week: "kkkk-'W'WW",
	month: 'yyyy-MM',
	quarter: "yyyy-'Q'q",
	year: 'yyyy',
};

const properties: INodeProperties[] = [
	contactIdProperty,
	{
		displayName: 'Campaign',
		name: 'campaign',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The campaign to add the contact to',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a campaign...',
				typeOptions: { searchListMethod: 'searchCampaigns', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. activation' },
		],
	},
	{
		displayName: 'Iteration',
		name: 'iteration',
		type: 'options',
		default: 'none',
		description:
			'How often a contact may take part in the campaign. WAI accepts a contact once for each ' +
			'campaign and iteration; periods follow the time zone of the workflow.',
		options: [
			{ name: 'Custom', value: 'custom', description: 'A text of your own for each round' },
			{ name: 'Once a Day', value: 'day' },
			{ name: 'Once a Month', value: 'month' },
			{ name: 'Once a Quarter', value: 'quarter' },
			{ name: 'Once a Week', value: 'week' },
			{ name: 'Once a Year', value: 'year' },
			{ name: 'Once Only', value: 'none', description: 'No iteration is sent' },
		],
	},
	{
		displayName: 'Custom Iteration',
		name: 'customIteration',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. spring-2026',
		displayOptions: { show: { iteration: ['custom'] } },
		description: 'Name of this round. WAI accepts a contact once for each.',
	},
];

function period(iteration: string, { startedAt, timezone }: RunFacts): string | undefined {
	const format = PERIODS[iteration];
	return (
		format && DateTime.fromMillis(startedAt, { zone: timezone, locale: 'en' }).toFormat(format)
	);
}

function readCampaign(value: unknown): string {
	if (isBlank(value))
		throw itemError('"Campaign" is empty', 'Choose a campaign from the list, or enter its ID');
	return readName(value, 'Campaign');
}

export const addToCampaign: Operation<string> = {
	resource: 'contact',
	value: 'addToCampaign',
	name: 'Add to Campaign',
	description: 'Make a contact a member of a campaign',
	action: 'Add contact to campaign',
	properties,
	batching: oncePerContact,
	// Processed only if contact, campaign and iteration together are new (wai 4.5).
	idempotent: true,
	read(parameters, facts) {
		const contactId = parameters.field('contactId');
		const campaign = parameters.locator('campaign');
		const iteration = parameters.field('iteration', 'none');
		const custom = parameters.field('customIteration');
		return (item) => {
			const kind = optionalText(iteration(item), 'Iteration') ?? 'none';
			if (kind !== 'none' && kind !== 'custom' && !Object.hasOwn(PERIODS, kind)) {
				throw itemError(
					`${quoted(kind)} is not an iteration`,
					`Use none, custom or one of: ${Object.keys(PERIODS).join(', ')}`,
				);
			}
			const membership = {
				campaign: readCampaign(campaign(item)),
				iteration:
					kind === 'custom' ? readName(custom(item), 'Custom Iteration') : period(kind, facts),
			};
			return contactEntry(item, readContactId(contactId(item)), JSON.stringify(membership));
		};
	},
	request: (batch) => contactRequest(endpoint, batch),
	parseResponse: (batch, body) =>
		contactAnswers(endpoint, batch, body, ({ key, data }, receiptId) => ({
			contactId: key,
			...(JSON.parse(data) as { campaign: string; iteration?: string }),
			accepted: true,
			receiptId,
		})),
};
