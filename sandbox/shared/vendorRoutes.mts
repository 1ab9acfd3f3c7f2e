import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import lodash from 'lodash';
import { deliver } from './deliver.mts';
import { answerOf, exchange, type Arrival } from './exchange.mts';
import { Refusal, type Endpoint, type Platform } from './platform.mts';
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

/** Mounts one platform's endpoints for all tenants, below `/:tenant/<platform>`. */
export async function vendorRoutes(
	app: FastifyInstance,
	options: { tenants: Tenants; platform: Platform },
): Promise<void> {
	const { tenants, platform } = options;
	app.decorateRequest('arrival', null);
	// Bodies are measured and parsed by the platform, whatever type they claim to have.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

	app.addHook('onRequest', async (request, reply) => {
		const tenant = tenants.get((request.params as { tenant: string }).tenant);
		if (!tenant) return reply.code(404).send({ message: 'No such tenant' });
		arrive(tenant, platform, request, reply);
	});
	app.setErrorHandler(refuseUnread);

	for (const [url, endpoints] of Object.entries(lodash.groupBy(platform.endpoints, 'path'))) {
		for (const endpoint of endpoints)
			app.route({ method: endpoint.method, url, config: { endpoint }, handler: receive });
		const allowed = endpoints.map(({ method }) => method as string);
		const others = METHODS.filter((method) => !allowed.includes(method));
		app.route({ method: others, url, config: { allow: allowed.join(', ') }, handler: refuseMethod });
	}
	app.all('/*', receive);
}

/** For paths that cannot be percent-decoded, which meet no route and no hook: they belong into the ledger, too. */
export function refuseBadUrl(options: { tenants: Tenants; platforms: Platform[] }) {
	return async (error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
		const [, name, platformName] = request.raw.url!.split('/', 3);
		const tenant = options.tenants.get(name!);
		const platform = options.platforms.find((one) => one.name === platformName);
		if (tenant && platform) arrive(tenant, platform, request, reply);
		await refuseUnread(error, request, reply);
	};
}

/** Enters a request into the ledger when its head has arrived. */
function arrive(tenant: Tenant, platform: Platform, request: FastifyRequest, reply: FastifyReply): void {
	const endpoint = request.routeOptions.config?.endpoint ?? null;
	const record = tenant.requests.open({
		platform: platform.name,
		endpoint: `${platform.name}.${endpoint?.name ?? 'unknown'}`,
		method: request.method,
		path: request.raw.url!.slice(`/${tenant.name}/${platform.name}`.length),
	});
	const arrival: Arrival = { tenant, platform, endpoint, record, inWork: false };
	request.arrival = arrival;
	reply.raw.once('close', () => {
		// What is in work is processed all the same, and its record closed when that is done.
		if (!arrival.inWork) tenant.requests.close(record, { status: null, clientGone: true });
	});
}

function receive(request: FastifyRequest, reply: FastifyReply): Promise<void> {
	return exchange(request.arrival!, request, reply);
}

async function refuseMethod(request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const allow = request.routeOptions.config.allow!;
	await refuseUnread(new Refusal(405, 'Method not allowed', { allow }), request, reply);
}

/** Answers what no endpoint sees (a body not read to the end, a path that cannot be decoded) with the HTTP layer's status. */
async function refuseUnread(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const status = (error as { statusCode?: number }).statusCode;
	const answer = answerOf(status !== undefined && status < 500 ? new Refusal(status, (error as Error).message) : error);
	if (!request.arrival) return void reply.code(answer.status).send(answer.body);
	reply.hijack();
	deliver({ raw: reply.raw, arrival: request.arrival, answer, damage: undefined });
}
