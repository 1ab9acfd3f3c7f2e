/* Tabs after the pattern of the ARIA Authoring Practices: arrow keys move, Home and End go to the ends. */
import { element } from './dom.js';
import { plural } from './format.js';

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} panel which the tabs change
 * @param {{ name: string, title: string, icon?: boolean }[]} entries
 * @param {(name: string) => void} choose
 * @returns {{ select(name): void, count(name, requests, faults): void }}
 */
export function tabs(list, panel, entries, choose) {
	const all = new Map(entries.map((entry) => [entry.name, tab(entry, panel.id)]));
	list.replaceChildren(...[...all.values()].map(({ button }) => button));

	list.addEventListener('click', (event) => {
		const button = event.target.closest('[role=tab]');
		if (button) choose(button.dataset.name);
	});
	list.addEventListener('keydown', (event) => {
		const names = [...all.keys()];
		const at = names.indexOf(event.target.dataset.name);
		const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 };
		if (at < 0 || steps[event.key] === undefined) return;
		event.preventDefault();
		const next = names[(steps[event.key] + names.length) % names.length];
		choose(next);
		all.get(next).button.focus();
	});

	return {
		select(name) {
			for (const [other, { button }] of all) {
				button.setAttribute('aria-selected', other === name);
				button.tabIndex = other === name ? 0 : -1;
			}
			const { button } = all.get(name);
			panel.setAttribute('aria-labelledby', button.id);
			// Only the strip itself scrolls, sideways.
			list.scrollTo({ left: button.offsetLeft - (list.clientWidth - button.offsetWidth) / 2 });
		},
		count(name, requests, faults) {
			const { badge, mark } = all.get(name);
			const text = plural(requests, 'request');
			if (badge.textContent !== text) badge.replaceChildren(...countNodes(text));
			mark.hidden = faults === 0;
		},
	};
}

function tab({ name, title, icon }, panelId) {
	const badge = element('span', { className: 'count' }, ...countNodes('0 requests'));
	const mark = element('span', { className: 'mark', hidden: true, title: 'Faults are on' });
	mark.append(element('span', { className: 'unseen', textContent: 'Faults are on' }));
	const pictures = icon ? ['', '.dark'].map((kind) => picture(name, kind)) : [];
	const button = element(
		'button',
		{ type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': panelId, 'data-name': name },
		...pictures,
		element('span', { textContent: title }),
		badge,
		mark,
	);
	return { button, badge, mark };
}

/** A count of which only the figure is seen. */
function countNodes(text) {
	const [count] = text.split(' ');
	return [count, element('span', { className: 'unseen', textContent: text.slice(count.length) })];
}

function picture(name, kind) {
	const image = element('img', {
		src: `/page/${name}${kind}.svg`,
		alt: '',
		className: `icon${kind.replace('.', ' ')}`,
	});
	image.addEventListener('error', () => image.remove());
	return image;
}
