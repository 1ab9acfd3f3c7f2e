import lodash from 'lodash';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { claimOf } from '../faults/balance.mts';
import { onErrorOutput } from '../support/engine.mts';
import type { Sandbox } from '../support/sandbox.mts';
import type { Cell } from './cells.mts';
import {
	fieldOf,
	type ListOperation,
	type ListPlan,
	type ListVendor,
	type SentRequest,
} from './operation.mts';
import { Random } from './random.mts';

/** A row of a generated spreadsheet. */
interface Row {
	item: IDataObject;
	/** What must arrive at the vendor, by column; undefined where the row must be rejected. */
	meant: Record<string, unknown> | undefined;
	/** The column whose cell is beyond repair. */
	wrong: string | undefined;
}

/** How many rows came to what. */
export interface Verdicts {
	sent: number;
	rejected: number;
}

/** Rows in which a cell is beyond repair. */
const WRONG_ROWS = 0.4;

const ZONES = [
	'America/Sao_Paulo',
	'America/New_York',
	'Europe/Stockholm',
	'Asia/Kolkata',
	'Pacific/Auckland',
	'UTC',
];

/**
 * Sends generated rows through an operation on n8n's engine, and holds what the node says of each, and what the vendor
 * has received, against what the rows mean.
 *
 * @throws Error naming the first row for which it is not so
 */
export async function runList(
	sandbox: Sandbox,
	vendor: ListVendor,
	name: string,
	{ rows: count, seed }: { rows: number; seed: number },
): Promise<Verdicts> {
	const random = new Random(seed);
	const zone = random.pick(ZONES);
	const operation = vendor.operations[name]!;
	const tenant = await sandbox.tenant({
		seed,
		keepBodies: true,
		[vendor.platform]: { ...vendor.settings?.(count), ...operation.settings?.(count) },
	});
	try {
		const plan = await operation.plan({ tenant, count, random, zone });
		const rows = Array.from({ length: count }, (_, i) => rowOf(plan, random, i));
		const earlier = (await tenant.requests()).length;
		const outcomes = await outcomesOf(
			{ tenant, vendor, operation, zone },
			parametersOf(name, plan),
			rows,
		);
		const verdicts = holdClaims(rows, outcomes);
		const sent = plan.ledger ? await plan.ledger(tenant) : await sentIn(tenant, plan, earlier);
		holdLedger(rows, sent, plan);
		return verdicts;
	} finally {
		await tenant.delete();
	}
}

function rowOf({ columns, fields = {} }: ListPlan, random: Random, nth: number): Row {
	const all = { ...columns, ...fields };
	const damageable = Object.keys(all).filter((name) => all[name]!.wrong);
	const wrong = random.chance(WRONG_ROWS) ? random.pick(damageable) : undefined;
	const cells = lodash.mapValues(
		all,
		(column, name): Cell =>
			name === wrong
				? { given: column.wrong!(random, nth), right: undefined }
				: column.right(random, nth),
	);
	const given = Object.entries(cells).map(
		([name, cell]) => [name in fields ? name : fieldOf(name), cell.given] as const,
	);
	return {
		item: Object.fromEntries(given.filter(([, value]) => value !== undefined)) as IDataObject,
		meant: wrong === undefined ? lodash.mapValues(cells, ({ right }) => right) : undefined,
		wrong,
	};
}

function parametersOf(name: string, { columns, parameters = {} }: ListPlan): INodeParameters {
	const [resource, operation] = name.split('.');
	const all = lodash.cloneDeep({ resource, operation, ...parameters }) as INodeParameters;
	for (const path of Object.keys(columns)) lodash.set(all, path, `={{ $json.${fieldOf(path)} }}`);
	return lodash.merge(all, { options: { includeInputFields: false } });
}

interface Run {
	tenant: SandboxTenant;
	vendor: ListVendor;
	operation: ListOperation;
	zone: string;
}

