/*
 * Light or dark: what the system prefers until somebody chooses otherwise. Runs before the page is drawn, so that it
 * never shows the wrong one first.
 */
(() => {
	const KEY = 'sandbox-theme';
	const system = matchMedia('(prefers-color-scheme: dark)');
	const systemTheme = () => (system.matches ? 'dark' : 'light');
	const current = () => localStorage.getItem(KEY) ?? systemTheme();

	function apply() {
		const theme = current();
		document.documentElement.dataset.theme = theme;
		const button = document.getElementById('theme');
		if (!button) return;
		const label = `Switch to the ${theme === 'dark' ? 'light' : 'dark'} theme`;
		button.setAttribute('aria-label', label);
		button.title = label;
	}

	apply();
	system.addEventListener('change', apply);
	document.addEventListener('DOMContentLoaded', () => {
		apply();
		document.getElementById('theme').addEventListener('click', () => {
			const wanted = current() === 'dark' ? 'light' : 'dark';
			// Back at what the system prefers, the page follows the system again.
			if (wanted === systemTheme()) localStorage.removeItem(KEY);
			else localStorage.setItem(KEY, wanted);
			apply();
		});
	});
})();
