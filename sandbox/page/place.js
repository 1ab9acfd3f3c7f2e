/* Where the page is, kept in its address: `#<account>/<tab>/<collection>`, of which any end may be missing. */

function read() {
	try {
		return decodeURIComponent(location.hash.slice(1)).split('/');
	} catch {
		return [];
	}
}

export const place = {
	get account() {
		return read()[0] ?? '';
	},
	get tab() {
		return read()[1] ?? '';
	},
	/** The collection that the address names for a tab. */
	shownIn(tab) {
		const [, named, ...rest] = read();
		return named === tab && rest.length > 0 ? rest.join('/') : undefined;
	},
	go(account, tab) {
		if (this.account === account && this.tab === tab) return;
		history.replaceState(
			null,
			'',
			`#${[account, tab].filter(Boolean).map(encodeURIComponent).join('/')}`,
		);
	},
	show(collection) {
		const [account, tab] = read();
		history.replaceState(
			null,
			'',
			`#${[account, tab].map(encodeURIComponent).join('/')}/${collection}`,
		);
	},
};
