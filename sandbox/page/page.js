/*
 * The sandbox's page: what the vendors of one account received, and what can be done to them. With a body that names a
 * vendor's companion it shows nothing but that, such as the phone.
 *
 * Each vendor describes its part in `/page/<vendor>.js`, which exports
 * - `tables` [{ collection, title, count(summary), columns: [{ title, value(row) }] }], where a value is text,
 *   `{ text, tone }` with tone good, warn or bad, or `{ id }` for an id that may be long; `summary` is the vendor's own
 * - `counters` [{ label, value(summary), isTrouble? }], what no table counts
 * - `people` { collection, of(row) → [{ number, name }] }, optional: whom it knows by phone number
 * - `delivery` { collection, find(rows, id), said(row) }, where it has sample events: what became of one
 * - `companion(context)` → { title, node, refresh(now) }, optional: what a person holds in hand, beside the ledger
 */
import * as api from './api.js';
import { banner } from './banner.js';
import { element, reconcile } from './dom.js';
import { requestsPanel, vendorPanel } from './panel.js';
import { directory } from './people.js';
import { place } from './place.js';
import { requestsTo } from './requests.js';
import { faultsOn } from './switches.js';
import { tabs } from './tabs.js';
import { toasts } from './toast.js';

const REFRESH_MS = 700;
const REQUESTS = 'requests';

const byId = (id) => document.getElementById(id);
const [picker, state, panelHolder, resetDialog] = ['tenant', 'state', 'panel', 'reset-dialog'].map(
	byId,
);
const say = toasts(byId('toasts'));
const companionOf = document.body.dataset.companion;

const vendors = await loadVendors();
const warning = banner(byId('banner'), vendors, say);
const strip = companionOf ? undefined : tabs(byId('tabs'), panelHolder, tabEntries(), chooseTab);
/** the account on the page, with its parts as far as they have been opened */
let open;
let isDue = false;
let resume = () => {};
/** Brings the next refresh forward, also one asked for while another is under way. */
const wake = () => {
	isDue = true;
	resume();
};

async function loadVendors() {
	const listed = await api.vendors();
	const all = await Promise.all(
		listed.map(async (vendor) => ({
			...vendor,
			short: vendor.title.replace(/ \(.*/, ''),
			...(await import(`/page/${vendor.name}.js`)),
		})),
	);
	// What a person holds in hand comes first.
	return [
		...all.filter(({ companion }) => companion),
		...all.filter(({ companion }) => !companion),
	];
}

function tabEntries() {
	const entries = vendors.map(({ name, short }) => ({ name, title: short, icon: true }));
	return [...entries, { name: REQUESTS, title: 'All requests' }];
}

function openAccount(name) {
	const account = api.account(name);
	const context = { account, people: directory(account, vendors), say, place };
	// The page of a companion alone keeps in its address what is shown there.
	if (companionOf)
		Object.assign(context, { shown: place.tab, keep: (shown) => place.go(name, shown) });
	open = { account, context, panels: new Map(), tab: undefined };
}

function makePanel(tab) {
	const vendor = vendors.find(({ name }) => name === tab);
	if (companionOf) return vendor.companion({ ...open.context, vendor });
	return vendor ? vendorPanel(vendor, open.context) : requestsPanel(vendors, open.context);
}

function chooseTab(tab) {
	if (open.tab === tab) return;
	open.tab = tab;
	if (!open.panels.has(tab)) open.panels.set(tab, makePanel(tab));
	panelHolder.replaceChildren(open.panels.get(tab).node);
	if (!companionOf) {
		place.go(open.account.name, tab);
		strip.select(tab);
	}
	// What is known already stands there at once.
	if (open.now) open.panels.get(tab).refresh(open.now).catch(wake);
	wake();
}

/** The tab that the address names, or the first. */
function wantedTab() {
	if (companionOf) return companionOf;
	const names = tabEntries().map(({ name }) => name);
	return names.includes(place.tab) ? place.tab : names[0];
}

function drawPicker(names) {
	const wanted = open?.account.name ?? place.account;
	reconcile(picker, names, {
		key: (name) => name,
		render: (name) => element('option', { value: name, textContent: name }),
	});
	picker.value = names.includes(wanted) ? wanted : (names.at(-1) ?? '');
}

function drawCounts(summary, settings) {
	for (const { name } of vendors) {
		strip.count(name, requestsTo(name, summary), faultsOn(settings.switches[name]).length);
	}
	strip.count(REQUESTS, summary.requests.total, 0);
}

async function refresh() {
	const summaries = await api.accounts();
	drawPicker(summaries.map(({ tenant }) => tenant));
	const summary = summaries.find(({ tenant }) => tenant === picker.value);
	document.body.classList.toggle('without-account', !summary);
	if (!summary) {
		open = undefined;
		return panelHolder.replaceChildren();
	}
	if (open?.account.name !== summary.tenant) openAccount(summary.tenant);
	if (companionOf) byId('whole').href = `/#${summary.tenant}/${companionOf}`;
	if (!open.tab) chooseTab(wantedTab());
	const { account, context, panels, tab } = open;
	const askedAt = performance.now();
	const [settings, callbacks, access] = await Promise.all([
		account.settings(),
		account.callbacks(),
		account.access(),
		context.people.refresh(summary),
	]);
	warning.refresh(account, settings);
	if (strip) drawCounts(summary, settings);
	const now = { summary, settings, callbacks, access, askedAt };
	Object.assign(open, { now });
	await panels.get(tab).refresh(now);
}

function setState(text, isUp) {
	if (state.textContent !== text) state.textContent = text;
	state.classList.toggle('down', !isUp);
}

async function reset() {
	try {
		await open.account.reset();
		say(`Everything that ${open.account.name} received is forgotten`);
		wake();
	} catch (error) {
		say(`Not reset: ${error.message}`, 'bad');
	}
}

/** What stands around the tabs: reset, the first account, the link that skips it all. */
function listenToFrame() {
	byId('reset').addEventListener('click', () => {
		resetDialog.returnValue = '';
		resetDialog.showModal();
	});
	resetDialog.addEventListener('close', () => resetDialog.returnValue === 'reset' && void reset());
	byId('create').addEventListener('submit', (event) => {
		event.preventDefault();
		const name = byId('new-account').value.trim();
		api.createAccount(name).then(wake, (error) => say(`Not created: ${error.message}`, 'bad'));
	});
	byId('skip').addEventListener('click', (event) => {
		event.preventDefault();
		panelHolder.focus();
	});
}

picker.addEventListener('change', () => {
	openAccount(picker.value);
	place.go(picker.value, wantedTab());
	wake();
});
addEventListener('hashchange', () => {
	if (place.account !== open?.account.name) openAccount(place.account);
	chooseTab(wantedTab());
});
if (strip) listenToFrame();
document.addEventListener('visibilitychange', () => wake());

for (;;) {
	isDue = false;
	if (!document.hidden) {
		await refresh().then(
			() => setState('Live', true),
			(error) => setState(`Not connected: ${error.message}`, false),
		);
	}
	await new Promise((resolve) => {
		resume = resolve;
		setTimeout(resolve, isDue ? 0 : REFRESH_MS);
	});
}
