import { ItemError, itemError } from '../fields/itemError';

/** An error that carries on another one, after a beginning that says where it happened, such as `Row 17`. */
export function itemErrorAt(where: string, error: unknown): ItemError {
	const { message } = error as Error;
	const hint = error instanceof ItemError ? error.hint : 'Check the file, and run the node again';
	return itemError(`${where}: ${message}`, hint);
}
