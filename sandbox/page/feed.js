/* What a vendor has received: its collections, newest first, one at a time, with a search through all of it. */
import { element, reconcile } from './dom.js';
import { figure, plural } from './format.js';
import { search } from './search.js';
import { ledgerTable } from './table.js';

const ROWS = 20;
const MORE_ROWS = 100;
const TYPING_MS = 250;

/**
 * @param {{ collection: string, title: string, empty?: string, count(summary): number, columns: object[],
 *   filters?: Record<string, string> }[]} tables the first that holds something is shown until another is chosen
 * @param {{ account, say(text, tone?), chosen?: string, choose(collection) }} context
 * @returns {{ node: HTMLElement, refresh(summary): Promise<void> }}
 */
export function feed(tables, { account, say, chosen, choose }) {
	const chips = element('div', { className: 'chips', role: 'group', 'aria-label': 'What to show' });
	const box = element('input', {
		type: 'search',
		placeholder: 'Search',
		autocomplete: 'off',
		spellcheck: false,
	});
	const note = element('p', { className: 'note' });
	const result = element('p', { className: 'note', role: 'status' });
	const holder = element('div', { className: 'rows' });
	const more = element('button', { type: 'button', className: 'more', textContent: 'Show more' });
	const toolbar = element('div', { className: 'toolbar' }, chips, box);
	const node = element(
		'section',
		{ className: 'card feed', 'aria-label': 'Received' },
		toolbar,
		note,
		result,
		holder,
		more,
	);

	chips.hidden = tables.length === 1;
	const views = new Map(
		tables.map((table) => [table, ledgerTable(table.title, table.columns, say)]),
	);
	let table = tables.find(({ collection }) => collection === chosen);
	let isChosen = table !== undefined;
	let limit = ROWS;
	let summary;
	let searching = new AbortController();
	let searched = '';

	function select(wanted) {
		if (wanted === table) return;
		table = wanted;
		limit = ROWS;
		searching.abort();
		holder.replaceChildren();
	}

	function drawChips() {
		const shown = tables.map(({ title, collection, count }) => {
			return { title, collection, count: count(summary), isOn: collection === table.collection };
		});
		reconcile(chips, shown, { key: ({ collection }) => collection, render: chip });
		box.setAttribute('aria-label', `Search ${table.title}`);
	}

	function chip({ title, collection, count, isOn }) {
		const badge = element('span', { className: 'count', textContent: figure(count) });
		const button = element(
			'button',
			{ type: 'button', className: 'chip', 'aria-pressed': isOn },
			`${title} `,
			badge,
		);
		button.classList.toggle('quiet', count === 0);
		button.addEventListener('click', () => {
			isChosen = true;
			select(tables.find((one) => one.collection === collection));
			choose(collection);
			void update();
		});
		return button;
	}

	/** Shows rows, unless something else has been chosen since they were asked for. */
	function draw(asked, { rows, said, hasMore = false }) {
		if (asked.table !== table || asked.text !== box.value.trim()) return;
		const view = views.get(table);
		note.textContent = asked.text === '' ? said : '';
		result.textContent = asked.text === '' ? '' : said;
		view.draw(rows);
		if (rows.length === 0) holder.replaceChildren();
		else if (holder.firstChild !== view.node) holder.replaceChildren(view.node);
		more.hidden = !hasMore;
	}

	async function found(asked) {
		const now = JSON.stringify([table.collection, asked.text, summary]);
		if (now === searched) return;
		searched = now;
		searching.abort();
		searching = new AbortController();
		const keep = (row) =>
			Object.entries(asked.table.filters ?? {}).every(([name, value]) => row[name] === value);
		const {
			rows,
			scanned,
			found: count,
		} = await search(
			account,
			{ collection: asked.table.collection, keep },
			asked.text,
			searching.signal,
		);
		const newest = count > rows.length ? `, the newest ${rows.length} are shown` : '';
		draw(asked, { rows, said: `${figure(count)} found in ${plural(scanned, 'row')}${newest}` });
	}

	async function latest(asked) {
		const total = asked.table.count(summary);
		const rows = await newest(account, asked.table, Math.min(limit, total));
		const hasMore = rows.length < total && rows.length === limit;
		const said =
			rows.length === 0
				? (asked.table.empty ?? 'Nothing yet')
				: `Newest ${figure(rows.length)} of ${figure(total)}`;
		draw(asked, { rows, said: rows.length > 0 && !hasMore ? '' : said, hasMore });
	}

	async function update() {
		if (!summary) return;
		drawChips();
		toolbar.hidden = tables.every(({ count }) => count(summary) === 0);
		const asked = { table, text: box.value.trim() };
		try {
			await (asked.text === '' ? latest(asked) : found(asked));
		} catch (error) {
			searched = '';
			if (error.name !== 'AbortError') throw error;
		}
	}

	let typing;
	box.addEventListener('input', () => {
		clearTimeout(typing);
		typing = setTimeout(() => void update(), TYPING_MS);
	});
	more.addEventListener('click', () => {
		limit += MORE_ROWS;
		void update();
	});

	return {
		node,
		async refresh(now) {
			summary = now;
			const isEmpty = !table || table.count(summary) === 0;
			if (!isChosen && isEmpty) select(tables.find(({ count }) => count(summary) > 0) ?? tables[0]);
			await update();
		},
		/** Shows a collection as if it had been chosen. */
		async reveal(collection) {
			isChosen = true;
			select(tables.find((one) => one.collection === collection) ?? table);
			await update();
		},
	};
}

/** The newest rows that pass a table's filters: further back where the last ones belong to others. */
async function newest(account, { collection, filters }, wanted) {
	if (wanted === 0) return [];
	for (let asked = wanted; ; asked *= 10) {
		const rows = await account.newest(collection, asked, filters);
		if (!filters || rows.length >= wanted || asked > 1e7) return rows.slice(0, wanted);
	}
}
