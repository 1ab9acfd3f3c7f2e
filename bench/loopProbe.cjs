/**
 * Loaded into n8n before it starts: notes whenever the event loop was held, and how much memory there
 * is, one JSON line each, with the time. Read by `probe.mts`.
 */
const { appendFileSync } = require('node:fs');

const file = process.env.BENCH_PROBE_FILE;
// n8n's task runners inherit the environment; only n8n itself is of interest.
if (file && process.argv.includes('start')) {
	const EVERY_MS = 5;
	const WORTH_NOTING_MS = 10;
	let lines = [];
	let last = performance.now();
	setInterval(() => {
		const now = performance.now();
		const held = now - last - EVERY_MS;
		last = now;
		if (held > WORTH_NOTING_MS) lines.push(JSON.stringify({ at: Date.now(), held: Math.round(held) }));
	}, EVERY_MS).unref();
	setInterval(() => {
		const { rss, heapUsed, external } = process.memoryUsage();
		lines.push(JSON.stringify({ at: Date.now(), rss, heap: heapUsed + external }));
		appendFileSync(file, `${lines.join('\n')}\n`);
		lines = [];
	}, 100).unref();
}
