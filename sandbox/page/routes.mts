import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { PageFile, Vendor } from '../shared/vendor.mts';

const TYPES: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** Ids and documents on the page come from anywhere, so nothing but the page's own files may run. */
const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	"img-src 'self' data:",
	"form-action 'none'",
	"base-uri 'none'",
].join('; ');

const here = new URL('./', import.meta.url);
const icons = new URL('../../icons/', import.meta.url);

function pageFile(url: string, file: URL): PageFile {
	return { url, file, type: TYPES[extname(file.pathname)]! };
}

/** Style sheets and modules in this folder. */
function ownFiles(): PageFile[] {
	const names = readdirSync(here).filter((name) => ['.css', '.js'].includes(extname(name)));
	return names.map((name) => pageFile(`/page/${name}`, new URL(name, here)));
}

/** The vendors' icons, as the nodes have them; a name's case may differ. */
function iconFiles(vendors: Vendor[]): PageFile[] {
	const names = readdirSync(icons);
	return vendors.flatMap(({ name }) =>
		[`${name}.svg`, `${name}.dark.svg`].flatMap((wanted) => {
			const found = names.find((one) => one.toLowerCase() === wanted.toLowerCase());
			return found ? [pageFile(`/page/${wanted}`, new URL(found, icons))] : [];
		}),
	);
}

/** The web page at `/` and, at `/page/<vendor>.js`, what each vendor adds to it. */
export async function pageRoutes(
	app: FastifyInstance,
	{ vendors }: { vendors: Vendor[] },
): Promise<void> {
	const files = [
		pageFile('/', new URL('index.html', here)),
		...ownFiles(),
		...iconFiles(vendors),
		...vendors.map(({ name, page }) => pageFile(`/page/${name}.js`, page)),
		...vendors.flatMap((vendor) => vendor.files ?? []),
	];
	for (const { url, file, type } of files) {
		app.get(url, async (_request, reply) =>
			reply
				.type(type)
				.header('content-security-policy', POLICY)
				.header('cache-control', 'no-store')
				.send(await readFile(file)),
		);
	}
}
