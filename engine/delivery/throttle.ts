import { Gate, type Visitor } from './gate';

/** A run's requests on their way to the gate of their account, and beyond it. */
export class Throttle implements Visitor {
	readonly minInterval: number;
	active = 0;
	/** Requests of this run that the vendor has answered other than by "too many requests". */
	passed = 0;
	private held: number;
	private isStopped = false;
	/** Tell a request that waits whether it may leave; the one that waits longest stands first. */
	private waiting: Array<(mayLeave: boolean) => void> = [];
	private readonly stopOnCancel = () => this.stop();

	/**
	 * @param max requests at a time
	 * @param signal of the execution's cancellation
	 * @param perSecond most requests a second, where the user has set it
	 * @param gate that the run shares with others
	 */
	constructor(
		readonly max: number,
		private readonly signal?: AbortSignal,
		perSecond = Number.POSITIVE_INFINITY,
		private readonly gate = new Gate(),
	) {
		this.minInterval = 1000 / perSecond;
		this.held = gate.holdLeft;
		gate.join(this);
		signal?.addEventListener('abort', this.stopOnCancel);
		if (signal?.aborted) this.stop();
	}

	/** Requests of all runs at the gate that the vendor has answered other than by "too many requests". */
	get passedOfAll(): number {
		return this.gate.passed;
	}

	/** Milliseconds during which all requests were held back. */
	get heldMs(): number {
		return this.isStopped ? this.held : this.held - this.gate.holdLeft;
	}

	get isWaiting(): boolean {
		return this.waiting.length > 0;
	}

	/**
	 * Resolves when a request may be sent.
	 *
	 * @returns true if acquired: the caller must then call `release`; false where the run sends nothing more
	 */
	async acquire(): Promise<boolean> {
		if (this.isStopped) return false;
		const { promise, resolve } = Promise.withResolvers<boolean>();
		this.waiting.push(resolve);
		this.gate.serve();
		return await promise;
	}

	admit(): void {
		this.active++;
		this.waiting.shift()!(true);
	}

	/** The request has ended. */
	release(): void {
		this.active--;
		this.gate.release();
	}

	/**
	 * The vendor takes no more for now: hold everything back for so long.
	 *
	 * @param asked whether the vendor named the time
	 */
	pauseFor(ms: number, asked: boolean): void {
		this.gate.pauseFor(ms, asked);
	}

	onHold(ms: number): void {
		this.held += ms;
	}

	/** The vendor took a request. */
	onSuccess(): void {
		this.passed++;
		this.gate.onSuccess();
	}

	/** The run sends nothing more: what waits is let go at once, and the others go on without it. */
	stop(): void {
		if (this.isStopped) return;
		this.held = this.heldMs;
		this.isStopped = true;
		const waiting = this.waiting;
		this.waiting = [];
		for (const leave of waiting) leave(false);
		this.signal?.removeEventListener('abort', this.stopOnCancel);
		this.gate.leave(this);
	}
}
