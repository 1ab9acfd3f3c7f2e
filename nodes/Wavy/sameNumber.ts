/**
 * Numbers that WhatsApp gives in two ways: with and without Brazil's ninth digit, the 1 of Mexico's and the 9 of
 * Argentina's mobile numbers. What stands in the brackets is left out.
 */
const TWO_WAYS = [/^(55\d{2})9?(\d{8})$/, /^(52)1?(\d{10})$/, /^(54)9?(\d{10})$/];

/** Whether two phone numbers are one, as WhatsApp sees it; what is no number is the same as nothing. */
export function isSameNumber(a: unknown, b: unknown): boolean {
	const [one, other] = [a, b].map(canonical);
	return one !== '' && one === other;
}

function canonical(number: unknown): string {
	const digits =
		typeof number === 'string' || typeof number === 'number'
			? String(number).replace(/\D/g, '')
			: '';
	const form = TWO_WAYS.find((pattern) => pattern.test(digits));
	return form ? digits.replace(form, '$1$2') : digits;
}
