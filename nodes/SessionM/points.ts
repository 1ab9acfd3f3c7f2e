import type { INodeProperties } from 'n8n-workflow';

import { itemError } from '../../engine/fields/itemError';
import { readNumber } from '../../engine/fields/number';
import { path, type Path } from '../../engine/path';
import { textProperty } from './offer';

/** Where the calls on points are (sessionM 3.4). */
export const POINTS = (version: '1.0' | '2.0'): Path =>
	path`/incentives/api/${version}/user_points`;

export const amountProperty = (description: string): INodeProperties => ({
	displayName: 'Amount',
	name: 'amount',
	type: 'number',
	required: true,
	default: 0,
	description,
});

/** Reads an amount of points, of which some accounts have fractions. */
export function readAmount(value: unknown): number {
	const amount = readNumber(value, 'Amount');
	if (amount > 0) return amount;
	throw itemError(
		'"Amount" is not more than 0',
		'Map the field that holds the number of points to "Amount"',
	);
}

/** @param what it is the reference of, in the middle of a sentence */
export const referenceProperties = (what: string): INodeProperties[] => [
	textProperty(
		'Reference ID',
		'referenceId',
		`Your reference of the ${what}. Left empty, one is made that stays the same when n8n ` +
			'retries the item. Whether SessionM counts a reference only once is not verified.',
	),
	textProperty(
		'Reference Type',
		'referenceType',
		'What the reference refers to, as agreed with SessionM',
	),
];

/** The references in the details of a body. */
export function referenceIds(details: unknown): string[] {
	const list = Array.isArray(details) ? (details as unknown[]) : [];
	return list
		.filter((one) => typeof one === 'object' && one !== null)
		.map((one) => (one as { reference_id?: string }).reference_id ?? null) as string[];
}
