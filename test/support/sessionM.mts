import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { runNode, type NodeRun, type NodeRunResult } from './engine.mts';
import type { RequestRow, Sandbox } from './sandbox.mts';

export interface CustomerRow extends IDataObject {
	id: string;
	externalId: string;
	available_points: number;
	phone_numbers: Array<{ phone_number: string; phone_type?: string }> | null;
	user_profile: IDataObject;
	tags: Record<string, { ttl: number | null }>;
	completed: string[];
	writes: number;
}

export interface SessionMSummary {
	requests: { total: number; statuses: Record<string, number>; faults: Record<string, number>; endpoints: Record<string, { requests: number }> };
	sessionM: Record<string, number>;
}

/** One account at the sandbox's SessionM. */
export interface SessionMTenant {
	url: string;
	/** Its keys and ids, and the three URLs. */
	credential: Record<string, string>;
	pointSourceId: string;
	pointAccountId: string;
	set(patch: object): Promise<void>;
	summary(): Promise<SessionMSummary>;
	rows<Row = IDataObject>(collection: string): Promise<Row[]>;
	customer(externalId: string): Promise<CustomerRow | undefined>;
	requests(endpoint?: string): Promise<RequestRow[]>;
}

/** A new account; `settings` are the tenant's, with SessionM's own under `sessionM`. */
export async function sessionMTenant({ url: sandbox }: Sandbox, settings: object = {}): Promise<SessionMTenant> {
	const made = await fetch(`${sandbox}/control/tenants`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ settings }),
	});
	const access = (await made.json()) as { tenant: string; sessionM: Record<string, string> };
	if (!made.ok) throw new Error(JSON.stringify(access));
	const control = `${sandbox}/control/tenants/${access.tenant}`;
	const { baseUrl, pointSourceId, pointAccountId, ...keys } = access.sessionM as Record<string, string> & { baseUrl: string; pointSourceId: string; pointAccountId: string };
	const read = async (path: string) => await (await fetch(`${control}/${path}`)).text();
	const rows = async <Row,>(path: string) => (await read(path)).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Row);
	return {
		url: baseUrl,
		credential: { ...keys, coreUrl: `${baseUrl}/core`, connectUrl: `${baseUrl}/connect`, posUrl: `${baseUrl}/pos`, checked: '' },
		pointSourceId,
		pointAccountId,
		set: async (patch) => {
			const answer = await fetch(control, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(patch) });
			if (!answer.ok) throw new Error(await answer.text());
		},
		summary: async () => JSON.parse(await read('summary')) as SessionMSummary,
		rows: async (collection) => await rows(`sessionM/${collection}`),
		customer: async (externalId) => {
			const answer = await fetch(`${control}/sessionM/customers?id=${encodeURIComponent(externalId)}`);
			return answer.status === 404 ? undefined : ((await answer.json()) as CustomerRow);
		},
		requests: async (endpoint) => await rows<RequestRow>(`requests${endpoint ? `?endpoint=sessionM.${endpoint}` : ''}`),
	};
}

/** Runs the SessionM node on n8n's engine; returns also the output items by input index. */
export async function runSessionM(
	tenant: SessionMTenant,
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<NodeRun> & { credential?: Record<string, string> } = {},
): Promise<NodeRunResult & { byItem: INodeExecutionData[][] }> {
	const { credential, ...settings } = more;
	const result = await runNode({
		type: 'sessionM',
		parameters,
		items,
		credentials: { sessionMApi: { ...tenant.credential, ...credential } },
		...settings,
	});
	const byItem: INodeExecutionData[][] = items.map(() => []);
	for (const item of [...result.output, ...result.errors]) {
		const { pairedItem } = item;
		if (typeof pairedItem !== 'object' || Array.isArray(pairedItem)) throw new Error(`Not paired: ${JSON.stringify(item)}`);
		byItem[pairedItem.item]!.push(item);
	}
	return { ...result, byItem };
}

/** Create or Update with one of its mappings, the id in the field `id`. */
export const upsert = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'customer',
	operation: 'upsert',
	externalId: '={{ $json.id }}',
	mapping: 'auto',
	...more,
});

/** An operation on the customer whose external id is in the field `id`. */
export const forCustomer = (resource: string, operation: string, more: INodeParameters = {}): INodeParameters => ({
	resource,
	operation,
	lookupBy: 'externalId',
	customerId: '={{ $json.id }}',
	...more,
});

/** Send Transaction of the item's fields `id`, `lines` and, where it has one, `requestId`. */
export const transaction = (more: INodeParameters = {}): INodeParameters =>
	forCustomer('transaction', 'send', { lineItems: '={{ $json.lines }}', requestId: '={{ $json.requestId }}', ...more });

/** The purchase of document 004: two kinds of fries for 18. */
export const FRIES = [
	{ item_id: 'pulled-pork-fries', quantity: 1, unit_price: 10 },
	{ item_id: 'curly-fries', quantity: 1, unit_price: 8 },
];

export const onErrorOutput = { settings: { onError: 'continueErrorOutput' as const } };
