import type { IWebhookFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

/**
 * What became of an event that was for a waiting execution.
 * - `taken`: that execution has it; the trigger puts nothing out.
 * - `notWaited`: nothing waits for it any more; it is an event like any other.
 * - `refused`: it only claims to be for one; it is left out.
 * - `later`: not yet; the vendor is asked to send it again.
 */
export type Diversion = 'taken' | 'notWaited' | 'refused' | 'later';

/** An event that may be for a waiting execution. */
export interface Divertible {
	id?: string;
	/** Takes the event to an execution that waits for it, before the trigger's own execution is thought of. */
	divert?(): Promise<Diversion>;
}

/** Events of a callback that are taken to waiting executions at a time. */
const MOST_AT_A_TIME = 8;

/** Takes events to the executions that wait for them, and knows which are on their way. */
export class Diverter {
	private readonly underWay = new Map<string, Promise<Diversion>>();

	/** @returns what is left for the trigger, and what must come again */
	async divert<Entry extends Divertible>(
		webhook: IWebhookFunctions,
		node: string,
		entries: Entry[],
	): Promise<{ own: Entry[]; later: Entry[] }> {
		if (!entries.some((entry) => entry.divert)) return { own: entries, later: [] };
		const limit = pLimit(MOST_AT_A_TIME);
		const ends = await Promise.all(entries.map(async (entry) => await this.follow(node, entry, limit)));
		const refused = ends.filter((end) => end === 'refused').length;
		if (refused > 0) {
			webhook.logger.warn(
				`${refused} callback entries claimed to answer a waiting execution without n8n's signature, and were left out`,
				{ node: webhook.getNode().name },
			);
		}
		return { own: entries.filter((_, i) => ends[i] === 'notWaited'), later: entries.filter((_, i) => ends[i] === 'later') };
	}

	/**
	 * A repeat of what is still on its way must not be acknowledged before that has arrived.
	 *
	 * @returns whether all of it has
	 */
	async settled(node: string, ids: Array<string | undefined>): Promise<boolean> {
		const ends = await Promise.all(ids.map(async (id) => await this.underWay.get(`${node} ${id}`)));
		return !ends.includes('later');
	}

	private async follow(node: string, { id, divert }: Divertible, limit: pLimit.Limit): Promise<Diversion> {
		if (!divert) return 'notWaited';
		const key = `${node} ${id}`;
		const end = limit(async () => await divert());
		if (id !== undefined) this.underWay.set(key, end);
		return await end.finally(() => this.underWay.delete(key));
	}
}
