/**
 * Takes the first values of a sequence without losing them.
 *
 * @param isEnough asked of each value; the sequence's end is enough as well
 * @returns the values taken, and all of the sequence from its start
 */
export async function peek<T>(
	values: AsyncGenerator<T>,
	isEnough: (value: T) => boolean,
): Promise<{ taken: T[]; all: AsyncGenerator<T> }> {
	const taken: T[] = [];
	for (;;) {
		const { done, value } = await values.next();
		if (done) break;
		taken.push(value);
		if (isEnough(value)) break;
	}
	return { taken, all: chain(taken, values) };
}

async function* chain<T>(first: T[], others: AsyncGenerator<T>): AsyncGenerator<T> {
	yield* first;
	yield* others;
}
