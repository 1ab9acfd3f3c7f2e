/* How the page writes figures, moments and long ids. */
const ID_MAX_LENGTH = 20;
const ID_START = 8;
const ID_END = 6;

export const figure = (value) => value.toLocaleString('en');

/** The time of day of a moment, given in ms since 1970: `09:05:30`. */
export const clock = (at) =>
	new Date(at).toLocaleTimeString('en', { hourCycle: 'h23' }).padStart(8, '0');

/** The same without seconds: `09:05`. */
export const minutes = (at) => clock(at).slice(0, 5);

/** An ISO 8601 moment as people write it: `2026-11-21 08:30:00 UTC`. */
export const moment = (iso) => (iso ?? '').replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');

/** A number of bytes: `912 B`, `1.2 kB`, `4.0 MB`. */
export function size(bytes) {
	if (bytes < 1000) return `${bytes} B`;
	return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A number of ms: `40 ms`, `2.5 s`. */
export const duration = (ms) =>
	ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(1))} s`;

/** Start and end of an id too long to be read, such as one of 56 digits; a shorter one as it is. */
export function shorten(id) {
	const text = String(id);
	return text.length <= ID_MAX_LENGTH ? text : `${text.slice(0, ID_START)}…${text.slice(-ID_END)}`;
}

export const plural = (count, one, many = `${one}s`) =>
	`${figure(count)} ${count === 1 ? one : many}`;
