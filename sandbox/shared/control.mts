import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { Refusal, type Platform } from './platform.mts';
import type { Tenant, Tenants } from './tenants.mts';

const creation = z
	.object({ name: z.string().optional(), settings: z.record(z.string(), z.unknown()).optional() })
	.strict();
const CHUNK_CHARS = 65_536;

/** How to reach one vendor's stand-in; further fields are the vendor's credentials. */
export interface VendorAccess {
	baseUrl: string;
	[credential: string]: string;
}

/** Tenants and ledger queries, below `/control`. Lists are sent as NDJSON, one row a line. */
export async function controlRoutes(
	app: FastifyInstance,
	options: { tenants: Tenants; platforms: Platform[] },
): Promise<void> {
	const { tenants, platforms } = options;
	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
		error instanceof z.ZodError
			? reply.code(400).send({ message: 'These settings are not valid', issues: error.issues })
			: reply.code(error.statusCode ?? 500).send({ message: error.message }),
	);
	const tenantOf = (request: FastifyRequest): Tenant => {
		const tenant = tenants.get((request.params as { tenant: string }).tenant);
		if (!tenant) throw Object.assign(new Error('No such tenant'), { statusCode: 404 });
		return tenant;
	};
	const access = (tenant: Tenant, host: string) => ({
		tenant: tenant.name,
		...Object.fromEntries(
			platforms.map((platform) => [
				platform.name,
				{ baseUrl: `http://${host}/${tenant.name}/${platform.name}`, ...platform.credentials(tenant.state(platform)) },
			]),
		),
	});
	const summary = (tenant: Tenant) => ({
		tenant: tenant.name,
		requests: tenant.requests.summary(),
		...Object.fromEntries(platforms.map((platform) => [platform.name, platform.summary(tenant.state(platform))])),
	});

	app.get('/platforms', async () =>
		platforms.map(({ name, title, collections }) => ({ name, title, collections: Object.keys(collections) })),
	);
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
	app.get('/tenants/:tenant/summary', async (request) => summary(tenantOf(request)));
	app.get('/tenants/:tenant/requests', (request, reply) => {
		const { records } = tenantOf(request).requests;
		return sendRows(request, reply, { rows: () => records, newest: (count) => records.slice(-count).reverse() });
	});
	for (const platform of platforms) {
		for (const [name, act] of Object.entries(platform.actions ?? {})) {
			app.post(`/tenants/:tenant/${platform.name}/${name}`, async (request, reply) => {
				try {
					return act(tenantOf(request).state(platform), request.body ?? {});
				} catch (error) {
					if (!(error instanceof Refusal)) throw error;
					return await reply.code(error.answer.status).send(error.answer.body);
				}
			});
		}
		for (const [name, collection] of Object.entries(platform.collections)) {
			app.get(`/tenants/:tenant/${platform.name}/${name}`, (request, reply) => {
				const state = tenantOf(request).state(platform);
				return sendRows(request, reply, {
					rows: () => collection.rows(state),
					newest: (count) => collection.newest(state, count),
					find: collection.find && ((id) => collection.find!(state, id)),
				});
			});
		}
	}
}

interface Rows {
	rows(): Iterable<object>;
	newest(count: number): object[];
	find?(id: string): object | undefined;
}

/**
 * Sends rows: `?newest=50` the last ones, newest first; `?id=…` one row in full; any other query parameter keeps the
 * rows whose field of that name equals it; nothing: all of them, oldest first.
 */
function sendRows(request: FastifyRequest, reply: FastifyReply, source: Rows): FastifyReply {
	const { newest, id, ...filters } = request.query as Record<string, string>;
	if (id !== undefined && source.find) {
		const row = source.find(id);
		return row ? reply.send(row) : reply.code(404).send({ message: 'Not in the ledger' });
	}
	const rows = newest === undefined ? source.rows() : source.newest(Number(newest));
	const fields = Object.entries(filters);
	const wanted = (row: object) =>
		fields.every(([name, value]) => String((row as Record<string, unknown>)[name]) === value);
	return reply.type('application/x-ndjson').send(Readable.from(lines(rows, fields.length > 0 ? wanted : () => true)));
}

function* lines(rows: Iterable<object>, wanted: (row: object) => boolean): Generator<string> {
	let chunk = '';
	for (const row of rows) {
		if (!wanted(row)) continue;
		chunk += `${JSON.stringify(row)}\n`;
		if (chunk.length < CHUNK_CHARS) continue;
		yield chunk;
		chunk = '';
	}
	if (chunk !== '') yield chunk;
}
