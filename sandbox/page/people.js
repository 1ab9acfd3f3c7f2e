/* Who is behind a phone number, as far as the vendors have been told. */
const ROWS = 200;

/** Digits with the country code, or nothing where that cannot be told. */
export function digitsOf(number) {
	const digits = String(number ?? '')
		.replace(/[\s()./-]/g, '')
		.replace(/^(\+|00)/, '');
	return /^[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
}

/**
 * A directory filled from the collections that vendors name as their `people`.
 * @returns {{ nameOf(number): string | undefined, all(): { number, name }[], remember(number, name): void,
 *   refresh(summary): Promise<void> }}
 */
export function directory(account, vendors) {
	const sources = vendors.filter(({ people }) => people);
	const told = new Map();
	const names = new Map();
	const drawn = new Map();
	return {
		nameOf: (number) => told.get(number) ?? names.get(number),
		all: () => [...new Map([...names, ...told])].map(([number, name]) => ({ number, name })),
		remember: (number, name) => void told.set(number, name),
		async refresh(summary) {
			for (const { name: vendor, people } of sources) {
				const now = JSON.stringify(summary[vendor]);
				if (drawn.get(vendor) === now) continue;
				drawn.set(vendor, now);
				// Oldest first, so that the name given last is the one that stays.
				const rows = (await account.newest(`${vendor}/${people.collection}`, ROWS)).reverse();
				for (const { number, name } of rows.flatMap((row) => people.of(row))) {
					const digits = digitsOf(number);
					if (digits && (name || !names.has(digits))) names.set(digits, name ?? '');
				}
			}
		},
	};
}
