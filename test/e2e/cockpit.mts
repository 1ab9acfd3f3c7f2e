/** The sandbox's page in a headless Chromium, with a sandbox of its own; no n8n. */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox } from '../support/sandbox.mts';
import { openBrowser } from './editor.mts';

/** Widths of a desk and of a phone. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 375, height: 812 };

export interface Cockpit {
	url: string;
	page: Page;
	/** A new account, or that of the name started afresh, shown on the page: at the tab given, or the first. */
	open(name: string, tab?: string, settings?: object): Promise<SandboxTenant>;
	/** Script errors of the page, and what its policy has blocked. */
	errors: string[];
	close(): Promise<void>;
}

/** Starts a sandbox and a browser. */
export async function openCockpit(): Promise<Cockpit> {
	const sandbox = await startSandbox();
	const { page, close: closeBrowser } = await openBrowser();
	page.setDefaultTimeout(10_000);
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on(
		'console',
		(message) =>
			void (/Content Security Policy/.test(message.text()) && errors.push(message.text())),
	);
	return {
		url: sandbox.url,
		page,
		errors,
		async open(name, tab, settings = {}) {
			const tenant = await sandbox.tenant(settings, name);
			// The address changes after the "#" only, for which a browser does not load a page again.
			await page.goto('about:blank');
			await page.goto(`${sandbox.url}/#${[name, tab].filter(Boolean).join('/')}`);
			await page.getByRole('status').getByText('Live').waitFor();
			return tenant;
		},
		async close() {
			await closeBrowser();
			await sandbox.stop();
		},
	};
}

const HEAR_WITHIN_MS = 10_000;

/** A call that a vendor has made. */
export interface Heard {
	path: string;
	headers: IncomingHttpHeaders;
	body: any;
}

export interface Listener {
	/** Where vendors call it; any path below is heard. */
	url: string;
	/** The calls so far that match. */
	heard(matches: (call: Heard) => boolean): Heard[];
	/** Waits for so many calls that match. @returns all that match so far */
	hear(matches: (call: Heard) => boolean, count?: number): Promise<Heard[]>;
	close(): Promise<void>;
}

/** Listens on loopback as a workflow's trigger would, and answers 200. */
export async function listen(): Promise<Listener> {
	const calls: Heard[] = [];
	const arrivals = new EventEmitter();
	const server = createServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += String(chunk);
		calls.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) });
		response.end();
		arrivals.emit('call');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		heard: (matches) => calls.filter(matches),
		async hear(matches, count = 1) {
			const signal = AbortSignal.timeout(HEAR_WITHIN_MS);
			for (;;) {
				const heard = calls.filter(matches);
				if (heard.length >= count) return heard;
				await once(arrivals, 'call', { signal });
			}
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
