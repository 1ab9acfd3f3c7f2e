/** Writes what was measured to docs/benchmarks.md, with a chart drawn beside it. */
import lodash from 'lodash';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../test/n8n/repository.mts';
import { CALLERS, cellsOf, HEADINGS, type CallbackMeasurement } from './callbacks.mts';
import { contestants } from './contestants.mts';
import type { Growth } from './growth.mts';
import { FLOOR, type Measurement } from './measurement.mts';

/** Where and how it was measured. */
export interface Circumstances {
	machine: string;
	n8n: string;
	rounds: number;
	/** Rounds before them that are not counted. */
	warmUp: number;
}

/** What was measured. */
export interface Results {
	measurements: Measurement[];
	growth: Growth[];
	callbacks: CallbackMeasurement[];
}

const PACK = contestants[0]!.name;

const ratio = (a: number, b: number) =>
	a / b >= 10 ? Math.round(a / b).toLocaleString('en-US') : (a / b).toFixed(2);

export function writeReport(
	{ measurements, growth, callbacks }: Results,
	{ machine, n8n, rounds, warmUp }: Circumstances,
): void {
	const groups = Object.values(
		lodash.groupBy(measurements, ({ items, latencyMs }) => `${items} ${latencyMs}`),
	);
	const document = `# Benchmarks

\`npm run bench -- --write\` sends the same customer list to the sandbox's WAI in different ways on one real
n8n, one after the other, and writes this page. Six mapped fields a contact. Absolute times differ from
machine to machine; the ratios are the point.

Measured on ${new Date().toISOString().slice(0, 10)} with n8n ${n8n} (default expression engine), Node
${process.version}, ${machine}; n8n, the sandbox and the benchmark share it. Times are medians of ${rounds}
rounds, after ${warmUp} that are not counted, holds the longest of all of them; ways marked ° ran once. Memory
is from a round of its own, with garbage collected before each way.

- **${PACK}**: the WAI node, each field mapped as \`{{ $json.field }}\`.
- **Read through getNodeParameter**: the same node with the same fields, mapped as \`{{ ($json.field) }}\`,
  which is no plain path and so goes the way that nodes usually read their parameters.
- **${FLOOR}**: no n8n at all, four kept connections, bodies made beforehand. Nothing can be faster.
- *Loop held* is the longest time in which n8n could answer nobody, on a machine whose two cores the sandbox
  and V8's collector use as well; *memory* is the peak of n8n's heap and buffers over what they held when the
  node began; that of n8n's task runner, in which the Code node runs, comes on top.

![Times in relation to this pack](images/benchmarks.svg)

${groups.map(tableOf).join('\n\n')}

## Growth

The WAI node alone on n8n-core, mapped fields, no latency, after a run of 1,000 items that is not counted. In
that first run of a process, n8n sets up its HTTP library, which held the event loop for
${Math.round(Math.max(...growth.map(({ firstHeld }) => firstHeld)))} ms at most:

| Items | Time | µs an item | Loop held | Memory over the items | Bytes an item | Of it kept |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${growth.map(growthRow).join('\n')}

*Memory* is the peak with garbage not collected yet, of which V8 lets some 20 MB lie whatever the list; *kept*
is what is left of it when the node has ended: its output.

## Rate limits

Against a sandbox that takes ten requests a second, 300 requests in fixed windows or by a token bucket, with
Retry-After in seconds, as a date, or without: no more than 1.15 times the ideal time, and fewer than 2 % of
the requests answered 429 after the first second. \`npm test -- test/engine/rateOverHttp\` measures it over
real HTTP, prints the figures and fails otherwise; \`test/engine/rate\` holds the same over virtual time for
other limits.

## Callbacks

Three workflows that hold nothing but a trigger take the same kind of burst, with each of n8n's expression
engines: status entries in callbacks of 1 to 24, a third of the callbacks a second time, in random order,
${CALLERS} at a time. Afterwards every execution is read, and how often each entry came out counted.

${Object.values(lodash.groupBy(callbacks, ({ engine }) => engine))
	.map(tableOfEngine)
	.join('\n\n')}

What to take from it: the trigger starts far fewer executions than there are callbacks, and repeats come out
once. n8n's default engine \`vm\` needs some 30 ms of CPU for each callback before any node is asked; under a
sustained burst of ${CALLERS} at a time one process answers many callbacks later than Wavy's 200 ms, whichever
node takes them. Wavy then sends them again, which the trigger recognises. Where bursts are large, set
\`N8N_EXPRESSION_ENGINE=legacy\` or let more webhook processors share them.
`;
	const docs = join(repositoryRoot(), 'docs');
	writeFileSync(join(docs, 'benchmarks.md'), document);
	writeFileSync(join(docs, 'images/benchmarks.svg'), chart(groups));
}

