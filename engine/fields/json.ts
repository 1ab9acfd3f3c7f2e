import isEqual from 'lodash/isEqual';
import type { IDataObject } from 'n8n-workflow';

import { isBlank } from './blank';
import { damageIn } from './damage';
import { isDateObject } from './date';
import { blankValue, itemError, quoted, shortened } from './itemError';
import { losesDigits } from './number';

/** Deeper than any document of a vendor; a run's data could not be stored far below it. */
const MAX_DEPTH = 100;

/**
 * What a JSON parameter holds: JSON text is parsed, anything else is taken as it is.
 *
 * @param field the parameter's name as the user sees it
 * @throws ItemError where it is blank or not JSON, or holds a number whose digits would not all arrive
 */
export function readJson(value: unknown, field: string): unknown {
	if (isBlank(value))
		throw blankValue(`"${field}"`, `Fill in "${field}", or map a field to it that holds JSON`);
	if (typeof value === 'string') return fromText(value, field);
	checkDepth(value, field);
	checkNumbers(value, field);
	return value;
}

/**
 * Like `readJson`, for a parameter that holds an object.
 *
 * @param example what the parameter is prefilled with, where that must not be sent as it is
 */
export function readJsonObject(value: unknown, field: string, example?: unknown): IDataObject {
	const read = readJson(value, field);
	if (!isObject(read)) {
		throw itemError(
			`"${field}" is not an object`,
			`Set "${field}" to an object such as { "name": "value" }`,
		);
	}
	checkTexts(read, field);
	return differing(read as IDataObject, field, example);
}

/** Like `readJsonObject`, for a parameter that holds a list. */
export function readJsonList(value: unknown, field: string, example?: unknown): unknown[] {
	const read = readJson(value, field);
	if (!Array.isArray(read))
		throw itemError(`"${field}" is not a list`, `Begin "${field}" with [ and end it with ]`);
	checkTexts(read, field);
	return differing(read as unknown[], field, example);
}

/**
 * Checks a value that goes into a document as it is.
 *
 * @throws ItemError where it, or something in it, would not arrive as it was meant
 */
export function checkedValue<T>(value: T, field: string): T {
	if (typeof value === 'boolean' || value === null || value === undefined) return value;
	checkDepth(value, field);
	checkNumbers(value, field);
	checkTexts(value, field);
	return value;
}

export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function differing<T>(read: T, field: string, example: unknown): T {
	if (example === undefined || !isEqual(read, example)) return read;
	throw itemError(
		`"${field}" still holds the example that it was prefilled with`,
		`Replace it with your own values, or map fields of the input into "${field}"`,
	);
}

function fromText(text: string, field: string): unknown {
	const read = parsed(text, field);
	// A list or object costs two characters, so that short texts cannot be deep.
	if (text.length > 2 * MAX_DEPTH && openingsOf(text) > MAX_DEPTH) checkDepth(read, field);
	if (MAY_LOSE_DIGITS.test(text)) checkSources(text, field);
	return read;
}

function parsed(text: string, field: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw itemError(
			`"${field}" is not valid JSON`,
			'Correct it; names and texts need double quotes, and the last field no comma after it',
		);
	}
}

/** A double holds every number of 15 digits, unless its exponent is out of range. */
const MAY_LOSE_DIGITS = /[\d.]{16}|\d[eE][+-]?\d{3}/;

function openingsOf(text: string): number {
	let openings = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 0x5b || code === 0x7b) openings++;
	}
	return openings;
}

/** Compares each number with the digits that were written (`context.source`, from Node 21 on). */
function checkSources(text: string, field: string): void {
	let lost: { holder: unknown; key: string; source: string } | undefined;
	const root: unknown = JSON.parse(
		text,
		function (this: unknown, key, value: unknown, context?: { source?: string }) {
			if (typeof value === 'number') {
				const source = context?.source ?? String(value);
				if (losesDigits(source, value)) lost ??= { holder: this, key, source };
			}
			return value;
		},
	);
	if (lost === undefined) return;
	throw tooManyDigits(field, pathTo(root, lost.holder, lost.key), lost.source);
}

type Path = string[];

function tooManyDigits(field: string, path: Path, digits: string) {
	return itemError(
		`"${field}" holds a number that would lose digits${placeOf(path)}: ${shortened(digits)}`,
		'Put the number in double quotes, or make it a text in the data, so that it arrives as it is',
	);
}

/** The path to a member of a tree that is known to hold it. */
function pathTo(root: unknown, holder: unknown, key: string): Path {
	let found: Path = [];
	walk(root, (value, path) => {
		if (value === holder) found = [...path, key];
	});
	return found;
}

function checkDepth(root: unknown, field: string): void {
	walk(root, (_, path) => {
		if (path.length <= MAX_DEPTH) return;
		throw itemError(
			`"${field}" is nested more than ${MAX_DEPTH} levels deep`,
			'Map a smaller object that does not contain itself',
		);
	});
}

/** Which digits a number of an expression has lost already, nobody can tell: it must not be so large. */
function checkNumbers(root: unknown, field: string): void {
	walk(root, (value, path) => {
		if (typeof value === 'bigint') throw tooManyDigits(field, path, String(value));
		if (typeof value !== 'number' || Number.isSafeInteger(value)) return;
		if (Number.isInteger(value)) throw tooManyDigits(field, path, String(value));
		if (Number.isFinite(value)) return;
		throw itemError(
			`"${field}" holds ${value}${placeOf(path)}, which is not a number`,
			'Correct the expression that computes it',
		);
	});
}

function checkTexts(root: unknown, field: string): void {
	walk(root, (value, path) => {
		const damage = typeof value === 'string' ? damageIn(value) : undefined;
		if (damage === undefined) return;
		throw itemError(`"${field}"${placeOf(path)} ${damage.what}: ${quoted(value)}`, damage.hint);
	});
}

/** Visits a value and all that it holds; the path is that of the present visit only. */
function walk(root: unknown, visit: (value: unknown, path: Path) => void): void {
	const path: Path = [];
	const step = (value: unknown): void => {
		visit(value, path);
		if (typeof value !== 'object' || value === null || isDateObject(value)) return;
		for (const [key, inner] of Object.entries(value)) {
			path.push(key);
			step(inner);
			path.pop();
		}
	};
	step(root);
}

const placeOf = (path: Path): string =>
	path.length === 0 ? '' : ` at ${shortened(path.join('.'))}`;
