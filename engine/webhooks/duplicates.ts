import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

/** Ids of a generation. A process remembers two of each trigger, so at least as many as this. */
const GENERATION = 100_000;

/** Ids that outlive the process, in the workflow's static data, which n8n writes whole whenever it changes. */
const MOST_KEPT = 1000;

/** Characters of an id's hash: 72 bits, so that two ids are not taken for one. */
const HASH_LENGTH = 12;

/** What one trigger has taken. */
interface Taken {
	/** Begun when the former is full: to drop the oldest ids one by one would cost more the more have been dropped. */
	current: Set<string>;
	former: Set<string>;
	/** The newest hashes, oldest first; up to twice what is kept, so that it is rarely cut. */
	newest: string[];
}

/**
 * What a trigger has taken already: within this process exactly, across restarts the newest 1,000 ids,
 * as far as n8n keeps static data (for production calls, one process at a time).
 */
export class Duplicates {
	private readonly triggers = new Map<string, Taken>();

	/**
	 * Takes ids. They outlive the process only once `keep` is called.
	 *
	 * @param node what tells one trigger from another
	 * @param ids of the entries; undefined for an entry without one, which is never a duplicate
	 * @param staticData of the node
	 * @returns for each entry whether it is new
	 */
	take(node: string, ids: Array<string | undefined>, staticData: IDataObject): boolean[] {
		const taken = this.of(node, staticData);
		const { newest } = taken;
		const fresh = ids.map((id) => {
			if (id === undefined) return true;
			const hash = hashOf(id);
			if (taken.current.has(hash) || taken.former.has(hash)) return false;
			if (taken.current.size >= GENERATION) [taken.former, taken.current] = [taken.current, new Set()];
			taken.current.add(hash);
			newest.push(hash);
			return true;
		});
		if (newest.length > 2 * MOST_KEPT) newest.splice(0, newest.length - MOST_KEPT);
		return fresh;
	}

	/** Gives an id back, since what it stands for is to be sent again. */
	release(node: string, id: string): void {
		const taken = this.triggers.get(node);
		const hash = hashOf(id);
		if (!taken?.current.delete(hash) && !taken?.former.delete(hash)) return;
		const at = taken.newest.lastIndexOf(hash);
		if (at >= 0) taken.newest.splice(at, 1);
	}

	/** Writes the newest ids to the node's static data, upon which n8n saves it: once an execution, not once a callback. */
	keep(node: string, staticData: IDataObject): void {
		// One text: n8n watches each value of static data, and a list would be a thousand of them.
		staticData.recentIds = this.of(node, staticData).newest.slice(-MOST_KEPT).join(' ');
	}

	private of(node: string, staticData: IDataObject): Taken {
		const known = this.triggers.get(node);
		if (known) return known;
		const kept = typeof staticData.recentIds === 'string' ? staticData.recentIds.split(' ').filter(Boolean) : [];
		const taken: Taken = { current: new Set(kept), former: new Set(), newest: kept };
		this.triggers.set(node, taken);
		return taken;
	}
}

function hashOf(id: string): string {
	return createHash('sha256').update(id).digest('base64url').slice(0, HASH_LENGTH);
}
