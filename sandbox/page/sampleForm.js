/* Events that a vendor sends, one at a press: to see what a workflow makes of them. */
import { element, field } from './dom.js';

const WAIT_MS = 300;
const TRIES = 12;
const ROWS = 50;

export class SampleForm {
	#vendor;
	#context;
	#select;
	/** what has been written into fields, kept for other events that have the same */
	#written = new Map();
	#ownName = element('p', { className: 'hint' });
	#fields = element('div', { className: 'fields' });
	#send = element('button', { type: 'submit', className: 'primary', textContent: 'Send event' });
	#result = element('p', { className: 'result', role: 'status' });
	node;

	/**
	 * @param vendor as the control API lists it, with at least one sample, and with what its page module adds
	 * @param {{ account, say(text, tone?), reveal(collection): void }} context
	 */
	constructor(vendor, context) {
		this.#vendor = vendor;
		this.#context = context;
		this.#select = element('select', {}, ...options(vendor));
		this.node = element(
			'form',
			{},
			field('Event', this.#select),
			this.#ownName,
			this.#fields,
			element('div', { className: 'buttons' }, this.#send),
			this.#result,
		);
		this.#select.addEventListener('change', () => this.#drawFields());
		this.node.addEventListener('submit', (event) => {
			event.preventDefault();
			void this.#fire();
		});
		this.#drawFields();
	}

	get #chosen() {
		return this.#vendor.samples.find(({ name }) => name === this.#select.value);
	}

	#drawFields() {
		this.#fields.replaceChildren(...this.#chosen.fields.map((one) => this.#field(one)));
		this.#ownName.textContent = ownName(this.#chosen.name);
		this.#result.textContent = '';
	}

	#field({ name, title, default: initial }) {
		const value = this.#written.get(name) ?? '';
		const input = element('input', { name, placeholder: initial, value, autocomplete: 'off' });
		input.addEventListener('input', () => this.#written.set(name, input.value));
		return field(title, input);
	}

	/** What has been written; the sandbox fills in the rest. */
	#given() {
		const written = this.#chosen.fields.map(({ name }) => [name, this.#written.get(name)?.trim()]);
		return Object.fromEntries(written.filter(([, text]) => text));
	}

	async #fire() {
		const { account, say, reveal } = this.#context;
		const { name: vendor, delivery } = this.#vendor;
		const { name, title } = this.#chosen;
		this.#send.disabled = true;
		this.#result.textContent = '';
		try {
			const { sentTo, ids } = await account.fire(vendor, name, this.#given());
			reveal(delivery.collection);
			this.#result.textContent =
				sentTo === null
					? `${title}: nobody is called, so it stands in the ledger only.`
					: `${title}: sent to ${sentTo}. ${await this.#outcome(ids[0])}`;
		} catch (error) {
			say(`Not sent: ${error.message}`, 'bad');
		}
		this.#send.disabled = false;
	}

	/** What came back, once something has. */
	async #outcome(id) {
		const { name, delivery } = this.#vendor;
		for (let tried = 0; tried < TRIES; tried++) {
			await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
			const rows = await this.#context.account.newest(`${name}/${delivery.collection}`, ROWS);
			const row = delivery.find(rows, id);
			const said = row && delivery.said(row);
			if (said) return said;
		}
		return 'It has not been answered yet.';
	}
}

/** What the vendor itself calls an event, where it has a name; samples of one event differ in what follows it. */
const ownName = (name) => (/[._]/.test(name) ? name.split('-')[0] : '');

/** The events, in groups where the vendor calls more than one address. */
function options({ samples, callbacks }) {
	const option = ({ name, title }) => element('option', { value: name, textContent: title });
	const optionsFor = (callback) => samples.filter((one) => one.callback === callback).map(option);
	if (callbacks.length < 2) return samples.map(option);
	const groups = callbacks.map(({ name, title }) => ({ title, list: optionsFor(name) }));
	const used = groups.filter(({ list }) => list.length > 0);
	return used.map(({ title, list }) => element('optgroup', { label: title }, ...list));
}
