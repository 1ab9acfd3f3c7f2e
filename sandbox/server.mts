import Fastify from 'fastify';
import { pageRoutes } from './page/routes.mts';
import { platforms } from './platforms.mts';
import { controlRoutes } from './shared/control.mts';
import { Tenants } from './shared/tenants.mts';
import { refuseBadUrl, vendorRoutes } from './shared/vendorRoutes.mts';

export interface SandboxServer {
	/** `http://host:port` */
	url: string;
	/** Stops listening, ends all connections and forgets all tenants. */
	close(): Promise<void>;
}

/** Far above every vendor's limit, so that it is the vendor's limit that is met and not the server's. */
const BODY_LIMIT = 64 * 1024 * 1024;
/** Vendor ids travel in paths and may be long; Node's own limit of 16 KiB for a request head comes first. */
const MAX_PARAM_LENGTH = 16 * 1024;

/**
 * Starts the stand-ins of all vendors on one port: vendor APIs at `/<tenant>/<platform>/…`, tenants and ledger at
 * `/control/…`, the page at `/`.
 * @param options port 0 takes a free one
 */
export async function startSandbox(options: { port?: number; host?: string } = {}): Promise<SandboxServer> {
	const tenants = new Tenants(platforms);
	const app = Fastify({
		bodyLimit: BODY_LIMIT,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		frameworkErrors: refuseBadUrl({ tenants, platforms }),
		routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
	});
	await app.register(controlRoutes, { prefix: '/control', tenants, platforms });
	await app.register(pageRoutes, { platforms });
	for (const platform of platforms) {
		await app.register(vendorRoutes, { prefix: `/:tenant/${platform.name}`, tenants, platform });
	}
	const url = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
	return { url, close: () => app.close() };
}
