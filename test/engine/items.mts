/** Items of a run. */
export const contacts = (n: number) =>
	Array.from({ length: n }, (_, i) => ({ id: String(i), n: i }));
export const events = (n: number) =>
	contacts(n).map((item) => ({ ...item, name: 'x', at: '2026-11-21' }));
