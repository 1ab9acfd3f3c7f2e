/** What scripts and tests ask of a running sandbox. */
import type { eagleEye } from './eagleEye/index.mts';
import type { sessionM } from './sessionM/index.mts';
import type { VendorAccess } from './shared/control.mts';
import type { RequestRecord, RequestSummary } from './shared/requests.mts';
import type { ucontact } from './ucontact/index.mts';
import type { wai } from './wai/index.mts';
import type { ContactRow, EventRow, MembershipRow, MetricRow } from './wai/ledger.mts';
import type { wavy } from './wavy/index.mts';

/** Counters of everything a tenant has received. */
export interface Summary {
	tenant: string;
	requests: RequestSummary;
	eagleEye: ReturnType<typeof eagleEye.summary>;
	sessionM: ReturnType<typeof sessionM.summary>;
	ucontact: ReturnType<typeof ucontact.summary>;
	wai: ReturnType<typeof wai.summary>;
	wavy: ReturnType<typeof wavy.summary>;
}

/** See `settings` in shared/tenants.mts, shared/faults.mts and wai/settings.mts. */
export interface SandboxSettings {
	seed?: number;
	latencyMs?: number;
	rateLimit?: object | null;
	faults?: object[];
	wai?: object;
	eagleEye?: object;
	sessionM?: object;
	wavy?: object;
	ucontact?: object;
}

/** One isolated account of a running sandbox, with the ledger of what it received. */
export class SandboxTenant {
	/** base URL of the tenant's WAI */
	readonly baseUrl: string;
	readonly apiKey: string;
	readonly name: string;
	private readonly control: string;
	private readonly vendors: Record<string, VendorAccess>;
	private readonly sandboxUrl: string;

	constructor(sandboxUrl: string, { tenant, ...vendors }: { tenant: string } & Record<string, VendorAccess | string>) {
		this.name = tenant;
		this.sandboxUrl = sandboxUrl;
		this.vendors = vendors as Record<string, VendorAccess>;
		this.baseUrl = this.access('wai').baseUrl;
		this.apiKey = this.access('wai').apiKey!;
		this.control = `${sandboxUrl}/control/tenants/${tenant}`;
	}

	/** How to reach the vendor of that name. */
	access(vendor: string): VendorAccess {
		const access = this.vendors[vendor];
		if (!access) throw new Error(`The sandbox has no stand-in for ${vendor}`);
		return access;
	}

	/** The same account, its vendors reached through another address of the sandbox, such as a port that fails at times. */
	reachedAt(url: string): SandboxTenant {
		const vendors = Object.entries(this.vendors).map(([name, access]) => [name, { ...access, baseUrl: access.baseUrl.replace(this.sandboxUrl, url) }]);
		return new SandboxTenant(this.sandboxUrl, { tenant: this.name, ...(Object.fromEntries(vendors) as Record<string, VendorAccess>) });
	}

	/** A collection of the ledger, such as `wavy/messages`, oldest first. */
	async rows<Row>(collection: string): Promise<Row[]> {
		return await rows(`${this.control}/${collection}`);
	}

	/** One row of a collection, by its id; undefined where it is not in the ledger. */
	async row<Row>(collection: string, id: string): Promise<Row | undefined> {
		const response = await fetch(`${this.control}/${collection}?id=${encodeURIComponent(id)}`);
		return response.status === 404 ? undefined : ((await response.json()) as Row);
	}

	/** Does something in a vendor's world, such as `wavy/answer`. */
	async act<Result>(action: string, body: object): Promise<Result> {
		return await json(`${this.control}/${action}`, { method: 'POST', body });
	}

	/** Changes settings, such as faults, and keeps what was received. */
	async configure(patch: SandboxSettings): Promise<void> {
		await json(this.control, { method: 'PATCH', body: patch });
	}

	async summary(): Promise<Summary> {
		return await json(`${this.control}/summary`);
	}

	/** Every request received, or those to an endpoint such as `wai.contact.bulk`, oldest first. */
	async requests(endpoint?: string): Promise<RequestRecord[]> {
		return await rows(`${this.control}/requests${endpoint ? `?endpoint=${endpoint}` : ''}`);
	}

	async contacts(): Promise<ContactRow[]> {
		return await this.rows('wai/contacts');
	}

	async contact(id: string): Promise<ContactRow | undefined> {
		return await this.row('wai/contacts', id);
	}

	async memberships(): Promise<MembershipRow[]> {
		return await this.rows('wai/memberships');
	}

	async events(): Promise<EventRow[]> {
		return await this.rows('wai/events');
	}

	async metrics(): Promise<MetricRow[]> {
		return await this.rows('wai/metrics');
	}

	async delete(): Promise<void> {
		await fetch(this.control, { method: 'DELETE' });
	}
}

/** A sandbox that is running at an address. */
export class SandboxClient {
	/** Address of its page; vendor APIs lie below it. */
	readonly url: string;

	constructor(url: string) {
		this.url = url;
	}

	/** A new tenant, or the tenant of that name started afresh. */
	async tenant(settings: SandboxSettings = {}, name?: string): Promise<SandboxTenant> {
		return new SandboxTenant(this.url, await json(`${this.url}/control/tenants`, { method: 'POST', body: { name, settings } }));
	}

	/** Whether it answers. */
	async isUp(): Promise<boolean> {
		return await json(`${this.url}/control/platforms`).then(() => true, () => false);
	}
}

async function json<T>(url: string, options: { method?: string; body?: unknown } = {}): Promise<T> {
	const response = await fetch(url, {
		method: options.method ?? 'GET',
		...(options.body !== undefined && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(options.body),
		}),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${response.status} from ${url}: ${text}`);
	return JSON.parse(text) as T;
}

/** Reads NDJSON piece by piece, because the text of a million rows is longer than a string may be. */
async function rows<T>(url: string): Promise<T[]> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${response.status} from ${url}`);
	const decoder = new TextDecoder();
	const read: T[] = [];
	let rest = '';
	for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
		const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
		rest = lines.pop()!;
		for (const line of lines) read.push(JSON.parse(line) as T);
	}
	return read;
}
