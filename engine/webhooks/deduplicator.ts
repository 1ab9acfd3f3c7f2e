import { hash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { RecentKeys } from './recentKeys';

/** Keys known of one trigger, and of all triggers of a process together: some 60 bytes each. */
const MAX_KEYS_PER_TRIGGER = 100_000;
const MAX_KEYS = 200_000;

/**
 * Keys that outlive the process, in the workflow's static data, which n8n writes whole whenever it changes (n8n 6.5).
 */
const MAX_PERSISTED_KEYS = 1000;

/** Of the key's hash: 72 bits, so that two ids are not taken for one. */
const KEY_LENGTH = 12;
const KEY = /^[\w-]{12}$/;

/** A claim whose end nobody has seen after this time counts no longer: it must not keep an event out for ever. */
const MAX_CLAIM_MS = 10 * 60_000;

/** What a trigger keeps of an event's id. */
export function keyOf(id: string): string {
	return hash('sha256', id, 'base64url').slice(0, KEY_LENGTH);
}

/** An event that a callback has brought and whose fate is open. */
interface Claim {
	/** Resolves when that callback is over, whatever has become of the event. */
	end: Promise<void>;
	since: number;
}

interface Memory {
	seen: RecentKeys;
	claims: Map<string, Claim>;
	/** What static data held when it was last read. */
	recalled: string;
}

/** What a key is to a callback: its own to take, another callback's, or taken before. */
export type KeyState = 'claimed' | 'seen' | Claim;

/**
 * Which events a trigger has taken, by the keys of their ids. An event that a callback brings is claimed until it is
 * known whether n8n has begun with it; only then it counts as seen. What other processes, or this one before a
 * restart, have seen stands in static data, which n8n reads afresh for each callback.
 */
export class Deduplicator {
	private readonly triggers = new Map<string, Memory>();

	/** Takes over what the node's static data holds. */
	recall(trigger: string, staticData: IDataObject): void {
		const { recentIds: text } = staticData;
		const memory = this.memoryOf(trigger);
		if (typeof text !== 'string' || text === memory.recalled) return;
		memory.recalled = text;
		this.remember(
			memory,
			text
				.split(' ')
				.filter((key) => KEY.test(key))
				.slice(-MAX_PERSISTED_KEYS),
		);
	}

	/** @param end of the callback that claims it */
	claim(trigger: string, key: string, end: Promise<void>): KeyState {
		const { seen, claims } = this.memoryOf(trigger);
		if (seen.has(key)) return 'seen';
		const other = claims.get(key);
		if (other && Date.now() - other.since < MAX_CLAIM_MS) return other;
		claims.set(key, { end, since: Date.now() });
		return 'claimed';
	}

	isSeen(trigger: string, key: string): boolean {
		return this.triggers.get(trigger)?.seen.has(key) ?? false;
	}

	/** The events are taken: what brings them again is a repeat. */
	markSeen(trigger: string, keys: string[]): void {
		if (keys.length === 0) return;
		const memory = this.memoryOf(trigger);
		for (const key of keys) memory.claims.delete(key);
		this.remember(memory, keys);
	}

	/** The events are not taken: the vendor is to send them again. */
	forget(trigger: string, keys: string[]): void {
		const memory = this.triggers.get(trigger);
		for (const key of keys) memory?.claims.delete(key);
	}

	/**
	 * Writes the newest seen keys to the node's static data.
	 *
	 * @param keys that are not seen yet, and will be if n8n saves static data at all
	 */
	persist(trigger: string, staticData: IDataObject, keys: string[] = []): void {
		const seen = this.triggers.get(trigger)?.seen.newest(MAX_PERSISTED_KEYS) ?? [];
		// One text: n8n watches each value of static data, and a list would be a thousand of them.
		staticData.recentIds = [...seen, ...keys].slice(-MAX_PERSISTED_KEYS).join(' ');
	}

	/** Frees all that is known of a trigger. */
	drop(trigger: string): void {
		this.triggers.delete(trigger);
	}

	/** Keys known of all triggers together. */
	get size(): number {
		let size = 0;
		for (const { seen } of this.triggers.values()) size += seen.size;
		return size;
	}

	private memoryOf(trigger: string): Memory {
		let memory = this.triggers.get(trigger);
		if (!memory) {
			memory = { seen: new RecentKeys(), claims: new Map(), recalled: '' };
			this.triggers.set(trigger, memory);
		}
		return memory;
	}

	private remember({ seen }: Memory, keys: string[]): void {
		for (const key of keys) seen.add(key);
		seen.shrink(MAX_KEYS_PER_TRIGGER);
		// The trigger that knows most gives way: a flood at one washes out nothing at another.
		for (let excess = this.size - MAX_KEYS; excess > 0; excess = this.size - MAX_KEYS) {
			const largest = [...this.triggers.values()].reduce((a, b) =>
				b.seen.size > a.seen.size ? b : a,
			).seen;
			largest.shrink(largest.size - excess);
		}
	}
}
