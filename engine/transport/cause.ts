/**
 * Looks through an error and what caused it, since n8n wraps what axios and credentials throw.
 *
 * @returns what `look` finds on the innermost error that has it
 */
export function innermost<T>(
	error: unknown,
	look: (error: object) => T | undefined,
): T | undefined {
	let found: T | undefined;
	for (let e = error, depth = 0; typeof e === 'object' && e !== null && depth < 5; depth++) {
		found = look(e) ?? found;
		e = 'cause' in e ? e.cause : undefined;
	}
	return found;
}