function tableOf(group: Measurement[]): string {
	const pack = group.find(({ name }) => name === PACK)!;
	const floor = group.find(({ name }) => name === FLOOR)!;
	const rows = group.map(({ name, ms, requests, bytes, held, memory }) => {
		const once = contestants.some((contestant) => contestant.name === name && contestant.most)
			? ' °'
			: '';
		const figures = [
			ratio(ms, pack.ms),
			ratio(ms, floor.ms),
			`${Math.round(ms).toLocaleString('en-US')} ms`,
			requests.toLocaleString('en-US'),
			(bytes / 1e6).toFixed(2),
		];
		return (
			`| ${name}${once} | ${figures.join(' | ')} | ${held === undefined ? '' : `${held} ms`} ` +
			`| ${memory === undefined ? '' : `${Math.round(memory / 1e6)} MB`} |`
		);
	});
	return `## ${pack.items.toLocaleString('en-US')} contacts, ${pack.latencyMs} ms of latency

| Way | × this pack | × floor | Time | Requests | MB sent | Loop held | Memory |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}`;
}

function tableOfEngine(group: CallbackMeasurement[]): string {
	const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [
		`Expression engine \`${group[0]!.engine}\`:\n`,
		row(HEADINGS),
		row(HEADINGS.map((_, i) => (i === 0 ? '---' : '---:'))),
		...group.map((one) => row(cellsOf(one))),
	].join('\n');
}

function growthRow({ items, ms, longestHeld, memory, kept }: Growth): string {
	return (
		`| ${items.toLocaleString('en-US')} | ${Math.round(ms).toLocaleString('en-US')} ms | ` +
		`${((ms * 1000) / items).toFixed(1)} | ${Math.round(longestHeld)} ms | ` +
		`${Math.round(memory / 1e6)} MB | ${Math.round(memory / items)} | ` +
		`${Math.round(kept / items)} |`
	);
}

const BAR = 18;
const LEFT = 330;
const WIDTH = 900;

/** Bars on a logarithmic scale: what takes a hundred times as long would leave nothing of the others otherwise. */
function chart(groups: Measurement[][]): string {
	const all = groups.flat();
	const most = Math.max(...all.map(({ ms }) => ms));
	const least = Math.min(...all.map(({ ms }) => ms)) / 2;
	const length = (ms: number) =>
		((WIDTH - LEFT - 130) * Math.log(ms / least)) / Math.log(most / least);
	let y = 20;
	const lines: string[] = [];
	for (const group of groups) {
		const pack = group.find(({ name }) => name === PACK)!;
		lines.push(
			`<text x="0" y="${y}" font-weight="bold">${pack.items.toLocaleString('en-US')} ` +
				`contacts, ${pack.latencyMs} ms of latency</text>`,
		);
		y += 10;
		for (const { name, ms } of group) {
			const color = name === PACK ? '#ff5a4f' : name === FLOOR ? '#8a8f98' : '#5b6ee1';
			lines.push(`<text x="${LEFT - 8}" y="${y + BAR - 5}" text-anchor="end">${name}</text>`);
			lines.push(
				`<rect x="${LEFT}" y="${y}" width="${length(ms).toFixed(1)}" height="${BAR - 3}" fill="${color}" rx="2"/>`,
			);
			lines.push(
				`<text x="${(LEFT + length(ms) + 6).toFixed(1)}" ` +
					`y="${y + BAR - 5}">${Math.round(ms).toLocaleString('en-US')} ms (× ` +
					`${ratio(ms, pack.ms)})</text>`,
			);
			y += BAR;
		}
		y += 24;
	}
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" ` +
		'font-family="system-ui, sans-serif" font-size="12"><rect width="100%" height="100%" ' +
		`fill="#fff"/>\n${lines.join('\n')}\n</svg>\n`
	);
}
