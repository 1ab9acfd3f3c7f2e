import { WaiLedger } from './ledger.mts';
import type { WaiSettings } from './settings.mts';
import { Tokens } from './tokens.mts';

/** One tenant's account at WAI. */
export interface WaiState {
	settings: WaiSettings;
	readonly tokens: Tokens;
	readonly ledger: WaiLedger;
}

export function createState(settings: WaiSettings): WaiState {
	return { settings, tokens: new Tokens(), ledger: new WaiLedger() };
}
