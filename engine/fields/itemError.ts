/** An item that cannot be sent as it is: what is wrong, and how to put it right. */
export class ItemError extends Error {
	override readonly name = 'ItemError';

	/**
	 * @param message what is wrong, naming the field
	 * @param hint how to put it right
	 */
	constructor(
		message: string,
		readonly hint: string,
	) {
		super(message);
	}
}

/** An ItemError to throw: what is wrong, naming the field, and how to put it right. */
export function itemError(message: string, hint: string): ItemError {
	return new ItemError(message, hint);
}
