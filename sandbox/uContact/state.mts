import type { UContactSettings } from './settings.mts';

/** A row of an uploaded base. */
export interface BaseRow {
	campaign: string;
	phone: string;
	message: string;
	fourth: string;
	fileName: string;
	request: number;
}

/** An entry of a Wavy callback that was passed on, with what tells Wavy's accounts apart. */
export interface ForwardedRow {
	kind: 'message' | 'status';
	id: string | null;
	entry: object;
	clientInfo: object | null;
	request: number;
}

/** A list that a hub took: its contacts are saved by `loadedAt`, and it waits until somebody starts it. */
export interface List {
	id: string;
	hub: string;
	filename: string;
	contacts: object[];
	loadedAt: number;
	isStarted: boolean;
	request: number;
}

/** Contacts that a hub is to reach without anybody's start. */
export interface FreshLeads {
	hub: string;
	contacts: object[];
	request: number;
}

export interface UContactState {
	settings: UContactSettings;
	/** requests made in each session, by token */
	readonly sessions: Map<string, number>;
	readonly base: BaseRow[];
	readonly forwarded: ForwardedRow[];
	/** lists and fresh leads in the order that they came */
	readonly received: Array<List | FreshLeads>;
	uploads: number;
	signIns: number;
}

export function createState(settings: UContactSettings): UContactState {
	return {
		settings,
		sessions: new Map(),
		base: [],
		forwarded: [],
		received: [],
		uploads: 0,
		signIns: 0,
	};
}
