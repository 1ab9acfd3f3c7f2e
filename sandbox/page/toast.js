/* Says what an action came to: below on the screen for a moment, and to screen readers. */
import { element } from './dom.js';

const SHOWN_MS = 5000;

/** @returns {(text: string, tone?: 'warn' | 'bad') => void} */
export function toasts(region) {
	return (text, tone = '') => {
		const toast = element('p', { className: `toast ${tone}`, textContent: text });
		region.replaceChildren(toast);
		setTimeout(() => toast.remove(), SHOWN_MS);
	};
}
