/*
 * Making and updating elements. Texts reach the page through textContent only, since ids and documents come from
 * anywhere.
 */

/**
 * Makes an element. A property whose name has a hyphen is set as an attribute, any other as the element's property.
 * @param {Record<string, unknown>} properties those that are undefined are left out
 * @param {...(Node | string)} children a string becomes text
 */
export function element(tag, properties = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (value === undefined) continue;
		if (name.includes('-')) made.setAttribute(name, value);
		else made[name] = value;
	}
	made.append(...children);
	return made;
}

let lastId = 0;

/** An id for an element that another one refers to. */
export const uniqueId = (prefix) => `${prefix}-${++lastId}`;

/** A labelled form control: the label stands above it. */
export function field(label, control, hint) {
	const id = (control.id ||= uniqueId('field'));
	const parts = [element('label', { htmlFor: id, textContent: label }), control];
	if (hint) {
		const described = element('p', { className: 'hint', id: `${id}-hint`, textContent: hint });
		control.setAttribute('aria-describedby', described.id);
		parts.push(described);
	}
	return element('div', { className: 'field' }, ...parts);
}

/** What an item looked like when its node was made. */
const drawn = new WeakMap();
const FOCUSABLE = 'a[href], button, input, select, summary, textarea, [tabindex]';

/**
 * Makes `parent` hold one node an item, in this order. A node stays as it is until its item changes, so that focus,
 * scroll position and what was opened survive; screen readers hear what is new and nothing else. What the parent held
 * from the start, such as a table's head, stays before them.
 * @param {(item) => unknown} how.key what an item is known by
 * @param {(item, before?: Element) => Element} how.render makes an item's node, given the one it replaces
 * @returns {Element[]} the nodes of items that were not there before
 */
export function reconcile(parent, items, { key, render }) {
	const children = [...parent.children];
	const keyed = children.filter((node) => node.dataset.key !== undefined);
	const first = children.length - keyed.length;
	const before = new Map(keyed.map((node) => [node.dataset.key, node]));
	const seen = new Map();
	const added = [];
	let focused = parent.contains(document.activeElement) ? document.activeElement : undefined;
	const nodes = items.map((item) => {
		const name = String(key(item));
		const count = (seen.get(name) ?? 0) + 1;
		seen.set(name, count);
		const id = count === 1 ? name : `${name} (${count})`;
		const text = JSON.stringify(item);
		const known = before.get(id);
		if (known && drawn.get(known) === text) return known;
		const node = render(item, known);
		node.dataset.key = id;
		drawn.set(node, text);
		if (known?.contains(focused)) focused = counterpart(focused, known, node);
		if (known) known.replaceWith(node);
		else added.push(node);
		return node;
	});
	const wanted = new Set(nodes);
	for (const node of keyed) if (!wanted.has(node)) node.remove();
	nodes.forEach((node, index) => {
		const there = parent.children[first + index];
		if (there !== node) parent.insertBefore(node, there ?? null);
	});
	// What is moved or replaced loses it.
	if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
	return added;
}

/** The control in a new node that stands where one stood in the old. */
function counterpart(control, old, node) {
	const places = (of) => [of, ...of.querySelectorAll(FOCUSABLE)];
	return places(node)[places(old).indexOf(control)];
}

/** Sets a control's value unless somebody is at it. */
export function show(control, value) {
	if (document.activeElement === control) return;
	const property = control.type === 'checkbox' ? 'checked' : 'value';
	if (control[property] !== value) control[property] = value;
}
