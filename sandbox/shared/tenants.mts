import { randomBytes } from 'node:crypto';
import { z } from 'zod/v4';
import { faultRules, Faults, type FaultRule } from './faults.mts';
import { RateGate, rateLimitSettings, type RateLimit } from './rateGate.mts';
import { RequestLedger } from './requests.mts';
import { Switches, switchSettings, type SwitchSettings } from './switches.mts';
import type { Vendor } from './vendor.mts';

/** A tenant's settings. Each vendor's own settings stand under its name. */
export interface Settings {
	/** seeds every probability */
	seed: number;
	/** ms between processing and the answer, for every request */
	latencyMs: number;
	/** whether the ledger keeps the body of each request */
	keepBodies: boolean;
	rateLimit: RateLimit | null;
	faults: FaultRule[];
	/** by vendor; they act beside the above */
	switches: Record<string, SwitchSettings>;
	[vendor: string]: unknown;
}

type Patch = Record<string, unknown>;

const tenantName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** One isolated account at every vendor: settings, faults, and all that was received. */
export class Tenant {
	readonly name: string;
	readonly requests = new RequestLedger();
	settings: Settings;
	faults: Faults;
	rateGate: RateGate | null;
	private readonly states = new Map<string, unknown>();
	private readonly switchesOf = new Map<string, Switches>();

	constructor(name: string, settings: Settings, vendors: Vendor[]) {
		this.name = name;
		this.settings = settings;
		this.faults = new Faults(settings.faults, settings.seed);
		this.rateGate = settings.rateLimit && new RateGate(settings.rateLimit);
		for (const vendor of vendors) {
			this.states.set(vendor.name, vendor.create(settings[vendor.name]));
			this.turn(vendor);
		}
	}

	state(vendor: Vendor): unknown {
		return this.states.get(vendor.name);
	}

	switches(vendor: Vendor): Switches {
		return this.switchesOf.get(vendor.name)!;
	}

	/** Sets a vendor's switches as the settings have them; their counts start anew. */
	turn(vendor: Vendor): void {
		const set = this.settings.switches[vendor.name]!;
		this.switchesOf.set(vendor.name, new Switches(set, vendor));
	}
}

/** All tenants of a sandbox. */
export class Tenants {
	private readonly vendors: Vendor[];
	private readonly schema: z.ZodType<Settings>;
	private readonly tenants = new Map<string, Tenant>();

	constructor(vendors: Vendor[]) {
		this.vendors = vendors;
		this.schema = settingsSchema(vendors);
	}

	list(): Tenant[] {
		return [...this.tenants.values()];
	}

	get(name: string): Tenant | undefined {
		return this.tenants.get(name);
	}

	/**
	 * Makes a tenant, or starts one of that name afresh.
	 * @throws z.ZodError for settings that do not exist or have the wrong type
	 */
	create(name?: string, settings: unknown = {}): Tenant {
		const given = tenantName.parse(name ?? `t${randomBytes(6).toString('hex')}`);
		return this.start(given, this.schema.parse(settings));
	}

	/** Forgets all that a tenant received and keeps its settings. */
	reset({ name, settings }: Tenant): Tenant {
		return this.start(name, settings);
	}

	/**
	 * Changes settings of a tenant and keeps what it received. Only what the patch names changes: counts of fault
	 * rules, switches and the rate limit start anew when the patch sets them, and run on when it does not.
	 * @throws z.ZodError
	 */
	patch(tenant: Tenant, patch: Patch): void {
		const merged: Patch = { ...tenant.settings, ...patch };
		merged.switches = this.mergeSwitches(tenant, patch.switches as Patch | undefined);
		for (const { name } of this.vendors) {
			merged[name] = { ...(tenant.settings[name] as object), ...(patch[name] as object) };
		}
		// Rules in force are parsed already and would not pass a second time, so they stay out of the check.
		const settings = this.schema.parse({ ...merged, faults: patch.faults ?? [] });
		if (patch.faults === undefined) settings.faults = tenant.settings.faults;
		if (patch.faults !== undefined || patch.seed !== undefined) {
			tenant.faults = new Faults(settings.faults, settings.seed);
		}
		if (patch.rateLimit !== undefined) {
			tenant.rateGate = settings.rateLimit && new RateGate(settings.rateLimit);
		}
		tenant.settings = settings;
		for (const vendor of this.vendors) {
			vendor.configure(tenant.state(vendor), settings[vendor.name]);
			if ((patch.switches as Patch | undefined)?.[vendor.name]) tenant.turn(vendor);
		}
	}

	delete(name: string): boolean {
		const tenant = this.tenants.get(name);
		for (const vendor of tenant ? this.vendors : []) vendor.dispose?.(tenant!.state(vendor));
		return this.tenants.delete(name);
	}

	private start(name: string, settings: Settings): Tenant {
		const tenant = new Tenant(name, settings, this.vendors);
		this.delete(name);
		this.tenants.set(name, tenant);
		return tenant;
	}

	private mergeSwitches({ settings }: Tenant, patch: Patch = {}): Patch {
		const merged: Patch = { ...settings.switches };
		for (const [vendor, set] of Object.entries(patch)) {
			merged[vendor] = { ...settings.switches[vendor], ...(set as object) };
		}
		return merged;
	}
}

function settingsSchema(vendors: Vendor[]): z.ZodType<Settings> {
	const shared = {
		seed: z.number().int().default(1),
		latencyMs: z.number().nonnegative().default(0),
		keepBodies: z.boolean().default(false),
		rateLimit: rateLimitSettings.nullable().default(null),
		faults: faultRules({
			endpoints: vendors.flatMap(({ name, endpoints }) =>
				[...endpoints, { name: 'unknown' }].map((endpoint) => `${name}.${endpoint.name}`),
			),
			faults: vendors.flatMap(({ faults }) => Object.keys(faults)),
		}).default([]),
		switches: switchSettings(vendors),
	};
	// A vendor's settings may be left out as a whole, since all of them have defaults.
	const own = Object.fromEntries(
		vendors.map(({ name, settings }) => [name, settings.prefault({})]),
	);
	return z.object({ ...shared, ...own }).strict() as unknown as z.ZodType<Settings>;
}
