import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { PageFile, Vendor } from '../shared/vendor.mts';

const files: PageFile[] = [
	{ url: '/', file: new URL('./index.html', import.meta.url), type: 'text/html; charset=utf-8' },
	{ url: '/page/page.css', file: new URL('./page.css', import.meta.url), type: 'text/css; charset=utf-8' },
	{ url: '/page/page.js', file: new URL('./page.js', import.meta.url), type: 'text/javascript; charset=utf-8' },
];

/** Ids and documents on the page come from anywhere, so nothing but the page's own files may run. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";

/** The web page at `/` and, at `/page/<vendor>.js`, what each vendor adds to it. */
export async function pageRoutes(app: FastifyInstance, options: { vendors: Vendor[] }): Promise<void> {
	const sections = options.vendors.map(({ name, page }) => ({
		url: `/page/${name}.js`,
		file: page,
		type: 'text/javascript; charset=utf-8',
	}));
	const own = options.vendors.flatMap((vendor) => vendor.files ?? []);
	for (const { url, file, type } of [...files, ...sections, ...own]) {
		app.get(url, async (_request, reply) =>
			reply
				.type(type)
				.header('content-security-policy', POLICY)
				.header('cache-control', 'no-store')
				.send(await readFile(file)),
		);
	}
}