/** What became of each row. */
async function outcomesOf(
	{ tenant, vendor, operation, zone }: Run,
	parameters: INodeParameters,
	rows: Row[],
): Promise<INodeExecutionData[]> {
	const outcomes: INodeExecutionData[] = [];
	for (const part of lodash.chunk(rows, operation.maxRows ?? rows.length)) {
		const items = part.map(({ item }) => item);
		const { byItem, error } = await vendor.run(tenant, parameters, items, {
			...onErrorOutput,
			timezone: zone,
		});
		if (error) throw new Error(`The node threw: ${error.message}`);
		outcomes.push(...byItem);
	}
	return outcomes;
}

/** @throws Error naming the first row that was rejected though it is right, or not rejected though it is wrong */
function holdClaims(rows: Row[], outcomes: INodeExecutionData[]): Verdicts {
	const verdicts = { sent: 0, rejected: 0 };
	rows.forEach(({ item, meant, wrong }, i) => {
		const { json } = outcomes[i]!;
		const claim = claimOf(outcomes[i]!);
		if (meant && claim !== 'accepted') {
			throw new Error(`Row ${i} is right, and was ${claim}: ${String(json.error)}\n${shown(item)}`);
		}
		if (!meant && (claim === 'accepted' || claim === 'unknown')) {
			throw new Error(
				`Row ${i} was ${claim}, and its column ${wrong} cannot be told: ${shown(item)}`,
			);
		}
		if (!meant && !isReasoned(json)) {
			throw new Error(
				`Row ${i} was not rejected with a reason and advice before it was sent: ${shown(json)}\n${shown(item)}`,
			);
		}
		verdicts[meant ? 'sent' : 'rejected']++;
	});
	return verdicts;
}

/** By the node, before anything was sent; with what is wrong, and what to do about it. */
function isReasoned({ error, message, details }: IDataObject): boolean {
	const { attempts } = details as IDataObject;
	return (
		attempts === 0 &&
		[error, message].every((words) => typeof words === 'string' && words.length > 10)
	);
}

/** The entries of the requests that the vendor has taken. */
async function sentIn(
	tenant: SandboxTenant,
	{ sent }: ListPlan,
	earlier: number,
): Promise<object[]> {
	const made = (await tenant.requests()).slice(earlier);
	return made
		.filter(({ processed }) => processed)
		.flatMap(({ method, path, body }): object[] => {
			const parts = path.split('?')[0]!.split('/').filter(Boolean).map(decodeURIComponent);
			const request: SentRequest = {
				method,
				isChange: method !== 'GET',
				parts,
				body: body ? (JSON.parse(body) as unknown) : undefined,
			};
			return request.isChange ? sent!(request) : [];
		});
}

/** @throws Error with what is in the ledger and was not meant, and what was meant and is not there */
function holdLedger(rows: Row[], sent: object[], { isSent }: ListPlan): void {
	const due = new Map<string, number[]>();
	rows.forEach(({ meant }, i) => {
		if (!meant || isSent?.(meant) === false) return;
		const key = keyOf(meant);
		const known = due.get(key);
		if (known) known.push(i);
		else due.set(key, [i]);
	});
	const foreign = sent.map(keyOf).filter((key) => {
		const nth = due.get(key)?.pop();
		return nth === undefined;
	});
	const missing = [...due].flatMap(([key, nths]) =>
		nths.map((nth) => `${key}\n  of ${shown(rows[nth]!.item)}`),
	);
	if (foreign.length === 0 && missing.length === 0) return;
	throw new Error(
		`${foreign.length} entries in the ledger were not meant, ${missing.length} that were meant are not there.\n` +
			`In the ledger: ${foreign.slice(0, 3).join('\n')}\nMeant: ${missing.slice(0, 3).join('\n')}`,
	);
}

/** The same for the same values, in whatever order. */
const keyOf = (entry: object): string => JSON.stringify(sorted(entry));

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!lodash.isPlainObject(value)) return value;
	return lodash.mapValues(
		lodash.fromPairs(lodash.sortBy(Object.entries(value as object), ([name]) => name)),
		sorted,
	);
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 1500);
