import escapeRegExp from 'lodash/escapeRegExp';
import { sleep, type IDataObject } from 'n8n-workflow';

/** Of a longer secret, its beginning is looked for. */
const MAX_FORM_LENGTH = 4000;

/** What stands in the place of a secret. */
export const HIDDEN = '[hidden]';

/** Shorter ones would be found in any text. */
const MIN_LENGTH = 4;

/** From here on a secret is looked for within words, too. */
const MIN_LENGTH_WITHIN_WORDS = 8;

/** Of a secret in base64 or hexadecimal, shorter pieces could be anything. */
const MIN_ENCODED_LENGTH = 8;

/** A header that signs a request in, also of another key: it has a digit, unlike words such as "Basic subscription". */
const SIGN_IN = String.raw`\b(?:Bearer|Basic|Token)(?:\s|%20|\+){1,9}(?=[^\s"',;]{0,4000}\d)[\w.~+/=%-]{12,}`;

/** Headers of this pack that hold nothing but a secret or a signature; what follows is hidden whatever it is. */
const HEADER = String.raw`(?<=\b(?:AuthenticationToken|X-Auth-Token|X-EES-AUTH-HASH)\\?["']?\s{0,3}[:=]\s{0,3}\[?\\?["']?)[^\s"',;\\\]]+`;

/** The same as names of JSON. */
const HEADER_NAME = /^(?:authenticationtoken|x-auth-token|x-ees-auth-hash)$/i;

/** One of these words stands in what the two find. */
const HEADER_WORDS = ['bearer', 'basic', 'token', 'x-ees-auth-hash'];

/** Escapes by which JSON could hide a secret from a search. */
const ESCAPE = /\\(?:u00[2-7]|\/)/i;

/** Characters of a text that is searched, or freed of secrets, in one piece of work. */
const MAX_IN_ONE_PIECE = 200_000;

/** Takes the secrets of a credential out of what a vendor answers, however it has written them. */
export class Redactor {
	/** Literal texts, in lower case. */
	private readonly needles: string[];
	private readonly all: RegExp;

	constructor(secrets: Iterable<string>) {
		const forms = new Set([...secrets].flatMap(formsOf));
		// Longest first: what holds another one is hidden whole.
		const patterns = [...forms].sort((a, b) => b.length - a.length).map(patternOf);
		this.needles = [...new Set([...forms].map((form) => form.toLowerCase()))];
		this.all = new RegExp([...patterns, SIGN_IN, HEADER].join('|'), 'gi');
	}

	/**
	 * A text of the vendor's, JSON or not, without any of the secrets: the text itself where it has none. Of a large
	 * text that has one nothing is left.
	 */
	async text(text: string): Promise<string> {
		const isLarge = text.length > MAX_IN_ONE_PIECE;
		const plain = ESCAPE.test(text) ? await unescaped(text) : text;
		if (isLarge) return (await this.isInPieces(plain)) ? '' : text;
		if (!this.mayHold(plain)) return text;
		try {
			return this.json(text);
		} catch {
			return this.plain(text);
		}
	}

	/** Of each header, its texts. */
	headers(headers: IDataObject): IDataObject {
		return this.value(headers) as IDataObject;
	}

	/** A text that is no JSON. */
	private plain(text: string): string {
		return text.replace(this.all, HIDDEN);
	}

	/** @throws SyntaxError where it is no JSON */
	private json(text: string): string {
		const value = JSON.parse(text) as unknown;
		const redacted = JSON.stringify(this.value(value));
		return redacted === JSON.stringify(value) ? text : redacted;
	}

	/** A quick search that may be mistaken, but overlooks nothing. */
	private mayHold(text: string): boolean {
		const lower = text.toLowerCase();
		return (
			this.needles.some((needle) => lower.includes(needle)) || HEADER_WORDS.some((word) => lower.includes(word))
		);
	}

	/** The thorough search, in overlapping pieces. */
	private async isInPieces(text: string): Promise<boolean> {
		for (let from = 0; from < text.length; from += MAX_IN_ONE_PIECE - 2 * MAX_FORM_LENGTH) {
			await sleep(0);
			const piece = text.slice(from, from + MAX_IN_ONE_PIECE);
			if (this.mayHold(piece) && piece.search(this.all) >= 0) return true;
		}
		return false;
	}

	private value(value: unknown): unknown {
		if (typeof value === 'string') return this.plain(value);
		if (typeof value === 'number') return this.plain(String(value)) === String(value) ? value : HIDDEN;
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) return value.map((one) => this.value(one));
		return Object.fromEntries(
			Object.entries(value).map(([name, one]) => [
				this.plain(name),
				HEADER_NAME.test(name) ? HIDDEN : this.value(one),
			]),
		);
	}
}

/** JSON with as few escapes as can be; a text that is no JSON as it is. */
async function unescaped(text: string): Promise<string> {
	try {
		const value = JSON.parse(text) as unknown;
		if (text.length > MAX_IN_ONE_PIECE) await sleep(0);
		return JSON.stringify(value);
	} catch {
		return text;
	}
}

/** The ways to write a secret. */
function formsOf(given: string): string[] {
	const secret = given.trim().slice(0, MAX_FORM_LENGTH);
	if (secret.length < MIN_LENGTH) return [];
	const written = [
		secret,
		JSON.stringify(secret).slice(1, -1),
		asciiJson(secret),
		html(secret),
		...urlEncoded(secret),
	];
	return [...written, ...encoded(secret).filter((form) => form.length >= MIN_ENCODED_LENGTH)].map((form) =>
		form.slice(0, MAX_FORM_LENGTH),
	);
}

/** A form as a part of a regular expression. */
function patternOf(form: string): string {
	const pattern = escapeRegExp(form);
	return form.length >= MIN_LENGTH_WITHIN_WORDS ? pattern : String.raw`(?<!\w)${pattern}(?!\w)`;
}

const urlEncoded = (text: string): string[] => [
	encodeURI(text),
	encodeURIComponent(text),
	new URLSearchParams([[text, '']]).toString().slice(0, -1),
];

const asciiJson = (text: string): string =>
	text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const html = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** In hexadecimal, and what base64 makes of it wherever it stands within a longer text, such as behind "user:". */
function encoded(text: string): string[] {
	const bytes = Buffer.from(text);
	const base64 = [0, 1, 2].flatMap((before) => {
		const whole = Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			.replace(/=+$/, '');
		// What shares a character with what stands before or after it depends on that.
		const from = Math.ceil((before * 8) / 6);
		const to = Math.floor(((before + bytes.length) * 8) / 6);
		const own = whole.slice(from, to);
		return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
	});
	return [bytes.toString('hex'), ...base64];
}
