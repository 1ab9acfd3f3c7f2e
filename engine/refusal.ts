/** An item that cannot be sent as it is: what is wrong, and how to put it right. */
export class ItemRefusal extends Error {
	override readonly name = 'ItemRefusal';

	/**
	 * @param message what is wrong, naming the field
	 * @param advice how to put it right
	 */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** An ItemRefusal to throw: what is wrong, naming the field, and how to put it right. */
export function refusal(message: string, advice: string): ItemRefusal {
	return new ItemRefusal(message, advice);
}
