import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

/** Ids that a process remembers of each trigger. */
const MOST_IN_MEMORY = 100_000;

/** Ids that outlive the process, in the workflow's static data, which n8n writes whole after each callback. */
const MOST_KEPT = 1000;

/** Characters of an id's hash: 72 bits, so that two ids are not taken for one. */
const HASH_LENGTH = 12;

/**
 * What a trigger has taken already: within this process exactly, across restarts the newest 1,000 ids,
 * as far as n8n keeps static data (for production calls, one process at a time).
 */
export class Duplicates {
	private readonly taken = new Map<string, Set<string>>();

	/**
	 * Takes ids.
	 *
	 * @param node what tells one trigger from another
	 * @param ids of the entries; undefined for an entry without one, which is never a duplicate
	 * @param staticData of the node
	 * @returns for each entry whether it is new
	 */
	take(node: string, ids: Array<string | undefined>, staticData: IDataObject): boolean[] {
		const taken = this.of(node, staticData);
		const fresh = ids.map((id) => {
			if (id === undefined) return true;
			const hash = createHash('sha256').update(id).digest('base64url').slice(0, HASH_LENGTH);
			if (taken.has(hash)) return false;
			taken.add(hash);
			return true;
		});
		if (fresh.includes(true)) this.keep(taken, staticData);
		return fresh;
	}

	private of(node: string, staticData: IDataObject): Set<string> {
		const known = this.taken.get(node);
		if (known) return known;
		const kept = typeof staticData.recentIds === 'string' ? staticData.recentIds : '';
		const taken = new Set(kept.split(' ').filter(Boolean));
		this.taken.set(node, taken);
		return taken;
	}

	private keep(taken: Set<string>, staticData: IDataObject): void {
		for (const oldest of taken) {
			if (taken.size <= MOST_IN_MEMORY) break;
			taken.delete(oldest);
		}
		// One text: n8n watches each value of static data, and a list would be a thousand of them.
		staticData.recentIds = [...taken].slice(-MOST_KEPT).join(' ');
	}
}
