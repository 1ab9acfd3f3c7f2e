/** The vendors' stand-ins as a process of their own, and what their ledger says. */
import axios, { type AxiosInstance } from 'axios';
import { join } from 'node:path';
import type { VendorAccess } from '../sandbox/shared/control.mts';
import type { RequestRecord } from '../sandbox/shared/requests.mts';
import { freePort, pollUntil, startGuarded } from '../test/n8n/process.mts';
import { environmentWithThisNode, repositoryRoot } from '../test/n8n/repository.mts';

/** One isolated account at every vendor of the sandbox. */
export interface SandboxTenant {
	name: string;
	/** How to reach the vendor of that name (`wai`, …). */
	access(vendor: string): VendorAccess;
	/** Every request received, oldest first. */
	requests(): Promise<RequestRecord[]>;
	/** A collection of the ledger, such as `wai/contacts`, oldest first. */
	rows<Row>(collection: string): Promise<Row[]>;
	/** Does something in a vendor's world, such as `wavy/answer`. */
	act<Result>(action: string, body: object): Promise<Result>;
	/** Changes settings, such as faults on demand, and keeps what was received. */
	configure(settings: Record<string, unknown>): Promise<void>;
}

/** A sandbox that is running. */
export interface SandboxConnection {
	/** Address of its page; vendor APIs lie below it. */
	url: string;
	/** A new tenant, or the tenant of that name started afresh. */
	tenant(name: string, settings?: Record<string, unknown>): Promise<SandboxTenant>;
}

export interface Sandbox extends SandboxConnection {
	stop(): Promise<void>;
}

/**
 * Starts the sandbox on loopback. It ends when this process ends.
 * @param options.port taken when it is free, another one otherwise.
 */
export async function startSandbox({ port: preferred, logFile }: { port?: number; logFile: string }): Promise<Sandbox> {
	const port = await freePort(preferred);
	const url = `http://127.0.0.1:${port}`;
	const server = startGuarded({
		command: process.execPath,
		args: [join(repositoryRoot(), 'sandbox/main.mts'), '--port', String(port)],
		cwd: repositoryRoot(),
		env: environmentWithThisNode(),
		logFile,
		graceInMs: 3_000,
	});
	try {
		await pollUntil('The start of the sandbox', async () => {
			if (!server.isRunning()) throw new Error('The sandbox ended while starting.');
			return await controlOf(url).get('/platforms').then(() => true, () => undefined);
		}, { deadlineInMs: 30_000, everyMs: 100 });
	} catch (error) {
		await server.stop();
		throw new Error(`${(error as Error).message} The end of its log:\n${server.logTail()}`);
	}
	return { ...connectSandbox(url), stop: server.stop };
}

/** Speaks to a sandbox that somebody else started at that address. */
export function connectSandbox(url: string): SandboxConnection {
	const http = controlOf(url);
	return {
		url,
		tenant: async (name, settings) => {
			const { data } = await http.post('/tenants', { name, settings });
			return tenantOf(http, name, data);
		},
	};
}

function controlOf(url: string): AxiosInstance {
	return axios.create({ baseURL: `${url}/control`, proxy: false, timeout: 60_000, maxContentLength: Infinity });
}

function tenantOf(http: AxiosInstance, name: string, access: Record<string, VendorAccess>): SandboxTenant {
	const rows = async <Row,>(path: string): Promise<Row[]> => {
		const { data } = await http.get<string>(`/tenants/${name}/${path}`, { responseType: 'text', transformResponse: (text) => text });
		return data.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Row);
	};
	return {
		name,
		access(vendor) {
			const found = access[vendor];
			if (!found) throw new Error(`The sandbox has no stand-in for ${vendor}.`);
			return found;
		},
		requests: async () => await rows<RequestRecord>('requests'),
		rows,
		act: async (action, body) => (await http.post(`/tenants/${name}/${action}`, body)).data,
		configure: async (settings) => void (await http.patch(`/tenants/${name}`, settings)),
	};
}
