/** Finds a character in a text that grows at its end and is dropped at its start, each part looked through once. */
export class Finder {
	private found = -1;

	constructor(private readonly character: string) {}

	/**
	 * @param position not before that of an earlier call, unless restarted
	 * @returns where the next one is; the text's length where there is none
	 */
	next(text: string, position: number): number {
		if (this.found < position) this.found = indexOrEnd(text, this.character, position);
		return this.found;
	}

	/** The next position may be before that of an earlier call. */
	restart(): void {
		this.found = -1;
	}

	/** The text goes on behind its former end. */
	grown(formerLength: number): void {
		if (this.found === formerLength) this.found = -1;
	}

	/** The text has lost its start. */
	dropped(length: number): void {
		if (this.found >= 0) this.found -= length;
	}
}

/** @returns where a text is found; the length of that in which it is looked for where it is not */
export function indexOrEnd(text: string, character: string, position: number): number {
	const found = text.indexOf(character, position);
	return found < 0 ? text.length : found;
}
