import get from 'lodash/get';
import isEmpty from 'lodash/isEmpty';
import type { INodeProperties } from 'n8n-workflow';

import { optional } from '../../engine/fields/blank';
import { readName } from '../../engine/fields/id';
import { optionalList } from '../../engine/fields/list';
import type { Parameters } from '../../engine/fields/parameters';
import { UnexpectedResponseError } from '../../engine/operation';
import type { Vendor, VendorFailure, VendorResponse } from '../../engine/vendor';

/** Where an answer tells success and failure; fields are paths such as `payload.status_list[0].fail_reason`. */
export interface Rules {
	failureField: string | undefined;
	successField: string | undefined;
	/** In lower case; empty where anything that stands there will do. */
	successValues: string[];
	resultField: string | undefined;
}

const field = (
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties => ({
	...{ displayName, name, placeholder, description },
	type: 'string',
	noDataExpression: true,
	default: '',
});

/** The parameter that says so. */
export const rulesProperty: INodeProperties = {
	displayName: 'Response',
	name: 'response',
	type: 'collection',
	placeholder: 'Add rule',
	default: {},
	description:
		'How the answer tells what became of the call, beside its HTTP status. Without any rule, ' +
		'it is read as all other answers of the vendor are.',
	options: [
		field(
			'Failure Field',
			'failureField',
			'e.g. errors.message',
			'Where the answer says what is wrong. If anything stands there, the item is rejected with these words.',
		),
		field(
			'Result Field',
			'resultField',
			'e.g. payload',
			'Which part of the answer to put out. Left blank, all of it.',
		),
		field(
			'Success Field',
			'successField',
			'e.g. status',
			'Where the answer says that the call succeeded. An answer that has no such field counts as unknown.',
		),
		field(
			'Success Values',
			'successValues',
			'e.g. ok, accepted',
			'What stands in the success field of a success; several are separated by commas. Left ' +
				'blank, anything but 0, false and nothing.',
		),
	],
};

/** Reads the rules, which are the same for all items. */
export function readRules(parameters: Parameters): Rules {
	const text = (name: string) => parameters.fixed<unknown>(`response.${name}`, '');
	const path = (name: string, title: string) =>
		optional(text(name), (value) => readName(value, title));
	return {
		failureField: path('failureField', 'Failure Field'),
		successField: path('successField', 'Success Field'),
		successValues: optionalList(text('successValues'), 'Success Values').map((value) =>
			value.toLowerCase(),
		),
		resultField: path('resultField', 'Result Field'),
	};
}

/** Characters of the vendor's words that are shown. */
const MAX_WORDS = 300;

/**
 * The failure that an answer reports by the rules. Where they do not say what a success is, the vendor's own way holds.
 *
 * @param own how the vendor's answers report a failure to any call; the vendor's `failureIn` unless given
 * @throws UnexpectedResponseError for a 2xx from which nothing can be concluded
 */
export function failureIn(
	vendor: Vendor,
	{ failureField, successField, successValues }: Rules,
	response: VendorResponse,
	own = vendor.failureIn,
): VendorFailure | undefined {
	const { status, body } = response;
	if (status >= 300) return own?.(response);
	const failure: unknown = failureField === undefined ? undefined : get(body, failureField);
	if (saysSomething(failure)) return rejected(vendor, wordsOf(failure));
	if (successField === undefined) return own?.(response);
	const success: unknown = get(body, successField);
	if (success === undefined) throw new UnexpectedResponseError();
	const isSuccess =
		successValues.length === 0
			? saysSomething(success)
			: successValues.includes(wordsOf(success).toLowerCase());
	return isSuccess ? undefined : rejected(vendor, `${successField}: ${wordsOf(success)}`);
}

const WORDS_FOR_NOTHING = new Set(['', '0', 'false', 'none', 'null']);

function saysSomething(value: unknown): boolean {
	if (typeof value === 'object') return !isEmpty(value);
	return value !== undefined && !WORDS_FOR_NOTHING.has(String(value).trim().toLowerCase());
}

const wordsOf = (value: unknown): string =>
	typeof value === 'string' ? value.trim() : JSON.stringify(value);

function rejected({ name }: Vendor, words: string): VendorFailure {
	return {
		accepted: false,
		kind: 'rejected',
		retry: false,
		message: `${name} rejected it`,
		hint: `Correct the item by what ${name} says of it`,
		vendor: words.slice(0, MAX_WORDS),
	};
}
