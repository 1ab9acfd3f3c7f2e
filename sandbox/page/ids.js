/* Long ids: shortened on the page, in full on hover, and copied by a press. */
import { element } from './dom.js';
import { shorten } from './format.js';

/** A value that can be copied. @param {(text: string, tone?: string) => void} say tells the person what happened */
export function copyButton(value, { label, say, className = 'copy', text }) {
	const button = element('button', {
		type: 'button',
		className,
		title: `${value}\nPress to copy`,
		'aria-label': label,
		textContent: text,
	});
	button.addEventListener('click', async () => {
		try {
			await copy(String(value));
			say(`Copied ${shorten(value)}`);
		} catch {
			say('The browser does not let this page copy. Select the text instead.', 'bad');
		}
	});
	return button;
}

/** An id as it is when it is short, and a button to copy it when it is long. */
export function idNode(value, say) {
	const text = shorten(value);
	if (text === String(value)) return text;
	return copyButton(value, { label: `Copy ${value}`, say, className: 'copy id', text });
}

async function copy(text) {
	// Browsers give the clipboard to pages from this machine or over https only.
	if (navigator.clipboard) return await navigator.clipboard.writeText(text);
	const area = element('textarea', { value: text, className: 'unseen' });
	document.body.append(area);
	area.select();
	const isCopied = document.execCommand('copy');
	area.remove();
	if (!isCopied) throw new Error('The browser does not copy');
}
