/** A bounded queue between one producer and several consumers; `put` waits while it is full. */
export class Queue<T> {
	private readonly values: T[] = [];
	private readonly takers: Array<(value: T | undefined) => void> = [];
	private resume: (() => void) | undefined;
	private closed = false;

	constructor(private readonly room: number) {}

	/** @returns whether somebody was waiting for it */
	async put(value: T): Promise<boolean> {
		const taker = this.takers.shift();
		if (taker) {
			taker(value);
			return true;
		}
		this.values.push(value);
		if (this.values.length >= this.room)
			await new Promise<void>((resume) => (this.resume = resume));
		return false;
	}

	/** Resolves with undefined once the queue is closed and empty. */
	async take(): Promise<T | undefined> {
		if (this.values.length > 0) {
			const value = this.values.shift();
			this.resume?.();
			return value;
		}
		if (this.closed) return undefined;
		return await new Promise((taker) => this.takers.push(taker));
	}

	close(): void {
		this.closed = true;
		for (const taker of this.takers.splice(0)) taker(undefined);
	}
}
