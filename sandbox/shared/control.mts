import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { callbackRoutes } from './callbacks.mts';
import { sendRows } from './rows.mts';
import type { Tenant, Tenants } from './tenants.mts';
import { HttpError, type Vendor } from './vendor.mts';
import { worldRoutes } from './world.mts';

const creation = z
	.object({ name: z.string().optional(), settings: z.record(z.string(), z.unknown()).optional() })
	.strict();
const nothing = z.object({}).strict();

/** How to reach one mock vendor; further fields are the vendor's credentials. */
export interface VendorAccess {
	baseUrl: string;
	[credential: string]: string;
}

/** What the control API works with. */
export interface Control {
	tenants: Tenants;
	vendors: Vendor[];
	/** The tenant of a path. @throws HttpError 404 */
	tenantOf(request: FastifyRequest): Tenant;
}

/** Tenants, their settings and all that they received, below `/control`. Lists are sent as NDJSON. */
export async function controlRoutes(
	app: FastifyInstance,
	{ tenants, vendors }: { tenants: Tenants; vendors: Vendor[] },
): Promise<void> {
	const tenantOf = (request: FastifyRequest): Tenant => {
		const tenant = tenants.get((request.params as { tenant: string }).tenant);
		if (!tenant) throw new HttpError(404, 'No such tenant');
		return tenant;
	};
	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
		if (error instanceof HttpError) {
			return reply.code(error.response.status).send(error.response.body);
		}
		if (error instanceof z.ZodError) {
			return reply.code(400).send({ message: 'The body is not valid', issues: error.issues });
		}
		return reply.code(error.statusCode ?? 500).send({ message: error.message });
	});

	app.get('/vendors', async () => vendors.map(describe));
	await tenantRoutes(app, { tenants, vendors, tenantOf });
	callbackRoutes(app, { tenants, vendors, tenantOf });
	worldRoutes(app, { tenants, vendors, tenantOf });
}

/** What a vendor has to offer to the page and to scripts. */
function describe(vendor: Vendor) {
	const {
		name,
		title,
		collections,
		callbacks = {},
		samples = [],
		actions = {},
		endpoints,
		faults,
	} = vendor;
	return {
		name,
		title,
		collections: Object.keys(collections),
		callbacks: Object.entries(callbacks).map(([callback, { title }]) => ({
			name: callback,
			title,
		})),
		samples: samples.map(({ send: _, ...sample }) => sample),
		actions: Object.keys(actions),
		endpoints: [...new Set(endpoints.map((endpoint) => endpoint.name))],
		faults: Object.keys(faults),
	};
}

async function tenantRoutes(app: FastifyInstance, control: Control): Promise<void> {
	const { tenants, vendors, tenantOf } = control;
	const access = (tenant: Tenant, host: string) => {
		const accessTo = (vendor: Vendor): VendorAccess => ({
			baseUrl: `http://${host}/${tenant.name}/${vendor.name}`,
			...vendor.credentials(tenant.state(vendor)),
		});
		const each = vendors.map((vendor) => [vendor.name, accessTo(vendor)]);
		return { tenant: tenant.name, ...Object.fromEntries(each) };
	};
	const summary = (tenant: Tenant) => {
		const each = vendors.map((vendor) => [vendor.name, vendor.summary(tenant.state(vendor))]);
		return {
			tenant: tenant.name,
			requests: tenant.requests.summary(),
			...Object.fromEntries(each),
		};
	};

	app.get('/tenants', async () => tenants.list().map(summary));
	app.post('/tenants', async (request) => {
		const { name, settings } = creation.parse(request.body ?? {});
		return access(tenants.create(name, settings), request.host);
	});
	app.get('/tenants/:tenant', async (request) => access(tenantOf(request), request.host));
	app.patch('/tenants/:tenant', async (request) => {
		const tenant = tenantOf(request);
		tenants.patch(tenant, z.record(z.string(), z.unknown()).parse(request.body));
		return access(tenant, request.host);
	});
	app.delete('/tenants/:tenant', async (request, reply) => {
		tenants.delete(tenantOf(request).name);
		return reply.code(204).send();
	});
	app.post('/tenants/:tenant/reset', async (request) => {
		nothing.parse(request.body ?? {});
		return access(tenants.reset(tenantOf(request)), request.host);
	});
	app.get('/tenants/:tenant/settings', async (request) => tenantOf(request).settings);
	app.get('/tenants/:tenant/summary', async (request) => summary(tenantOf(request)));
	app.get('/tenants/:tenant/requests', (request, reply) => {
		const { records } = tenantOf(request).requests;
		const newest = (count: number) => records.slice(-count).reverse();
		return sendRows(request, reply, { rows: () => records, newest });
	});
}
