import { openStage, owner } from '../../workflows/setup.mts';
import { handOver } from './stage.mts';

/** Starts the n8n and the sandbox that all end-to-end tests share. */
export default async function setUp(): Promise<void> {
	const stage = await openStage({
		// Straight to the terminal: jest would put a stack trace under every line.
		report: (line) => void process.stderr.write(`${line}\n`),
		// Everything n8n can log is logged, so that a secret in the log would be found.
		n8n: { env: { N8N_LOG_LEVEL: 'debug' } },
	});
	await stage.client.signIn(owner);
	handOver(stage);
}
