/* Where a vendor calls, and with which secret: what its support would set up for a customer. */
import { element, field, show } from './dom.js';

const ADDRESS_HINT =
	'The trigger’s production URL, or its test URL while n8n listens for a test event.';

/**
 * @param vendor as the control API lists it, with at least one callback
 * @returns {{ node: HTMLElement, refresh(callbacks): void }} callbacks: all of the account
 */
export function callbacks(vendor, { account, say }) {
	const address = () =>
		element('input', {
			type: 'url',
			placeholder: 'Nobody is called',
			autocomplete: 'off',
			spellcheck: false,
		});
	const addresses = new Map(vendor.callbacks.map(({ name }) => [name, address()]));
	const headerName = element('input', {
		autocomplete: 'off',
		spellcheck: false,
		placeholder: 'X-Auth-Token',
	});
	const headerValue = element('input', { autocomplete: 'off', spellcheck: false });
	const problem = element('p', { className: 'problem', role: 'alert' });
	const save = element('button', {
		type: 'submit',
		className: 'primary',
		textContent: 'Save',
		disabled: true,
	});
	const undo = element('button', { type: 'button', textContent: 'Discard', hidden: true });
	const node = element(
		'form',
		{ noValidate: true },
		...vendor.callbacks.map(({ name, title }, index) =>
			field(title, addresses.get(name), index === 0 ? ADDRESS_HINT : undefined),
		),
		element(
			'div',
			{ className: 'pair' },
			field('Secret’s header', headerName),
			field('Secret', headerValue),
		),
		problem,
		element('div', { className: 'buttons' }, save, undo),
	);
	let known = [];

	function setChanged(isChanged) {
		node.classList.toggle('changed', isChanged);
		save.disabled = !isChanged;
		undo.hidden = !isChanged;
		if (isChanged) return;
		problem.textContent = '';
		for (const input of addresses.values()) input.removeAttribute('aria-invalid');
	}

	function draw() {
		for (const { name, url } of known) show(addresses.get(name), url ?? '');
		show(headerName, known[0]?.headerName ?? '');
		show(headerValue, known[0]?.headerValue ?? '');
	}

	async function store() {
		const header = {
			headerName: headerName.value.trim() || null,
			headerValue: headerValue.value.trim() || null,
		};
		for (const [name, input] of addresses) {
			const url = input.value.trim() || null;
			try {
				await account.setCallback(vendor.name, name, { url, ...header });
				input.removeAttribute('aria-invalid');
			} catch (error) {
				input.setAttribute('aria-invalid', true);
				problem.textContent = `Not saved: ${error.message}`;
				input.focus();
				return;
			}
		}
		setChanged(false);
		say(`${vendor.short}: addresses saved`);
	}

	node.addEventListener('input', () => setChanged(true));
	node.addEventListener('submit', (event) => {
		event.preventDefault();
		void store();
	});
	undo.addEventListener('click', () => {
		setChanged(false);
		draw();
		addresses.values().next().value.focus();
	});

	return {
		node,
		/** Where it calls now, in short. */
		said() {
			const urls = [...new Set(known.map(({ url }) => url).filter(Boolean))];
			if (urls.length === 0) return 'Nobody is called';
			const missing = known.filter(({ url }) => !url).length;
			return [...urls, ...(missing > 0 ? [`${missing} of ${known.length} not set`] : [])].join(
				', ',
			);
		},
		refresh(all) {
			known = all.filter((one) => one.vendor === vendor.name);
			// What somebody is writing stays, whatever a workflow registers meanwhile.
			if (!node.classList.contains('changed')) draw();
		},
	};
}
