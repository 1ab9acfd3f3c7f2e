/* Where a vendor calls, and with which secret: what its support would set up for a customer. */
import { changes } from './changes.js';
import { element, field, show } from './dom.js';

const ADDRESS_HINT =
	'The trigger’s production URL, or its test URL while n8n listens for a test event.';

export class CallbackForm {
	#vendor;
	#context;
	#addresses;
	#changes = changes();
	/** the callbacks of the vendor, as the sandbox has them */
	#known = [];
	#isChanged = false;
	#headerName = textInput({ placeholder: 'X-Auth-Token' });
	#headerValue = textInput();
	#problem = element('p', { className: 'problem', role: 'alert' });
	#save = element('button', { type: 'submit', className: 'primary', textContent: 'Save' });
	#discard = element('button', { type: 'button', textContent: 'Discard' });
	node;

	/** @param vendor as the control API lists it, with at least one callback */
	constructor(vendor, context) {
		this.#vendor = vendor;
		this.#context = context;
		const address = () => textInput({ type: 'url', placeholder: 'Nobody is called' });
		this.#addresses = new Map(vendor.callbacks.map(({ name }) => [name, address()]));
		this.node = this.#form();
		this.#setChanged(false);
		this.node.addEventListener('input', () => this.#setChanged(true));
		this.node.addEventListener('submit', (event) => {
			event.preventDefault();
			void this.#store();
		});
		this.#discard.addEventListener('click', () => {
			this.#setChanged(false);
			this.#draw();
			this.node.querySelector('input').focus();
		});
	}

	/** @param now callbacks of the whole account, and when they were asked for */
	refresh({ callbacks, askedAt }) {
		if (!this.#changes.covers(askedAt)) return;
		this.#known = callbacks.filter(({ vendor }) => vendor === this.#vendor.name);
		// What somebody is writing stays, whatever a workflow registers meanwhile.
		if (!this.#isChanged) this.#draw();
	}

	/** Where the vendor calls now, in lines. */
	said() {
		const urls = [...new Set(this.#known.map(({ url }) => url).filter(Boolean))];
		if (urls.length === 0) return ['Nobody is called'];
		const missing = this.#known.filter(({ url }) => !url).length;
		return missing > 0 ? [...urls, `${missing} of ${this.#known.length} not set`] : urls;
	}

	#form() {
		const addresses = this.#vendor.callbacks.map(({ name, title }, index) =>
			field(title, this.#addresses.get(name), index === 0 ? ADDRESS_HINT : undefined),
		);
		const secret = [field('Secret’s header', this.#headerName), field('Secret', this.#headerValue)];
		return element(
			'form',
			{ noValidate: true },
			...addresses,
			element('div', { className: 'pair' }, ...secret),
			this.#problem,
			element('div', { className: 'buttons' }, this.#save, this.#discard),
		);
	}

	#setChanged(isChanged) {
		this.#isChanged = isChanged;
		this.#save.disabled = !isChanged;
		this.#discard.hidden = !isChanged;
		if (!isChanged) this.#setProblem('');
	}

	#setProblem(text, at) {
		this.#problem.textContent = text;
		for (const input of this.#addresses.values()) input.removeAttribute('aria-invalid');
		at?.setAttribute('aria-invalid', true);
		at?.focus();
	}

	#draw() {
		for (const { name, url } of this.#known) show(this.#addresses.get(name), url ?? '');
		show(this.#headerName, this.#known[0]?.headerName ?? '');
		show(this.#headerValue, this.#known[0]?.headerValue ?? '');
	}

	async #store() {
		const { account, say } = this.#context;
		const { name: vendor, short } = this.#vendor;
		// All callbacks of a vendor share the secret.
		const secret = { headerName: textOf(this.#headerName), headerValue: textOf(this.#headerValue) };
		for (const [name, input] of this.#addresses) {
			const values = { url: textOf(input), ...secret };
			try {
				await this.#changes.make(() => account.setCallback(vendor, name, values));
			} catch (error) {
				return this.#setProblem(`Not saved: ${error.message}`, input);
			}
		}
		this.#setChanged(false);
		say(`${short}: addresses saved`);
	}
}

function textInput(properties = {}) {
	return element('input', { autocomplete: 'off', spellcheck: false, ...properties });
}

const textOf = ({ value }) => value.trim() || null;
