/** Bytes of an answer, decompressed. The largest pages that vendors document have a tenth of it. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Values in an answer: with as many different names, `JSON.parse` takes some 40 ms, and nothing can interrupt it. */
export const MAX_ANSWER_VALUES = 75_000;

/** Objects and lists within each other in an answer; n8n could not store what is some thousand deep. */
export const MAX_ANSWER_DEPTH = 100;

const CODE = {
	quote: 0x22,
	comma: 0x2c,
	openingBracket: 0x5b,
	backslash: 0x5c,
	closingBracket: 0x5d,
	openingBrace: 0x7b,
	closingBrace: 0x7d,
};

/** Counts what an answer holds while its bytes come in, so that one that is too much is neither parsed nor kept. */
export class AnswerBudget {
	private bytes = 0;
	private values = 0;
	private depth = 0;
	private maxDepth = 0;
	private isInText = false;
	private isEscaped = false;

	/** @returns why the answer is over budget, in words for the user, whatever may follow; undefined while it is not */
	take(chunk: Uint8Array): string | undefined {
		this.bytes += chunk.length;
		if (this.bytes > MAX_ANSWER_BYTES) return tooLarge(`${MAX_ANSWER_BYTES / 1024 / 1024} MB`);
		this.count(chunk);
		if (this.values > MAX_ANSWER_VALUES)
			return tooLarge(`${MAX_ANSWER_VALUES.toLocaleString('en-US')} values`);
		if (this.maxDepth > MAX_ANSWER_DEPTH) return tooLarge(`${MAX_ANSWER_DEPTH} levels`);
		return undefined;
	}

	/** Goes through the bytes one by one: in variables of its own, since that is done for every answer of a run. */
	private count(chunk: Uint8Array): void {
		let { values, depth, maxDepth, isInText, isEscaped } = this;
		for (let i = 0; i < chunk.length; i++) {
			const code = chunk[i]!;
			if (isInText) {
				if (isEscaped) isEscaped = false;
				else if (code === CODE.backslash) isEscaped = true;
				else if (code === CODE.quote) isInText = false;
			} else if (code === CODE.quote) {
				isInText = true;
			} else if (code === CODE.comma) {
				values++;
			} else if (code === CODE.openingBracket || code === CODE.openingBrace) {
				values++;
				depth++;
				if (depth > maxDepth) maxDepth = depth;
			} else if (code === CODE.closingBracket || code === CODE.closingBrace) {
				depth--;
			}
		}
		Object.assign(this, { values, depth, maxDepth, isInText, isEscaped });
	}
}

const tooLarge = (what: string) => `the response is too large to be read: it has more than ${what}`;
