import type { IDataObject } from 'n8n-workflow';

import type { Failure } from './outcomes';

/** Numbers of one node run; the first four after `items` add up to them. */
export interface Totals {
	items: number;
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

/** Such as "2,000". */
export const figure = (n: number): string => n.toLocaleString('en-US');

/** Such as "1 request", "2,000 items". */
export const counted = (n: number, noun: string): string =>
	`${figure(n)} ${noun}${n === 1 ? '' : 's'}`;

/** The totals in words, for the execution hint and the log. */
export function inWords(totals: Totals): string {
	const { items, requests, accepted, rejected, unknown, notSent, retried, heldSeconds } = totals;
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
	return `${counted(items, 'item')} in ${counted(requests, 'request')}: ${parts.join(', ')}${aside}`;
}

/** The one output item of a run that puts out a summary only. */
export function summaryJson(totals: Totals, firstFailure: Failure | undefined): IDataObject {
	return { ...totals, firstError: firstFailure?.message ?? null };
}
