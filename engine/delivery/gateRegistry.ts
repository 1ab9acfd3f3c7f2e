import { Gate } from './gate';

/** Gates that no run is at are dropped beyond this number, the one that was used longest ago first. */
const MAX_GATES = 1000;

/** The gates of a process, one for each account. A gate is freed when it holds nothing that a new one would not. */
export class GateRegistry {
	/** The one that was used last stands last. */
	private readonly gates = new Map<string, Gate>();

	constructor(private readonly maxGates = MAX_GATES) {}

	get size(): number {
		return this.gates.size;
	}

	/** The gate of an account; the caller joins it at once. */
	of(account: string): Gate {
		const now = Date.now();
		for (const [key, gate] of this.gates) if (gate.isUnused(now)) this.gates.delete(key);
		const gate = this.gates.get(account) ?? new Gate();
		this.gates.delete(account);
		for (const [key, other] of this.gates) {
			if (this.gates.size < this.maxGates) break;
			if (!other.isInUse) this.gates.delete(key);
		}
		this.gates.set(account, gate);
		return gate;
	}
}

/** The gates of this process: all nodes of the pack share them. */
export const gateRegistry = new GateRegistry();
