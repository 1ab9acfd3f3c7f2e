/** Starts the real n8n on a loopback port, with its own data folder and nothing that talks to the outside. */
import axios from 'axios';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { N8nInstallation } from './install.mts';
import { freePort, pollUntil, startGuarded } from './process.mts';
import { environmentWithThisNode } from './repository.mts';

export interface N8nOptions {
	installation: N8nInstallation;
	/** n8n keeps its database, key and packages in `<userFolder>/.n8n`. Made when it does not exist. */
	userFolder: string;
	/** Port for the editor and API; another one is taken when it is in use (default: any free port). */
	port?: number;
	/** `vm` is n8n's default. */
	expressionEngine?: 'vm' | 'legacy';
	/** `loopback` (default): whatever n8n tries to send beyond this machine fails at once. `open`: it may leave. */
	network?: 'loopback' | 'open';
	/** Further environment variables, such as N8N_LOG_LEVEL; they win over the ones set here. */
	env?: NodeJS.ProcessEnv;
}

export interface N8nServer {
	/** `http://127.0.0.1:<port>`, without a slash at the end. */
	url: string;
	userFolder: string;
	/** n8n's console output. */
	logFile: string;
	/** n8n's SQLite database. */
	databaseFile: string;
	/** Folder that workflows may read files from and write files to. */
	filesFolder: string;
	logTail(lines?: number): string;
	/** Ends n8n and what it started; resolves when it is gone. */
	stop(): Promise<void>;
}

/** First start makes the database: 10 s on an idle machine, a multiple of that on a busy one. */
const START_DEADLINE_MS = 180_000;

/**
 * Starts n8n and resolves once sign-in works. n8n ends when this process ends, even when that is killed.
 * @throws an error that says why n8n did not come up, with the end of its log.
 */
export async function startN8n(options: N8nOptions): Promise<N8nServer> {
	const { installation, userFolder } = options;
	const dataFolder = join(userFolder, '.n8n');
	const filesFolder = join(userFolder, '.n8n-files');
	await mkdir(dataFolder, { recursive: true });
	await mkdir(filesFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	const port = await freePort(options.port);
	const brokerPort = await freePort();
	const url = `http://127.0.0.1:${port}`;

	const n8n = startGuarded({
		command: process.execPath,
		args: [installation.entry, 'start'],
		cwd: userFolder,
		env: {
			...environmentOfN8n({ ...options, filesFolder, port, brokerPort, url }),
			...options.env,
		},
		logFile,
	});
	const server: N8nServer = {
		url,
		userFolder,
		logFile,
		databaseFile: join(dataFolder, 'database.sqlite'),
		filesFolder,
		logTail: n8n.logTail,
		stop: n8n.stop,
	};
	try {
		await pollUntil(
			'The start of n8n',
			async () => {
				if (!n8n.isRunning()) throw new Error('n8n ended while starting.');
				return (await signInWorks(url)) || undefined;
			},
			{ deadlineInMs: START_DEADLINE_MS },
		);
	} catch (error) {
		await n8n.stop();
		throw new Error(
			`${(error as Error).message} The end of its log (${logFile}):\n${n8n.logTail()}`,
		);
	}
	return server;
}

/** `/healthz` and `/rest/settings` answer before sign-in is possible, so sign-in itself is asked. */
async function signInWorks(url: string): Promise<boolean> {
	const answer = await axios
		.post(
			`${url}/rest/login`,
			{ emailOrLdapLoginId: 'nobody@example.com', password: 'none' },
			{
				validateStatus: () => true,
				timeout: 5_000,
				proxy: false,
			},
		)
		.catch(() => undefined);
	return answer?.status === 401;
}

interface Place extends N8nOptions {
	filesFolder: string;
	port: number;
	brokerPort: number;
	url: string;
}

function environmentOfN8n({
	installation,
	userFolder,
	filesFolder,
	port,
	brokerPort,
	url,
	expressionEngine,
	network = 'loopback',
}: Place): NodeJS.ProcessEnv {
	return {
		...withoutSettingsOfN8n(environmentWithThisNode()),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_RESTRICT_FILE_ACCESS_TO: filesFolder,
		DB_TYPE: 'sqlite',
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_WEBHOOK_URL: `${url}/`,
		N8N_EDITOR_BASE_URL: `${url}/`,
		// Sign-in over http is fine on loopback, and only there.
		N8N_SECURE_COOKIE: 'false',
		// Months and days in workflows follow this machine's clock, not n8n's default of New York.
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		...withoutMcpRegistry(installation),
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		// How long n8n waits for running executions when it is told to end, in seconds.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		// The list of packs verified by n8n lives on n8n's servers. Ours is a pack of one's own.
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		...(expressionEngine ? { N8N_EXPRESSION_ENGINE: expressionEngine } : {}),
		...(network === 'loopback' ? nothingLeavesThisMachine : {}),
	};
}

/**
 * Proxy settings that n8n's HTTP clients obey: everything but loopback goes to a port where nothing listens.
 * Port 9 ("discard") is refused at once wherever that service does not run, which is everywhere by default.
 */
const nothingLeavesThisMachine: NodeJS.ProcessEnv = {
	HTTP_PROXY: 'http://127.0.0.1:9',
	HTTPS_PROXY: 'http://127.0.0.1:9',
	NO_PROXY: '127.0.0.1,localhost,::1',
};

/** This module fetches a list of MCP servers from n8n at every start; an n8n that does not know it would not start. */
function withoutMcpRegistry({ entry }: N8nInstallation): NodeJS.ProcessEnv {
	const knowsIt = existsSync(join(dirname(entry), '../dist/modules/mcp-registry'));
	return knowsIt ? { N8N_DISABLED_MODULES: 'mcp-registry' } : {};
}

/** The environment without settings of another n8n, which whoever starts us may have set for that one. */
function withoutSettingsOfN8n(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const prefixes =
		/^(N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|GENERIC|CREDENTIALS|NODES|NODE_FUNCTION|VUE_APP|JEST)_/;
	const names =
		/^(NODE_OPTIONS|NODE_PATH|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|all_proxy|ALL_PROXY)$/;
	return Object.fromEntries(
		Object.entries(env).filter(([name]) => !prefixes.test(name) && !names.test(name)),
	);
}
