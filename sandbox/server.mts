import Fastify from 'fastify';
import { pageRoutes } from './page/routes.mts';
import { vendors } from './vendors.mts';
import { controlRoutes } from './shared/control.mts';
import { requireLoopbackHost, setSafeHeaders } from './shared/hosts.mts';
import { Tenants } from './shared/tenants.mts';
import { rejectBadUrl, rejectUnread, vendorRoutes } from './shared/vendorRoutes.mts';

export interface SandboxServer {
	/** `http://host:port` */
	url: string;
	/** Stops listening, ends all connections and drops all tenants. */
	close(): Promise<void>;
}

/** Far above every vendor's limit, so that a request meets the vendor's limit and not the server's. */
const BODY_LIMIT = 64 * 1024 * 1024;
/** Ids travel in paths and may be long; Node's own limit of 16 KiB for a request head comes first. */
const MAX_PARAM_LENGTH = 16 * 1024;

/**
 * Starts all mock vendors on one port: vendor APIs at `/<tenant>/<vendor>/…`, tenants and ledger at
 * `/control/…`, the page at `/`.
 * @param options port 0 takes a free one
 */
export async function startSandbox(
	options: { port?: number; host?: string } = {},
): Promise<SandboxServer> {
	const tenants = new Tenants(vendors);
	const app = Fastify({
		bodyLimit: BODY_LIMIT,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		frameworkErrors: rejectBadUrl({ tenants, vendors }),
		routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
	});
	app.addHook('onRequest', async (request, reply) => {
		setSafeHeaders(reply);
		requireLoopbackHost(request);
	});
	app.setErrorHandler(rejectUnread);
	await app.register(controlRoutes, { prefix: '/control', tenants, vendors });
	await app.register(pageRoutes, { vendors });
	for (const vendor of vendors) {
		await app.register(vendorRoutes, { prefix: `/:tenant/${vendor.name}`, tenants, vendor });
	}
	const url = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
	return { url, close: () => app.close() };
}
