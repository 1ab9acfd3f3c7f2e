/**
 * Runs so many functions at a time; the others wait, the first to come first. n8n brings no package for it
 * before 2.20.
 */
export class ConcurrencyLimit {
	private active = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly max: number) {}

	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.active < this.max) this.active++;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await work();
		} finally {
			// Whoever is next takes this place, so that nobody comes in between.
			const next = this.waiting.shift();
			if (next) next();
			else this.active--;
		}
	}
}
