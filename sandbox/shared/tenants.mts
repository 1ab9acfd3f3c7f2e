import { randomBytes } from 'node:crypto';
import { z } from 'zod/v4';
import { faultRules, Faults, type FaultRule } from './faults.mts';
import type { Platform } from './platform.mts';
import { RateGate, rateLimitSettings, type RateLimit } from './rateGate.mts';
import { RequestLedger } from './requests.mts';

/** A tenant's settings. Each platform's own settings stand under its name. */
export interface Settings {
	/** seeds every probability */
	seed: number;
	/** ms between processing and the answer, for every request */
	latencyMs: number;
	rateLimit: RateLimit | null;
	faults: FaultRule[];
	[platform: string]: unknown;
}

const tenantName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** One isolated account at every vendor: settings, faults, and all that was received. */
export class Tenant {
	readonly name: string;
	readonly requests = new RequestLedger();
	settings: Settings;
	faults: Faults;
	rateGate: RateGate | null;
	private readonly states = new Map<string, unknown>();

	constructor(name: string, settings: Settings, platforms: Platform[]) {
		this.name = name;
		this.settings = settings;
		this.faults = new Faults(settings.faults, settings.seed);
		this.rateGate = settings.rateLimit && new RateGate(settings.rateLimit);
		for (const platform of platforms) this.states.set(platform.name, platform.create(settings[platform.name]));
	}

	state(platform: Platform): unknown {
		return this.states.get(platform.name);
	}
}

/** All tenants of a sandbox. */
export class Tenants {
	private readonly platforms: Platform[];
	private readonly schema: z.ZodType<Settings>;
	private readonly tenants = new Map<string, Tenant>();

	constructor(platforms: Platform[]) {
		this.platforms = platforms;
		this.schema = settingsSchema(platforms);
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
		const tenant = new Tenant(
			tenantName.parse(name ?? `t${randomBytes(6).toString('hex')}`),
			this.schema.parse(settings),
			this.platforms,
		);
		this.delete(tenant.name);
		this.tenants.set(tenant.name, tenant);
		return tenant;
	}

	/**
	 * Changes settings of a tenant and keeps what it received. Only what the patch names changes: counts of fault rules
	 * and of the rate limit start anew when the patch sets them, and run on when it does not.
	 * @throws z.ZodError
	 */
	patch(tenant: Tenant, patch: Record<string, unknown>): void {
		const merged: Record<string, unknown> = { ...tenant.settings, ...patch };
		for (const { name } of this.platforms) {
			merged[name] = { ...(tenant.settings[name] as object), ...(patch[name] as object | undefined) };
		}
		// Rules in force are parsed already and would not pass a second time, so they stay out of the check.
		const settings = this.schema.parse({ ...merged, faults: patch.faults ?? [] });
		if (patch.faults === undefined) settings.faults = tenant.settings.faults;
		if (patch.faults !== undefined || patch.seed !== undefined) {
			tenant.faults = new Faults(settings.faults, settings.seed);
		}
		if (patch.rateLimit !== undefined) tenant.rateGate = settings.rateLimit && new RateGate(settings.rateLimit);
		tenant.settings = settings;
		for (const platform of this.platforms) platform.configure(tenant.state(platform), settings[platform.name]);
	}

	delete(name: string): boolean {
		const tenant = this.tenants.get(name);
		for (const platform of tenant ? this.platforms : []) platform.dispose?.(tenant!.state(platform));
		return this.tenants.delete(name);
	}
}

function settingsSchema(platforms: Platform[]): z.ZodType<Settings> {
	const shared = {
		seed: z.number().int().default(1),
		latencyMs: z.number().nonnegative().default(0),
		rateLimit: rateLimitSettings.nullable().default(null),
		faults: faultRules({
			endpoints: platforms.flatMap(({ name, endpoints }) =>
				[...endpoints, { name: 'unknown' }].map((endpoint) => `${name}.${endpoint.name}`),
			),
			refusals: platforms.flatMap(({ refusals }) => Object.keys(refusals)),
		}).default([]),
	};
	// A platform's settings may be left out as a whole, since all of them have defaults.
	const own = Object.fromEntries(platforms.map(({ name, settings }) => [name, settings.prefault({})]));
	return z.object({ ...shared, ...own }).strict() as unknown as z.ZodType<Settings>;
}
