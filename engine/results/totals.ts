/** Numbers of one node run. */
export interface Totals {
	accepted: number;
	rejected: number;
	unknown: number;
	notSent: number;
	requests: number;
	/** Requests that were sent again. */
	retried: number;
	/** Seconds that requests were held back by the vendor's rate limits. */
	heldSeconds: number;
	/** Seconds that the run took. */
	seconds: number;
}

/** What a list is made of, as the user sees it. */
export type Noun = 'item' | 'row';

/** Such as "2,000". */
export const figure = (n: number): string => n.toLocaleString('en-US');

/** Such as "1 request", "2,000 items". */
export const counted = (n: number, noun: string): string =>
	`${figure(n)} ${noun}${n === 1 ? '' : 's'}`;

/** How many items have an outcome. */
export const settledIn = ({ accepted, rejected, unknown, notSent }: Totals): number =>
	accepted + rejected + unknown + notSent;

/** The totals in words, for the execution hint and the log. */
export function inWords(totals: Totals, noun: Noun): string {
	const { requests, accepted, rejected, unknown, notSent, retried, heldSeconds } = totals;
	const parts = [
		`${figure(accepted)} accepted`,
		`${figure(rejected)} rejected`,
		`${figure(unknown)} unknown`,
	];
	if (notSent > 0) parts.push(`${figure(notSent)} not sent`);
	const asides = [];
	if (retried > 0) asides.push(`${counted(retried, 'request')} retried`);
	if (heldSeconds > 0) asides.push(`waited ${figure(heldSeconds)} s for rate limits`);
	const aside = asides.length > 0 ? ` (${asides.join(', ')})` : '';
	return `${counted(settledIn(totals), noun)} in ${counted(requests, 'request')}: ${parts.join(', ')}${aside}`;
}
