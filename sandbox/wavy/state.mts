import { Callbacks } from './callbacks.mts';
import { WavyLedger } from './ledger.mts';
import type { WavySettings } from './settings.mts';

/** One tenant's account at Wavy. */
export interface WavyState {
	settings: WavySettings;
	readonly ledger: WavyLedger;
	readonly callbacks: Callbacks;
	/** when each person last wrote, ms since 1970 */
	readonly sessions: Map<string, number>;
	/** who has opted out by word */
	readonly optedOut: Set<string>;
}

export function createState(settings: WavySettings): WavyState {
	const state: WavyState = {
		settings,
		ledger: new WavyLedger(),
		callbacks: new Callbacks(() => state.settings),
		sessions: new Map(),
		optedOut: new Set(),
	};
	return state;
}

const WINDOW_MS = 24 * 3_600_000;

/** Whether a person has written within 24 hours (CONTRACTS 1.6). */
export function hasSession({ settings, sessions }: WavyState, number: string): boolean {
	return settings.openToAll || Date.now() - (sessions.get(number) ?? 0) < WINDOW_MS;
}
