import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import type { Control } from './control.mts';
import type { Tenant } from './tenants.mts';
import { HttpError, type CallbackAddress, type Vendor } from './vendor.mts';

const text = z.string().min(1).nullable();
const address = z
	.object({
		url: z.url({ protocol: /^https?$/ }).nullable(),
		headerName: text.optional(),
		headerValue: text.optional(),
	})
	.strict();

/** Where the vendors call, below `/control/tenants/:tenant/callbacks`. */
export function callbackRoutes(
	app: FastifyInstance,
	{ tenants, vendors, tenantOf }: Control,
): void {
	app.get('/tenants/:tenant/callbacks', async (request) => {
		const tenant = tenantOf(request);
		return vendors.flatMap((vendor) =>
			Object.keys(vendor.callbacks ?? {}).map((name) => row(tenant, vendor, name)),
		);
	});
	app.put('/tenants/:tenant/callbacks/:vendor/:name', async (request) => {
		const tenant = tenantOf(request);
		const { vendor: vendorName, name } = request.params as { vendor: string; name: string };
		const vendor = vendors.find((one) => one.name === vendorName);
		const callback = Object.hasOwn(vendor?.callbacks ?? {}, name) && vendor?.callbacks?.[name];
		if (!vendor || !callback) throw new HttpError(404, 'No such callback');
		const next = merge(read(tenant, vendor, name), address.parse(request.body));
		const patch = callback.write(tenant.settings[vendor.name], next);
		tenants.patch(tenant, { [vendor.name]: patch });
		return row(tenant, vendor, name);
	});
}

/** What is not named stays; null for the header's name or value alone takes the header away. */
function merge(before: CallbackAddress, given: z.infer<typeof address>): CallbackAddress {
	const next = { ...before, ...given };
	const named = [given.headerName, given.headerValue].filter((part) => part !== undefined);
	if (named.length > 0 && named.every((part) => part === null)) {
		next.headerName = next.headerValue = null;
	}
	if ((next.headerName === null) !== (next.headerValue === null)) {
		throw new HttpError(400, 'A secret needs both the name of its header and its value');
	}
	return next;
}

function read(tenant: Tenant, vendor: Vendor, name: string): CallbackAddress {
	return vendor.callbacks![name]!.read(tenant.settings[vendor.name]);
}

function row(tenant: Tenant, vendor: Vendor, name: string) {
	const { title } = vendor.callbacks![name]!;
	return { vendor: vendor.name, name, title, ...read(tenant, vendor, name) };
}
