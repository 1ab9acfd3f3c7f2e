/** What scripts and tests ask of a running sandbox. */
import type { VendorAccess } from './shared/control.mts';
import type { RequestRecord, RequestSummary } from './shared/requests.mts';
import type { vendorsByName } from './vendors.mts';

type Vendors = typeof vendorsByName;

/** Names of the mock vendors: in paths, in settings, in summaries. */
export type VendorName = keyof Vendors;

type CollectionsOf<Name extends VendorName> = Vendors[Name]['collections'];

/** `<vendor>/<collection>` of the ledger, such as `wavy/messages`. */
export type CollectionName = {
	[Name in VendorName]: `${Name}/${keyof CollectionsOf<Name> & string}`;
}[VendorName];

/** What a row of a collection holds. */
export type RowOf<Name extends CollectionName> = Name extends `${infer Of}/${infer Collection}`
	? Of extends VendorName
		? CollectionsOf<Of>[Collection & keyof CollectionsOf<Of>] extends {
				rows(...state: never[]): Iterable<infer Row>;
			}
			? Row
			: never
		: never
	: never;

type AccessTo<Name extends VendorName> = { baseUrl: string } & ReturnType<
	Vendors[Name]['credentials']
>;

/** Counters of everything a tenant has received. */
export type Summary = { tenant: string; requests: RequestSummary } & {
	[Name in VendorName]: ReturnType<Vendors[Name]['summary']>;
};

/** See `Settings` in shared/tenants.mts; each vendor's are in its settings.mts. */
export type SandboxSettings = {
	seed?: number;
	latencyMs?: number;
	keepBodies?: boolean;
	rateLimit?: object | null;
	faults?: object[];
	switches?: { [Name in VendorName]?: object };
} & { [Name in VendorName]?: object };

/** One isolated account of a running sandbox, with the ledger of what it received. */
export class SandboxTenant {
	readonly name: string;
	private readonly control: string;
	private readonly vendors: Record<string, VendorAccess>;
	private readonly sandboxUrl: string;

	constructor(
		sandboxUrl: string,
		{ tenant, ...vendors }: { tenant: string } & Record<string, VendorAccess | string>,
	) {
		this.name = tenant;
		this.sandboxUrl = sandboxUrl;
		this.vendors = vendors as Record<string, VendorAccess>;
		this.control = `${sandboxUrl}/control/tenants/${tenant}`;
	}

	/** How to reach the vendor of that name: base URL and credentials. */
	access<Name extends VendorName>(vendor: Name): AccessTo<Name>;
	access(vendor: string): VendorAccess;
	access(vendor: string): VendorAccess {
		const access = this.vendors[vendor];
		if (!access) throw new Error(`The sandbox has no mock vendor ${vendor}`);
		return access;
	}

	/** The same account, reached through another address of the sandbox, such as a port that fails at times. */
	reachedAt(url: string): SandboxTenant {
		const at = (access: VendorAccess): VendorAccess => ({
			...access,
			baseUrl: access.baseUrl.replace(this.sandboxUrl, url),
		});
		const vendors = Object.entries(this.vendors).map(([name, access]) => [name, at(access)]);
		return new SandboxTenant(this.sandboxUrl, {
			tenant: this.name,
			...Object.fromEntries(vendors),
		});
	}

	/** A collection of the ledger, oldest first. */
	async rows<Name extends CollectionName>(collection: Name): Promise<Array<RowOf<Name>>>;
	async rows<Row>(collection: string): Promise<Row[]>;
	async rows(collection: string): Promise<unknown[]> {
		return await rows(`${this.control}/${collection}`);
	}

	/** One row of a collection, by its id; undefined where it is not in the ledger. */
	async row<Name extends CollectionName>(
		collection: Name,
		id: string,
	): Promise<RowOf<Name> | undefined>;
	async row<Row>(collection: string, id: string): Promise<Row | undefined>;
	async row(collection: string, id: string): Promise<unknown> {
		const response = await fetch(`${this.control}/${collection}?id=${encodeURIComponent(id)}`);
		return response.status === 404 ? undefined : await response.json();
	}

	/** Does something in a vendor's world, such as `wavy/answer`, or sends a sample, such as `wavy/samples/reply`. */
	async act<Result>(action: string, body: object = {}): Promise<Result> {
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
		const body = { name, settings };
		return new SandboxTenant(
			this.url,
			await json(`${this.url}/control/tenants`, { method: 'POST', body }),
		);
	}

	/** Whether it answers. */
	async isUp(): Promise<boolean> {
		return await json(`${this.url}/control/vendors`).then(
			() => true,
			() => false,
		);
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

/** Reads NDJSON chunk by chunk, because the text of a million rows is longer than a string can be. */
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
