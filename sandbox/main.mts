import { parseArgs } from 'node:util';
import { startSandbox } from './server.mts';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		host: { type: 'string', default: '127.0.0.1' },
		'exit-with-parent': { type: 'boolean', default: false },
	},
});

const sandbox = await startSandbox({ port: Number(values.port), host: values.host });

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	await sandbox.close();
	process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (values['exit-with-parent']) process.stdin.on('end', stop).on('close', stop).resume();

process.stdout.write(`${JSON.stringify({ url: sandbox.url, pid: process.pid })}\n`);
