/* What stands below a tab: what a person holds in hand, what was received, and what can be done to the vendor. */
import { callbacks } from './callbacks.js';
import { connect } from './connect.js';
import { element, reconcile, uniqueId } from './dom.js';
import { feed } from './feed.js';
import { figure } from './format.js';
import { allRequests, requestCounters, requestsOf } from './requests.js';
import { samples } from './samples.js';
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

/**
 * @param vendor as the control API lists it, with what its page module adds (see page.js)
 * @param context `{ account, people, say, place }`
 * @returns {{ node: HTMLElement, refresh({ summary, settings, callbacks, access }): Promise<void> }}
 */
export function vendorPanel(vendor, context) {
	const { name } = vendor;
	const ofVendor = (table) => ({
		...table,
		collection: `${name}/${table.collection}`,
		count: (summary) => table.count(summary[name]),
	});
	const empty = [
		`Nothing has arrived at ${vendor.short} yet. Run a workflow with the credential of this account`,
		vendor.samples.length > 0 ? ', or send a sample event.' : '.',
	].join('');
	const tables = [...vendor.tables.map(ofVendor), requestsOf(name)].map((table) => ({
		empty,
		...table,
	}));
	const list = feed(tables, feedContext(context, name));
	const own = vendor.counters.map((counter) => ({
		...counter,
		value: (summary) => counter.value(summary[name]),
	}));
	const counters = statistics(own);
	const companion = vendor.companion?.({ ...context, vendor });

	const faults = switches(vendor, context);
	const access = connect(vendor, context);
	const called = vendor.callbacks.length > 0 && callbacks(vendor, context);
	const reveal = (collection) => void list.reveal(`${name}/${collection}`);
	const whom = element('span', { className: 'hint' });
	const controls = element('div', { className: 'controls' });
	if (vendor.samples.length > 0) {
		controls.append(
			card('Sample events', samples(vendor, vendor.delivery, { ...context, reveal }).node),
		);
	}
	if (called) controls.append(foldedCard('Calls to your workflow', whom, called.node));
	controls.append(card('Faults', faults.node));
	controls.append(foldedCard('Credential for n8n', '', access.node));

	const received = element('div', { className: 'received' }, counters.node, list.node);
	const parts = [
		...(companion ? [[companion.title, companion.node]] : []),
		['Received', received],
		['Controls', controls],
	];
	const node = element(
		'div',
		{ className: companion ? 'panel with-companion' : 'panel' },
		jumps(parts),
	);
	node.append(...parts.map(([, part]) => part));
	return {
		node,
		async refresh(now) {
			counters.draw(now.summary);
			faults.refresh(now.settings);
			access.refresh(now.access);
			if (called) {
				called.refresh(now.callbacks);
				whom.textContent = called.said();
			}
			await Promise.all([list.refresh(now.summary), companion?.refresh(now)]);
		},
	};
}

/** The requests to all vendors. */
export function requestsPanel(vendors, context) {
	const titles = new Map(vendors.map(({ name, short }) => [name, short]));
	const list = feed([allRequests(titles)], feedContext(context, 'requests'));
	const counters = statistics(requestCounters);
	const received = element('div', { className: 'received' }, counters.node, list.node);
	return {
		node: element('div', { className: 'panel wide' }, received),
		async refresh({ summary }) {
			counters.draw(summary);
			await list.refresh(summary);
		},
	};
}

const feedContext = ({ account, say, place }, tab) => ({
	account,
	say,
	chosen: place.shownIn(tab),
	choose: (collection) => place.show(collection),
});
