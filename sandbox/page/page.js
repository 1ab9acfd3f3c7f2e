/*
 * Shows what one tenant's platforms received. Each platform describes its section in `/page/<platform>.js`, which
 * exports `counters` [{ label, value(summary) }] and `tables` [{ collection, title, columns }], a column being
 * { title, value(row) } where value gives text, or { text, tone } with tone good, warn or bad, or { json }.
 * A module may export `links` [{ label, url(tenant) }] to pages of its own.
 * Texts reach the page through textContent only, since ids and documents come from anywhere.
 */
const REFRESH_MS = 1000;
const ROWS = 20;

const main = document.getElementById('main');
const state = document.getElementById('state');
const select = document.getElementById('tenant');
/** opened documents, kept open when the tables are drawn again */
const opened = new Set();
let drawn = '';

const requestSection = {
	counters: [
		{ label: 'Requests', value: (requests) => requests.total },
		{ label: 'Data received', value: (requests) => size(requests.bytes) },
		{ label: 'Most entries in one', value: (requests) => requests.maxItems },
		{ label: 'Most at once', value: (requests) => requests.maxInFlight },
		{ label: 'Asked to slow down (429)', value: (requests) => requests.answered429 },
	],
	columns: [
		{ title: 'No.', value: (row) => row.n },
		{ title: 'Time', value: (row) => new Date(row.startedAt).toLocaleTimeString() },
		{ title: 'Request', value: (row) => `${row.method} ${row.path}` },
		{ title: 'Entries', value: (row) => row.items || '' },
		{ title: 'Size', value: (row) => size(row.bytes) },
		{ title: 'Answer', value: answer },
		{ title: 'Took', value: (row) => (row.durationMs === null ? '' : `${Math.round(row.durationMs)} ms`) },
		{ title: 'Processed', value: (row) => (row.processed ? 'yes' : 'no') },
		{ title: 'Fault', value: (row) => ({ text: row.faults.join(', '), tone: 'warn' }) },
	],
};

function answer({ status, durationMs, clientGone }) {
	if (status === null)
		return { text: durationMs === null ? 'in work' : clientGone ? 'client left' : 'none', tone: 'warn' };
	return { text: String(status), tone: status < 300 ? 'good' : status === 429 ? 'warn' : 'bad' };
}

function size(bytes) {
	if (bytes < 1000) return `${bytes} B`;
	return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function element(tag, properties = {}, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

function counters(list, summary) {
	const cells = list.map(({ label, value }) => {
		const shown = value(summary);
		const text = typeof shown === 'number' ? shown.toLocaleString() : String(shown);
		return element('div', {}, element('dt', { textContent: label }), element('dd', { textContent: text }));
	});
	return element('dl', { className: 'counters' }, ...cells);
}

function cell(value, key) {
	const shown = typeof value === 'object' && value !== null ? value : { text: String(value ?? '') };
	if (shown.json === undefined)
		return element('td', { textContent: shown.text, className: shown.text === '' ? '' : (shown.tone ?? '') });
	const details = element(
		'details',
		{ open: opened.has(key) },
		element('summary', { textContent: shown.text ?? 'Show' }),
	);
	details.append(element('pre', { textContent: JSON.stringify(shown.json, null, 2) }));
	details.addEventListener('toggle', () => (details.open ? opened.add(key) : opened.delete(key)));
	return element('td', {}, details);
}

function table(title, columns, rows) {
	const heading = element(
		'h3',
		{ textContent: `${title} ` },
		element('span', { textContent: rows.length < ROWS ? '' : `(last ${ROWS})` }),
	);
	if (rows.length === 0) return [heading, element('p', { className: 'empty', textContent: 'Nothing yet' })];
	const head = element('tr', {}, ...columns.map((column) => element('th', { textContent: column.title })));
	const body = rows.map((row) =>
		element(
			'tr',
			{},
			...columns.map((column) => cell(column.value(row), JSON.stringify([title, column.title, row.id ?? row.receipt]))),
		),
	);
	const made = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
	return [heading, element('div', { className: 'scroll' }, made)];
}

async function json(path) {
	const response = await fetch(path);
	if (!response.ok) throw new Error(`${response.status} from ${path}`);
	return await response.json();
}

async function newest(tenant, collection) {
	const response = await fetch(`/control/tenants/${tenant}/${collection}?newest=${ROWS}`);
	const text = await response.text();
	return text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line));
}

/** Fetches everything before drawing anything, so that the page never shows two moments at once. */
async function platformSection(tenant, summary, { name, title, counters: list, tables, links = [] }) {
	const parts = [];
	for (const { collection, title: tableTitle, columns } of tables) {
		parts.push(...table(tableTitle, columns, await newest(tenant, `${name}/${collection}`)));
	}
	return element(
		'section',
		{ id: name },
		element('h2', { textContent: title }),
		...links.map(({ label, url }) => element('p', {}, element('a', { href: url(tenant), textContent: label }))),
		counters(list, summary[name]),
		...parts,
	);
}

async function draw(platforms, summary) {
	const sections = [];
	for (const platform of platforms) sections.push(await platformSection(summary.tenant, summary, platform));
	const requests = element('section', { id: 'requests' }, element('h2', { textContent: 'Requests' }));
	requests.append(counters(requestSection.counters, summary.requests));
	requests.append(...table('Latest requests', requestSection.columns, await newest(summary.tenant, 'requests')));
	main.replaceChildren(...sections, requests);
}

function offer(tenants) {
	const names = tenants.map(({ tenant }) => tenant);
	const offered = [...select.options].map(({ value }) => value);
	if (names.join() === offered.join()) return;
	const wanted = select.value || decodeURIComponent(location.hash.slice(1));
	select.replaceChildren(...names.map((name) => element('option', { value: name, textContent: name })));
	select.value = names.includes(wanted) ? wanted : (names.at(-1) ?? '');
}

async function refresh(platforms) {
	const tenants = await json('/control/tenants');
	offer(tenants);
	const summary = tenants.find(({ tenant }) => tenant === select.value);
	state.textContent = summary ? `Live · ${new Date().toLocaleTimeString()}` : 'No account yet';
	const now = JSON.stringify(summary ?? null);
	if (now === drawn) return;
	if (summary) await draw(platforms, summary);
	else main.replaceChildren();
	drawn = now;
}

const platforms = await Promise.all(
	(await json('/control/platforms')).map(async (platform) => ({
		...platform,
		...(await import(`/page/${platform.name}.js`)),
	})),
);
select.addEventListener('change', () => (location.hash = encodeURIComponent(select.value)));
for (;;) {
	await refresh(platforms).catch((error) => (state.textContent = `Not connected: ${error.message}`));
	await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
}
