import { Callbacks } from './callbacks.mts';
import { WavyLedger } from './ledger.mts';
import type { WavySettings } from './settings.mts';

/** One tenant's account at Wavy. */
export interface WavyState {
	settings: WavySettings;
	readonly ledger: WavyLedger;
	readonly callbacks: Callbacks;
	/** when each person last wrote on WhatsApp, ms since 1970 */
	readonly sessions: Map<string, number>;
	/** who has opted out by word, and when */
	readonly optedOut: Map<string, number>;
	/** SMS statuses and answers that a consuming list has handed out */
	readonly listed: Set<string>;
	lastStatusQuery: number;
	readonly createdAt: number;
}

export function createState(settings: WavySettings): WavyState {
	const state: WavyState = {
		settings,
		ledger: new WavyLedger(),
		callbacks: new Callbacks(() => state.settings),
		sessions: new Map(),
		optedOut: new Map(),
		listed: new Set(),
		lastStatusQuery: -Infinity,
		createdAt: Date.now(),
	};
	return state;
}

const WINDOW_MS = 24 * 3_600_000;

/** Whether a person has written within 24 hours. */
export function hasSession({ settings, sessions }: WavyState, number: string): boolean {
	return settings.openToAll || Date.now() - (sessions.get(number) ?? 0) < WINDOW_MS;
}

export function isOptedOut({ settings, optedOut }: WavyState, number: string): boolean {
	return optedOut.has(number) || settings.optedOut.includes(number);
}

export const endsWithAny = (number: string, endings: string[]): boolean =>
	endings.some((ending) => number.endsWith(ending));
