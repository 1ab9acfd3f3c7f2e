import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import lodash from 'lodash';
import { deliver } from './deliver.mts';
import { requireLoopbackHost, setSafeHeaders } from './hosts.mts';
import { responseOf, exchange, type Arrival } from './exchange.mts';
import { HttpError, type Endpoint, type Vendor } from './vendor.mts';
import type { Tenant, Tenants } from './tenants.mts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

declare module 'fastify' {
	interface FastifyRequest {
		arrival: Arrival | null;
	}
	interface FastifyContextConfig {
		endpoint?: Endpoint<unknown>;
		/** methods the path does have, when this is a route for those it has not */
		allow?: string;
	}
}

/** Mounts one vendor's endpoints for all tenants, below `/:tenant/<vendor>`. */
export async function vendorRoutes(
	app: FastifyInstance,
	options: { tenants: Tenants; vendor: Vendor },
): Promise<void> {
	const { tenants, vendor } = options;
	app.decorateRequest('arrival', null);
	// Bodies are measured and parsed by the vendor, whatever type they claim to have.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

	app.addHook('onRequest', async (request, reply) => {
		const tenant = tenants.get((request.params as { tenant: string }).tenant);
		if (!tenant) return reply.code(404).send({ message: 'No such tenant' });
		arrive(tenant, vendor, request, reply);
	});
	app.setErrorHandler(rejectUnread);

	for (const [url, endpoints] of Object.entries(lodash.groupBy(vendor.endpoints, 'path'))) {
		for (const endpoint of endpoints)
			app.route({ method: endpoint.method, url, config: { endpoint }, handler: receive });
		const allowed = endpoints.map(({ method }) => method as string);
		const others = METHODS.filter((method) => !allowed.includes(method));
		app.route({
			method: others,
			url,
			config: { allow: allowed.join(', ') },
			handler: rejectMethod,
		});
	}
	app.all('/*', receive);
}

/** For paths that cannot be percent-decoded, which meet no route and no hook: the ledger holds them all the same. */
export function rejectBadUrl(options: { tenants: Tenants; vendors: Vendor[] }) {
	return async (
		error: FastifyError,
		request: FastifyRequest,
		reply: FastifyReply,
	): Promise<void> => {
		setSafeHeaders(reply);
		try {
			requireLoopbackHost(request);
		} catch (foreign) {
			return await rejectUnread(foreign, request, reply);
		}
		const [, name, vendorName] = request.raw.url!.split('/', 3);
		const tenant = options.tenants.get(name!);
		const vendor = options.vendors.find((one) => one.name === vendorName);
		if (tenant && vendor) arrive(tenant, vendor, request, reply);
		await rejectUnread(error, request, reply);
	};
}

/** Enters a request into the ledger when its head has arrived. */
function arrive(
	tenant: Tenant,
	vendor: Vendor,
	request: FastifyRequest,
	reply: FastifyReply,
): void {
	const endpoint = request.routeOptions.config?.endpoint ?? null;
	const record = tenant.requests.open({
		vendor: vendor.name,
		endpoint: `${vendor.name}.${endpoint?.name ?? 'unknown'}`,
		method: request.method,
		path: request.raw.url!.slice(`/${tenant.name}/${vendor.name}`.length),
	});
	const arrival: Arrival = { tenant, vendor, endpoint, record, inWork: false };
	request.arrival = arrival;
	reply.raw.once('close', () => {
		// A request in work is processed all the same, and its record closed when that is done.
		if (!arrival.inWork) tenant.requests.close(record, { status: null, clientGone: true });
	});
}

function receive(request: FastifyRequest, reply: FastifyReply): Promise<void> {
	return exchange(request.arrival!, request, reply);
}

async function rejectMethod(request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const allow = request.routeOptions.config.allow!;
	await rejectUnread(new HttpError(405, 'Method not allowed', { allow }), request, reply);
}

/** Answers with the HTTP layer's status what no endpoint sees: a body cut short, a path that cannot be decoded. */
export async function rejectUnread(
	error: unknown,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const status = (error as { statusCode?: number }).statusCode;
	const answer = responseOf(
		status !== undefined && status < 500 ? new HttpError(status, (error as Error).message) : error,
	);
	if (!request.arrival) return void reply.code(answer.status).send(answer.body);
	reply.hijack();
	deliver({ raw: reply.raw, arrival: request.arrival, answer, damage: undefined });
}
