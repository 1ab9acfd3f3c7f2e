/* A collection of the ledger as a table, which small screens show as cards. */
import { element, reconcile, uniqueId } from './dom.js';
import { idNode } from './ids.js';

/** Names the parts for assistive technology: as a block or a grid, a table is no table for it any more. */
const part = (tag, role, properties, ...children) =>
	element(tag, { role, ...properties }, ...children);

const keyOf = (row) => row.n ?? row.id ?? row.eventId ?? row.receipt ?? JSON.stringify(row);

/**
 * @param {string} title what it is called for assistive technology
 * @param {{ title: string, value(row): unknown }[]} columns a value is text, `{ text, tone }` with tone good, warn or
 * bad, or `{ id }`, which is shortened when it is long and copied by a press
 * @returns {{ node: HTMLElement, draw(rows: object[]): void }}
 */
export function ledgerTable(title, columns, say) {
	const heads = columns.map((column) =>
		part('th', 'columnheader', { scope: 'col', textContent: column.title }),
	);
	const last = part(
		'th',
		'columnheader',
		{ scope: 'col' },
		element('span', { className: 'unseen', textContent: 'Details' }),
	);
	const head = part('thead', 'rowgroup', {}, part('tr', 'row', {}, ...heads, last));
	const node = part('table', 'table', { 'aria-label': title }, head);
	let isFirst = true;

	/** Columns that no row has anything for take no room. */
	function hideUnused(used) {
		for (const { cells } of node.querySelectorAll('tr:not(.details)')) {
			used.forEach((isUsed, index) => (cells[index].hidden = !isUsed));
		}
	}

	return {
		node,
		draw(rows) {
			const added = reconcile(node, rows, {
				key: keyOf,
				render: (row, before) =>
					rowNode(columns, row, { isOpen: before?.dataset.open === 'true', say }),
			});
			if (!isFirst) for (const body of added) body.classList.add('new');
			isFirst = false;
			hideUnused(columns.map(({ value }) => rows.some((row) => textOf(value(row)) !== '')));
		},
	};
}

/** A row with everything the ledger holds of it below, once that is opened. */
function rowNode(columns, row, { isOpen, say }) {
	const id = uniqueId('details');
	const name = columns
		.map((column) => textOf(column.value(row)))
		.filter(Boolean)
		.slice(0, 2)
		.join(' ');
	const toggle = element('button', {
		type: 'button',
		className: 'toggle',
		'aria-label': `Details of ${name}`,
		'aria-controls': id,
	});
	toggle.append(element('span', { className: 'unseen', textContent: 'Details' }));
	const cells = columns.map((column) => cell(column, row, say));
	const text = element('pre', {
		tabIndex: 0,
		role: 'group',
		'aria-label': `All fields of ${name}`,
	});
	const details = part('tr', 'row', { id, className: 'details' });
	details.append(part('td', 'cell', { colSpan: columns.length + 1 }, text));
	const line = part('tr', 'row', {}, ...cells, part('td', 'cell', { className: 'last' }, toggle));
	const body = part('tbody', 'rowgroup', {}, line, details);
	const open = (yes) => {
		body.dataset.open = yes;
		toggle.setAttribute('aria-expanded', yes);
		details.hidden = !yes;
		text.textContent = yes ? JSON.stringify(row, null, 2) : '';
	};
	toggle.addEventListener('click', () => open(details.hidden));
	open(isOpen);
	return body;
}

function cell({ title, value }, row, say) {
	const shown = value(row);
	const text = textOf(shown);
	const node = part('td', 'cell', {
		className: text === '' ? 'blank' : (shown?.tone ?? ''),
		'data-title': title,
	});
	node.append(shown?.id === undefined || text === '' ? text : idNode(shown.id, say));
	return node;
}

function textOf(shown) {
	const value = typeof shown === 'object' && shown !== null ? (shown.text ?? shown.id) : shown;
	return value === null || value === undefined ? '' : String(value);
}
