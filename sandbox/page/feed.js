/* What a vendor has received: its collections, newest first, one at a time, with a search through all of it. */
import { element, reconcile } from './dom.js';
import { figure, plural } from './format.js';
import { search } from './search.js';
import { ledgerTable } from './table.js';

const ROWS = 20;
const MORE_ROWS = 100;
const TYPING_MS = 250;

export class Feed {
	#tables;
	#context;
	#views;
	#table;
	#isChosen;
	#summary;
	/** the collection that the strip of chips was last scrolled to */
	#scrolledTo;
	#limit = ROWS;
	#searching = new AbortController();
	/** what the rows on the page are the answer to */
	#question = '';
	#chips = element('div', { className: 'chips', role: 'group', 'aria-label': 'What to show' });
	#box = element('input', {
		type: 'search',
		placeholder: 'Search',
		autocomplete: 'off',
		spellcheck: false,
	});
	#toolbar = element('div', { className: 'toolbar' }, this.#chips, this.#box);
	#note = element('p', { className: 'note' });
	#result = element('p', { className: 'note', role: 'status' });
	#holder = element('div', { className: 'rows' });
	#more = element('button', { type: 'button', className: 'more', textContent: 'Show more' });
	node = element(
		'section',
		{ className: 'card feed', 'aria-label': 'Received' },
		this.#toolbar,
		this.#note,
		this.#result,
		this.#holder,
		this.#more,
	);

	/**
	 * @param {{ collection: string, title: string, count(summary): number, columns: object[],
	 *   filters?: Record<string, string> }[]} tables the first that holds something is shown until another is chosen
	 * @param {{ account, say(text, tone?), empty: string, chosen?: string, choose(collection) }} context `empty`: what
	 * stands there as long as nothing has arrived in any of them
	 */
	constructor(tables, context) {
		this.#tables = tables;
		this.#context = context;
		this.#chips.hidden = tables.length === 1;
		const view = ({ title, columns }) => ledgerTable(title, columns, context.say);
		this.#views = new Map(tables.map((table) => [table, view(table)]));
		this.#table = tables.find(({ collection }) => collection === context.chosen);
		this.#isChosen = this.#table !== undefined;
		let typing;
		this.#box.addEventListener('input', () => {
			clearTimeout(typing);
			typing = setTimeout(() => this.#updateSoon(), TYPING_MS);
		});
		this.#more.addEventListener('click', () => {
			this.#limit += MORE_ROWS;
			this.#updateSoon();
		});
	}

	/** @param summary of the account */
	async refresh(summary) {
		this.#summary = summary;
		const holdsSome = ({ count }) => count(summary) > 0;
		if (!this.#isChosen && !this.#isWorthKeeping(holdsSome)) {
			this.#select(this.#tables.find(holdsSome) ?? this.#tables[0]);
		}
		await this.#update();
	}

	/** Whether what nobody has chosen stays: not where it is empty, nor the requests, which come last. */
	#isWorthKeeping(holdsSome) {
		return this.#table && holdsSome(this.#table) && this.#table !== this.#tables.at(-1);
	}

	/** Shows a collection as if it had been chosen. */
	reveal(collection) {
		this.#isChosen = true;
		this.#select(this.#tables.find((one) => one.collection === collection) ?? this.#table);
		this.#updateSoon();
	}

	#select(wanted) {
		if (wanted === this.#table) return;
		this.#table = wanted;
		this.#limit = ROWS;
		this.#searching.abort();
		this.#question = '';
		this.#holder.replaceChildren();
	}

	/** Where it fails, the page's next refresh fails as well, and says so. */
	#updateSoon() {
		this.#update().catch(() => undefined);
	}

	async #update() {
		if (!this.#summary) return;
		this.#drawChips();
		this.#scrollToChip();
		const asked = { table: this.#table, text: this.#box.value.trim() };
		try {
			await (asked.text === '' ? this.#latest(asked) : this.#find(asked));
		} catch (error) {
			this.#question = '';
			if (error.name !== 'AbortError') throw error;
		}
	}

	#drawChips() {
		const shown = this.#tables.map(({ title, collection, count }) => {
			const isOn = collection === this.#table.collection;
			return { title, collection, count: count(this.#summary), isOn };
		});
		reconcile(this.#chips, shown, {
			key: ({ collection }) => collection,
			render: (one) => this.#chip(one),
		});
		this.#toolbar.hidden = shown.every(({ count }) => count === 0);
		this.#box.setAttribute('aria-label', `Search ${this.#table.title}`);
	}

	/** Where there is no room for all, their strip is scrolled to another collection, and the page is not. */
	#scrollToChip() {
		if (this.#toolbar.hidden || this.#scrolledTo === this.#table) return;
		this.#scrolledTo = this.#table;
		const chip = this.#chips.querySelector('[aria-pressed=true]');
		this.#chips.scrollLeft = chip.offsetLeft - (this.#chips.clientWidth - chip.offsetWidth) / 2;
	}

	#chip({ title, collection, count, isOn }) {
		const badge = element('span', { className: 'count', textContent: figure(count) });
		const className = count === 0 ? 'chip quiet' : 'chip';
		const properties = { type: 'button', className, 'aria-pressed': isOn };
		const button = element('button', properties, `${title} `, badge);
		button.addEventListener('click', () => {
			this.#context.choose(collection);
			this.reveal(collection);
		});
		return button;
	}

	/** Whether the rows on the page answer this already. If not, it counts as asked from now on. */
	#isAnswered(...parts) {
		const question = JSON.stringify(parts);
		const isSame = question === this.#question;
		this.#question = question;
		return isSame;
	}

	async #find(asked) {
		if (this.#isAnswered(asked.table.collection, asked.text, this.#summary)) return;
		this.#searching.abort();
		this.#searching = new AbortController();
		const { signal } = this.#searching;
		const { rows, scanned, found } = await search(this.#context.account, asked, signal);
		const newest = found > rows.length ? `, the newest ${rows.length} are shown` : '';
		const said = `${figure(found)} found in ${plural(scanned, 'row')}${newest}`;
		this.#draw(asked, { rows, result: said });
	}

	async #latest(asked) {
		const { table } = asked;
		// Rows of one vendor among all are looked for only when there may be others.
		const isKnown = this.#isAnswered(table.collection, this.#limit, this.#summary.requests);
		if (isKnown && table.filters) return;
		const total = table.count(this.#summary);
		const rows = await newest(this.#context.account, table, Math.min(this.#limit, total));
		const hasMore = rows.length < total && rows.length === this.#limit;
		const note = hasMore ? `Newest ${figure(rows.length)} of ${figure(total)}` : '';
		this.#draw(asked, { rows, hasMore, note: rows.length === 0 ? this.#nothing() : note });
	}

	#nothing() {
		return this.#toolbar.hidden ? this.#context.empty : 'Nothing here yet.';
	}

	/** Shows rows, unless something else has been chosen since they were asked for. */
	#draw({ table, text }, { rows, hasMore = false, note = '', result = '' }) {
		if (table !== this.#table || text !== this.#box.value.trim()) return;
		const view = this.#views.get(table);
		this.#note.textContent = note;
		this.#result.textContent = result;
		this.#more.hidden = !hasMore;
		view.draw(rows);
		if (rows.length === 0) this.#holder.replaceChildren();
		else if (this.#holder.firstChild !== view.node) this.#holder.replaceChildren(view.node);
	}
}

/** The newest rows that pass a table's filters: further back where the last ones belong to others. */
async function newest(account, { collection, filters }, wanted) {
	if (wanted === 0) return [];
	for (let asked = wanted; ; asked *= 10) {
		const rows = await account.newest(collection, asked, filters);
		if (!filters || rows.length >= wanted || asked > 1e7) return rows.slice(0, wanted);
	}
}
