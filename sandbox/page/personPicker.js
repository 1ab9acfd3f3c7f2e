/* Chooses one of the people behind phone numbers, by name where it is known, or adds one. */
import { element, field } from './dom.js';
import { digitsOf } from './people.js';

const NO_NUMBER = 'A phone number with its country code, such as +55 19 90000-0041';

export class PersonPicker {
	#options;
	#talking = [];
	#nameOf;
	#drawn = '';
	#isPicked;
	#select = element('select');
	#add = element('button', {
		type: 'button',
		textContent: 'New',
		'aria-label': 'Someone new',
		'aria-expanded': false,
	});
	#name = element('input', { autocomplete: 'off', placeholder: 'Ana Gonçalves' });
	#number = element('input', {
		type: 'tel',
		autocomplete: 'off',
		placeholder: '+55 19 90000-0041',
		required: true,
	});
	#form = this.#newcomerForm();
	node;
	/** who is chosen: digits with the country code */
	number;

	/**
	 * @param {string} label what the choice is for
	 * @param {{ people, first: { number, name }, number?: string, changed(number): void }} options `first`: who is there
	 * before anybody else is; `number`: who is chosen to begin with
	 */
	constructor(label, options) {
		this.#options = options;
		this.#nameOf = options.people.nameOf;
		this.#isPicked = options.number !== undefined;
		this.number = options.number ?? '';
		this.node = element(
			'div',
			{ className: 'picker' },
			field(label, this.#select),
			this.#add,
			this.#form,
		);
		this.#select.addEventListener('change', () => this.#choose(this.#select.value));
		this.#add.addEventListener('click', () => this.#open(this.#form.hidden));
	}

	/** The name of who is chosen, if it is known. */
	get name() {
		return this.#known(this.number);
	}

	/**
	 * @param {string[]} talking who has got or written something, the last one first
	 * @param {(number: string) => string | undefined} nameOf
	 */
	refresh(talking, nameOf) {
		this.#talking = talking;
		this.#nameOf = nameOf;
		this.#draw();
	}

	#known(number) {
		const { first } = this.#options;
		return this.#nameOf(number) || (number === first.number ? first.name : undefined);
	}

	#choose(number) {
		this.number = number;
		this.#isPicked = true;
		this.#draw();
		this.#options.changed(number);
	}

	/** Numbers that have got nothing, those with a name first. */
	#silent() {
		const { people, first } = this.#options;
		const all = people.all().sort((a, b) => Boolean(b.name) - Boolean(a.name));
		const numbers = all.map(({ number }) => number);
		if (this.#talking.length === 0 && !all.some(({ name }) => name)) numbers.unshift(first.number);
		if (this.#isPicked && !numbers.includes(this.number)) numbers.push(this.number);
		return numbers.filter((number) => !this.#talking.includes(number));
	}

	#draw() {
		const silent = this.#silent();
		// Until somebody chooses, it is the first who has got something.
		if (!this.#isPicked && !this.#talking.includes(this.number)) {
			this.number = this.#talking[0] ?? silent[0];
		}
		const labelled = (number) => {
			return { number, text: [this.#known(number), `+${number}`].filter(Boolean).join(' · ') };
		};
		const groups = [
			{ title: 'With messages', list: this.#talking.map(labelled) },
			{ title: 'Nothing received', list: silent.map(labelled) },
		].filter(({ list }) => list.length > 0);
		const now = JSON.stringify(groups);
		// A list that is open on the screen would close.
		if (now !== this.#drawn) this.#select.replaceChildren(...groups.map(optionGroup));
		this.#drawn = now;
		if (this.#select.value !== this.number) this.#select.value = this.number;
	}

	#newcomerForm() {
		const add = element('button', { type: 'submit', className: 'primary', textContent: 'Add' });
		const cancel = element('button', { type: 'button', textContent: 'Cancel' });
		const form = element(
			'form',
			{ className: 'newcomer', hidden: true, noValidate: true },
			field('Name', this.#name),
			field('Phone number', this.#number, 'With the country code.'),
			element('div', { className: 'buttons' }, add, cancel),
		);
		cancel.addEventListener('click', () => this.#open(false));
		this.#number.addEventListener('input', () => this.#number.setCustomValidity(''));
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			this.#addNewcomer();
		});
		return form;
	}

	#open(isOpen) {
		this.#form.hidden = !isOpen;
		this.#add.setAttribute('aria-expanded', isOpen);
		(isOpen ? this.#name : this.#add).focus();
	}

	#addNewcomer() {
		const digits = digitsOf(this.#number.value);
		this.#number.setCustomValidity(digits ? '' : NO_NUMBER);
		if (!digits) return this.#number.reportValidity();
		const name = this.#name.value.trim();
		if (name) this.#options.people.remember(digits, name);
		this.#form.reset();
		this.#open(false);
		this.#choose(digits);
	}
}

function optionGroup({ title, list }) {
	const options = list.map(({ number, text }) =>
		element('option', { value: number, textContent: text }),
	);
	return element('optgroup', { label: title }, ...options);
}
