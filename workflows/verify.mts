/** Checks whose failure reads as a sentence. */
import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from './journeys.mts';

/** A run or a ledger that is not what it must be. */
export class Mismatch extends Error {}

/** @throws Mismatch naming `what`, when the two are not deeply equal. */
export function mustBe<T>(what: string, actual: T, expected: T): void {
	if (!isDeepStrictEqual(actual, expected)) {
		throw new Mismatch(`${what}: ${brief(expected)} was expected, but it is ${brief(actual)}.`);
	}
}

/** @throws Mismatch with n8n's own words when the execution did not end well. */
export function mustSucceed({ run }: Evidence): void {
	if (run.status === 'success') return;
	const { message = 'n8n gives no reason', description = '', node } = run.failure ?? {};
	throw new Mismatch(
		`The execution ended with "${run.status}"${node ? ` at ${node}` : ''}: ${message} ${description}`.trim(),
	);
}

function brief(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
