import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import type { Control } from './control.mts';
import { sendRows } from './rows.mts';
import type { Tenant } from './tenants.mts';
import { HttpError, type Sample, type Vendor } from './vendor.mts';

/** What each vendor has received, and what can be done in its world, below `/control/tenants/:tenant/<vendor>`. */
export function worldRoutes(app: FastifyInstance, { vendors, tenantOf }: Control): void {
	for (const vendor of vendors) {
		const path = `/tenants/:tenant/${vendor.name}`;
		for (const [name, collection] of Object.entries(vendor.collections)) {
			app.get(`${path}/${name}`, (request, reply) => {
				const state = tenantOf(request).state(vendor);
				return sendRows(request, reply, {
					rows: () => collection.rows(state),
					newest: (count) => collection.newest(state, count),
					find: collection.find && ((id) => collection.find!(state, id)),
				});
			});
		}
		for (const [name, act] of Object.entries(vendor.actions ?? {})) {
			app.post(`${path}/${name}`, async (request) =>
				act(tenantOf(request).state(vendor), request.body ?? {}),
			);
		}
		app.post(`${path}/samples/:name`, async (request) => {
			const { name } = request.params as { name: string };
			const sample = vendor.samples?.find((one) => one.name === name);
			if (!sample) throw new HttpError(404, 'No such sample');
			return sendSample(tenantOf(request), vendor, sample, request.body ?? {});
		});
	}
}

function sendSample(tenant: Tenant, vendor: Vendor, sample: Sample<unknown>, body: unknown) {
	const fields = sample.fields.map((field) => [field.name, z.string().default(field.default)]);
	const given = z.object(Object.fromEntries(fields)).strict().parse(body) as Record<string, string>;
	const { url } = vendor.callbacks![sample.callback]!.read(tenant.settings[vendor.name]);
	const ids = sample.send(tenant.state(vendor), given);
	return { name: sample.name, sentTo: url, ids };
}
