import { parseJson, type Member } from '../shared/json.mts';
import { HttpError, type HttpResponse, type Call, type Endpoint } from '../shared/vendor.mts';
import type { EntryKind } from './entries.mts';
import { receiptText } from './ledger.mts';
import { problemOf } from './schemas.mts';
import type { WaiState } from './state.mts';

/** The documented answer to a bulk request over a limit (wai 4.8). */
export const limitExceeded = { bulkItemLimitExceeded: true };

/** The two calls of a kind of entry: one contact's, and many contacts'. */
export function endpointsOf(kind: EntryKind): Array<Endpoint<WaiState>> {
	const { name, method } = kind;
	return [
		{
			name: `${name}.one`,
			method,
			path: kind.onePath,
			handle: (state, call) => receiveOne(kind, state, call),
		},
		{
			name: `${name}.bulk`,
			method,
			path: kind.bulkPath,
			handle: (state, call) => receiveBulk(kind, state, call),
		},
	];
}

/** Requests are JSON in UTF-8, and say so (wai 4.1). */
export function requireJson({ headers }: Call): void {
	const type = headers['content-type'] ?? '';
	if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type))
		throw new HttpError(415, 'Content-Type must be application/json');
	if (headers['content-encoding'] !== undefined)
		throw new HttpError(415, 'No content encoding is documented');
}

interface Outcome {
	id: string;
	/** the receipt, or why there is none */
	receipt?: string;
	retry?: boolean;
}

function receiveOne(kind: EntryKind, state: WaiState, call: Call): HttpResponse {
	requireJson(call);
	const id = call.params.id ?? '';
	if (id === '') throw new HttpError(404, 'The contact id is empty');
	const { value } = parseJson(call.body);
	call.countItems(1);
	const parsed = kind.one.safeParse(value);
	if (!parsed.success) throw new HttpError(400, problemOf(parsed.error));
	const entry = kind.asBulk(parsed.data);
	const problem = problemWith(kind, state, id, entry);
	if (problem) throw new HttpError(problem.status, problem.message);
	// The samples name failures in the answer to a single contact only, so only there can an entry fail alone.
	const failure = kind.oneAnswersInFull ? call.failing([id]).get(0) : undefined;
	const outcome = failure
		? { id, retry: failure.retry }
		: accept(kind, state, call, { id, entry, start: 0, end: call.body.length });
	return kind.oneAnswersInFull
		? answerBulk([outcome], true)
		: { status: 200, body: { id: outcome.receipt } };
}

function receiveBulk(kind: EntryKind, state: WaiState, call: Call): HttpResponse {
	requireJson(call);
	const { maxBytes, maxItems, invalidEntries } = state.settings;
	if (call.body.length >= maxBytes) throw new HttpError(400, limitExceeded);
	const { value, members } = parseJson(call.body);
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new HttpError(400, 'The body must be an object');
	const sent = value as Record<string, unknown>;
	const items = members.reduce((sum, { key }) => sum + kind.items(sent[key]), 0);
	call.countItems(items);
	if (items > maxItems) throw new HttpError(400, limitExceeded);
	if (members.length === 0) throw new HttpError(400, 'The body names no contact');
	if (members.some(({ key }) => key === '')) throw new HttpError(400, 'A contact id is empty');

	const entries = members.map((member) => readEntry(kind, state, member, sent[member.key]));
	const invalid = entries.find(({ problem }) => problem?.rejectsRequest);
	if (invalid && invalidEntries === 'rejectRequest')
		throw new HttpError(400, `Contact ${invalid.id}: ${invalid.problem!.message}`);

	const failing = call.failing(entries.map(({ id }) => id));
	const outcomes = entries.map((entry, position): Outcome => {
		if (entry.problem) return { id: entry.id, retry: false };
		const failure = failing.get(position);
		return failure ? { id: entry.id, retry: failure.retry } : accept(kind, state, call, entry);
	});
	return answerBulk(outcomes, kind.bulkAnswersInFull);
}

interface Problem {
	status: number;
	message: string;
	/** whether one such entry makes the whole bulk request invalid (unless the settings say otherwise) */
	rejectsRequest: boolean;
}

interface Entry {
	id: string;
	entry: unknown;
	start: number;
	end: number;
	problem?: Problem;
}

function readEntry(
	kind: EntryKind,
	state: WaiState,
	{ key: id, start, end }: Member,
	value: unknown,
): Entry {
	const parsed = kind.bulk.safeParse(value);
	const problem = parsed.success
		? problemWith(kind, state, id, parsed.data)
		: { status: 400, message: problemOf(parsed.error), rejectsRequest: true };
	return { id, entry: parsed.data, start, end, problem };
}

/** What the account does not know. */
function problemWith(
	kind: EntryKind,
	{ settings, ledger }: WaiState,
	id: string,
	entry: unknown,
): Problem | undefined {
	const campaign = kind.campaignOf?.(entry);
	if (campaign !== undefined && !settings.campaigns.some((known) => known.id === campaign)) {
		return { status: 400, message: `There is no campaign ${campaign}`, rejectsRequest: true };
	}
	if (settings.requireKnownContact && kind.name !== 'contact' && !ledger.knows(id)) {
		return { status: 404, message: `There is no contact ${id}`, rejectsRequest: false };
	}
	return undefined;
}

function accept(
	kind: EntryKind,
	{ ledger }: WaiState,
	call: Call,
	{ id, entry, start, end }: Entry,
): Outcome {
	const receipt = ledger.nextReceipt();
	kind.store(ledger, { id, value: entry, request: call.n, receipt, body: call.body, start, end });
	return { id, receipt: receiptText(receipt) };
}

/** Receipts in the order of the body, null where an entry failed; `failures` says which did (wai 4.9). */
function answerBulk(outcomes: Outcome[], inFull: boolean): HttpResponse {
	const id = outcomes.map(({ receipt }) => receipt ?? null);
	const failed = outcomes.filter(({ receipt }) => receipt === undefined);
	if (failed.length === 0 && !inFull) return { status: 200, body: { id } };
	// Without a prototype, so that an id like __proto__ becomes a member like any other.
	const failures: Record<string, { retry: boolean }> = Object.create(null);
	for (const { id: contact, retry } of failed) failures[contact] = { retry: retry ?? false };
	return { status: 200, body: { id, error: failed.length > 0, failures } };
}
