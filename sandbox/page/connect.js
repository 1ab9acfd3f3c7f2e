/* What a credential in n8n needs to reach this account. */
import { element } from './dom.js';
import { copyButton } from './ids.js';

/** `connectorKey` as people read it: `Connector key`. */
function words(name) {
	const spaced = name.replace(
		/([a-z])([A-Z])/g,
		(_, end, start) => `${end} ${start.toLowerCase()}`,
	);
	return `${spaced[0].toUpperCase()}${spaced.slice(1)}`.replace(/\b(url|api|id)\b/gi, (short) =>
		short.toUpperCase(),
	);
}

/** @returns {{ node: HTMLElement, refresh(access): void }} access: of the account, by vendor */
export function connect(vendor, { say }) {
	const list = element('dl', { className: 'access' });
	let drawn = '';
	return {
		node: list,
		refresh(access) {
			const entries = Object.entries(access[vendor.name]);
			const now = JSON.stringify(entries);
			if (now === drawn) return;
			drawn = now;
			const rows = entries.map(([name, value]) => {
				const title = words(name);
				const copy = copyButton(value, { label: `Copy ${title}`, say, text: 'Copy' });
				return element(
					'div',
					{},
					element('dt', { textContent: title }),
					element('dd', {}, element('code', { textContent: value }), copy),
				);
			});
			list.replaceChildren(...rows);
		},
	};
}
