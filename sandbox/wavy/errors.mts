import type { z } from 'zod/v4';
import { HttpError, type Call } from '../shared/vendor.mts';

/** The shape of error bodies is documented for 401 only; the others are given the same. */
export function wavyError(status: number, errorMessage: string): HttpError {
	return new HttpError(status, { errorCode: status, errorMessage });
}

/** A JSON body of a known form. */
export function readBody<T>({ headers, body }: Call, schema: z.ZodType<T>): T {
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
		throw wavyError(415, 'Content-Type must be application/json');
	}
	let value: unknown;
	try {
		value = JSON.parse(body.toString());
	} catch {
		throw wavyError(400, 'The body is not valid JSON');
	}
	return read(schema, value);
}

/** A value of a known form; whatever is not in it is rejected. */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw wavyError(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
