/* Keeps what somebody has just changed on the page from being undone by an answer that does not know of it yet. */

/**
 * @returns {{ make<T>(change: () => Promise<T>): Promise<T>, covers(askedAt: number): boolean }} `covers`: whether what
 * was asked for at that time (`performance.now()`) knows of all changes made
 */
export function changes() {
	let pending = 0;
	let last = 0;
	return {
		async make(change) {
			pending++;
			try {
				return await change();
			} finally {
				pending--;
				last = performance.now();
			}
		},
		covers: (askedAt) => pending === 0 && askedAt >= last,
	};
}
