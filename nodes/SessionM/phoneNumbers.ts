import type { IDataObject } from 'n8n-workflow';

import { isBlank } from '../../engine/fields/blank';
import { itemError, quoted } from '../../engine/fields/itemError';
import { isObject } from '../../engine/fields/json';
import { readPhoneAsWritten } from '../../engine/fields/phone';

/** An entry of a customer's list: `{ phone_number, phone_type?, preference_flags? }` (sessionM 3.2). */
export interface PhoneNumber extends IDataObject {
	phone_number: string;
}

/**
 * The numbers that an item brings: one, or a list, as texts or as SessionM's objects.
 *
 * @returns undefined where the item has none to tell of
 * @throws ItemError where an entry is not a number
 */
export function readPhoneNumbers(value: unknown): PhoneNumber[] | undefined {
	if (isBlank(value)) return undefined;
	return (Array.isArray(value) ? (value as unknown[]) : [value]).map((entry): PhoneNumber => {
		if (!isObject(entry)) return { phone_number: readPhoneAsWritten(entry, 'phone_numbers') };
		const { phone_number: number, ...others } = entry as IDataObject;
		if (isBlank(number)) {
			throw itemError(
				`"phone_numbers" holds ${quoted(entry)} without a phone number`,
				'Map a phone number, or a list such as [{ "phone_number": "+15551234567", "phone_type": "mobile" }]',
			);
		}
		return { ...others, phone_number: readPhoneAsWritten(number, 'phone_numbers') };
	});
}

const digits = ({ phone_number: number }: { phone_number?: unknown }): string =>
	typeof number === 'string' || typeof number === 'number' ? String(number).replace(/\D/g, '') : '';

/** The list on file with what the item brings: its entries take the place of the same numbers, all others stay. */
export function mergedPhoneNumbers(onFile: unknown, mapped: PhoneNumber[]): PhoneNumber[] {
	// An empty list comes back as null (sessionM 3.2).
	const known = ((Array.isArray(onFile) ? onFile : []) as unknown[]).filter(
		isObject,
	) as PhoneNumber[];
	const brought = new Map(mapped.map((entry) => [digits(entry), entry]));
	const merged = known.map((entry) => {
		const replacement = brought.get(digits(entry));
		brought.delete(digits(entry));
		return replacement ? { ...entry, ...replacement } : entry;
	});
	return [...merged, ...brought.values()];
}
