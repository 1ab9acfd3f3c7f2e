/** Dropped keys that stay in the list, before it is cut: so that dropping one costs nothing. */
const MAX_GAP = 4096;

/** A set of keys that knows which came first. */
export class RecentKeys {
	private readonly keys = new Set<string>();
	/** Oldest first; what stands before `first` has been dropped. */
	private order: string[] = [];
	private first = 0;

	get size(): number {
		return this.keys.size;
	}

	has(key: string): boolean {
		return this.keys.has(key);
	}

	add(key: string): void {
		if (this.keys.has(key)) return;
		this.keys.add(key);
		this.order.push(key);
	}

	/** Drops the oldest, until no more than `max` are left. */
	shrink(max: number): void {
		while (this.keys.size > max) this.keys.delete(this.order[this.first++]!);
		if (this.first < MAX_GAP) return;
		this.order = this.order.slice(this.first);
		this.first = 0;
	}

	/** The newest, oldest of them first. */
	newest(max: number): string[] {
		return this.order.slice(Math.max(this.first, this.order.length - max));
	}
}
