/* What stands below a tab: what a person holds in hand, what was received, and what can be done to the vendor. */
import { CallbackForm } from './callbackForm.js';
import { connect } from './connect.js';
import { element, reconcile, uniqueId } from './dom.js';
import { Feed } from './feed.js';
import { figure } from './format.js';
import { allRequests, requestCounters, requestsOf } from './requests.js';
import { SampleForm } from './sampleForm.js';
import { switches } from './switches.js';

function card(title, ...children) {
	const heading = element('h2', { id: uniqueId('card'), textContent: title });
	return element(
		'section',
		{ className: 'card', 'aria-labelledby': heading.id },
		heading,
		...children,
	);
}

/** A card that is closed until it is needed; `said` stands below its title all the time. */
function foldedCard(title, said, ...children) {
	const summary = element('summary', {}, element('h2', { textContent: title }), said);
	return element('details', { className: 'card' }, summary, ...children);
}

/** Counters beside the ledger; none as long as all of them are zero. */
function statistics(counters) {
	const node = element('dl', { className: 'counters' });
	return {
		node,
		draw(summary) {
			const shown = counters.map(({ label, value, isTrouble }) => {
				const count = value(summary);
				return {
					label,
					text: typeof count === 'number' ? figure(count) : count,
					isBad: isTrouble === true && count > 0,
					count,
				};
			});
			node.hidden = shown.every(({ count }) => count === 0 || count === '0 B');
			reconcile(node, shown, {
				key: ({ label }) => label,
				render: ({ label, text, isBad }) =>
					element(
						'div',
						{ className: isBad ? 'trouble' : '' },
						element('dt', { textContent: label }),
						element('dd', { textContent: text }),
					),
			});
		},
	};
}

/** On small screens the parts stand below each other: buttons lead to each. */
function jumps(parts) {
	const buttons = parts.map(([title, node]) => {
		const button = element('button', { type: 'button', textContent: title });
		node.tabIndex = -1;
		button.addEventListener('click', () => {
			node.scrollIntoView();
			node.focus({ preventScroll: true });
		});
		return button;
	});
	return element('nav', { className: 'jumps', 'aria-label': 'Parts of this tab' }, ...buttons);
}

/** A vendor's collections and its requests. */
function tablesOf({ name, tables }) {
	const own = tables.map((table) => ({
		...table,
		collection: `${name}/${table.collection}`,
		count: (summary) => table.count(summary[name]),
	}));
	return [...own, requestsOf(name)];
}

function countersOf({ name, counters }) {
	return counters.map((one) => ({ ...one, value: (summary) => one.value(summary[name]) }));
}

/** What can be done to a vendor. @param {(collection: string) => void} reveal shows a collection of the vendor */
function controls(vendor, context, reveal) {
	const node = element('div', { className: 'controls' });
	const faults = switches(vendor, context);
	const access = connect(vendor, context);
	const calls = vendor.callbacks.length > 0 ? new CallbackForm(vendor, context) : undefined;
	const called = element('span', { className: 'hint' });
	if (vendor.samples.length > 0) {
		node.append(card('Sample events', new SampleForm(vendor, { ...context, reveal }).node));
	}
	if (calls) node.append(foldedCard('Calls to your workflow', called, calls.node));
	node.append(card('Faults', faults.node), foldedCard('Credential for n8n', '', access.node));
	return {
		node,
		refresh(now) {
			faults.refresh(now);
			access.refresh(now.access);
			calls?.refresh(now);
			const lines = calls?.said() ?? [];
			called.replaceChildren(
				...lines.map((line) => element('span', { title: line, textContent: line })),
			);
		},
	};
}

/**
 * @param vendor as the control API lists it, with what its page module adds (see page.js)
 * @param context `{ account, people, say, place }`
 * @returns {{ node: HTMLElement, refresh(now: { summary, settings, callbacks, access, askedAt }): Promise<void> }}
 * `askedAt`: when all of it was asked for, by `performance.now()`
 */
export function vendorPanel(vendor, context) {
	const { name, short, samples } = vendor;
	const empty = [
		`Nothing has arrived at ${short} yet. Run a workflow with the credential of this account`,
		samples.length > 0 ? ', or send a sample event.' : '.',
	].join('');
	const feed = new Feed(tablesOf(vendor), { ...feedContext(context, name), empty });
	const counters = statistics(countersOf(vendor));
	const companion = vendor.companion?.({ ...context, vendor });
	const done = controls(vendor, context, (collection) => feed.reveal(`${name}/${collection}`));
	const received = element('div', { className: 'received' }, counters.node, feed.node);
	const parts = [
		['Received', received],
		['Controls', done.node],
	];
	if (companion) parts.unshift([companion.title, companion.node]);
	const className = companion ? 'panel with-companion' : 'panel';
	return {
		node: element('div', { className }, jumps(parts), ...parts.map(([, part]) => part)),
		async refresh(now) {
			counters.draw(now.summary);
			done.refresh(now);
			await Promise.all([feed.refresh(now.summary), companion?.refresh(now)]);
		},
	};
}

/** The requests to all vendors. */
export function requestsPanel(vendors, context) {
	const titles = new Map(vendors.map(({ name, short }) => [name, short]));
	const empty = 'No request has arrived yet.';
	const feed = new Feed([allRequests(titles)], { ...feedContext(context, 'requests'), empty });
	const counters = statistics(requestCounters);
	const received = element('div', { className: 'received' }, counters.node, feed.node);
	return {
		node: element('div', { className: 'panel wide' }, received),
		async refresh({ summary }) {
			counters.draw(summary);
			await feed.refresh(summary);
		},
	};
}

const feedContext = ({ account, say, place }, tab) => ({
	account,
	say,
	chosen: place.shownIn(tab),
	choose: (collection) => place.show(collection),
});
