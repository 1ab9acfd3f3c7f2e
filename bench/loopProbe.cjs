/**
 * Loaded into n8n before it starts: notes whenever the event loop was held, and how much memory there
 * is, one JSON line each, with the time. Read by `probe.mts`.
 */
const { appendFileSync, existsSync } = require('node:fs');

const file = process.env.BENCH_PROBE_FILE;
// What starts n8n and its task runners inherit the environment; only n8n itself is of interest.
if (file && process.argv[2] === 'start') {
	const EVERY_MS = 5;
	const WORTH_NOTING_MS = 10;
	let lines = [];
	let last = performance.now();
	setInterval(() => {
		const now = performance.now();
		const held = now - last - EVERY_MS;
		last = now;
		if (held > WORTH_NOTING_MS)
			lines.push(JSON.stringify({ at: Date.now(), held: Math.round(held) }));
	}, EVERY_MS).unref();

	setInterval(() => {
		const { heapUsed, external } = process.memoryUsage();
		lines.push(JSON.stringify({ at: Date.now(), memory: heapUsed + external }));
	}, 20).unref();

	// What n8n itself needs is known only without garbage. Where memory is to be measured, it is collected in the rest
	// before a way begins; not otherwise, since V8 forgets compiled code with it, which would slow down what follows.
	const IDLE = 0.05;
	let before = performance.eventLoopUtilization();
	let collected = false;
	setInterval(() => {
		const now = performance.eventLoopUtilization();
		const idle = performance.eventLoopUtilization(now, before).utilization < IDLE;
		if (idle && !collected && existsSync(`${file}.collect`)) global.gc?.();
		collected = idle;
		// The collecting itself is no work of n8n's.
		before = performance.eventLoopUtilization();
		if (lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`);
		lines = [];
	}, 200).unref();
}
