// Runs a command that must not outlive whoever asked for it.
//
//   node guard.mjs <command> [argument…]
//
// The parent keeps this process's standard input open. When the parent ends, however it ends (kill -9 included),
// the operating system closes that pipe, and the command with everything it started is ended: SIGTERM first,
// SIGKILL after the grace. The same happens on SIGTERM or SIGINT to this process.
// Plain JavaScript, so that it starts in a few milliseconds and under any Node.
import { spawn } from 'node:child_process';

const graceInMs = Number(process.env.GUARD_GRACE_MS ?? 10_000);
const [command, ...args] = process.argv.slice(2);

// Its own process group (detached), so that the command's own children can be ended with it.
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

function signalGroup(signal) {
	try {
		process.kill(-child.pid, signal);
	} catch {
		// The whole group has ended already.
	}
}

let ending = false;
function end() {
	if (ending) return;
	ending = true;
	signalGroup('SIGTERM');
	setTimeout(() => signalGroup('SIGKILL'), graceInMs);
}

process.stdin.resume();
process.stdin.on('end', end);
process.stdin.on('error', end);
// Ctrl-C in a terminal reaches the parent as well; it decides, and its end reaches us through the pipe.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', end);

child.on('error', (error) => {
	console.error(`${command} could not be started: ${error.message}`);
	process.exit(127);
});
child.on('exit', (code, signal) => {
	// What the command left behind in its group (n8n's task runner, a build's compilers) ends with it.
	signalGroup('SIGKILL');
	process.exit(code ?? (signal === 'SIGTERM' ? 143 : 1));
});
