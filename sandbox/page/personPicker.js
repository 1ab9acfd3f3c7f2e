/* Chooses one of the people behind phone numbers, by name where it is known, or adds one. */
import { element, field } from './dom.js';
import { digitsOf } from './people.js';

/**
 * @param {string} label what the choice is for
 * @param {{ people, first: { number, name }, number?: string, changed(number): void }} options `first`: who is there
 * before anybody else is; `number`: who is chosen to begin with
 * @returns {{ node: HTMLElement, number: string, name?: string, refresh(talking: string[], nameOf): void }}
 */
export function personPicker(label, { people, first, number: initial, changed }) {
	const select = element('select');
	const add = element('button', {
		type: 'button',
		textContent: 'New',
		'aria-label': 'Someone new',
		'aria-expanded': false,
	});
	const name = element('input', { autocomplete: 'off', placeholder: 'Ana Gonçalves' });
	const number = element('input', {
		type: 'tel',
		autocomplete: 'off',
		placeholder: '+55 19 90000-0041',
		required: true,
	});
	const cancel = element('button', { type: 'button', textContent: 'Cancel' });
	const form = element(
		'form',
		{ className: 'newcomer', hidden: true, noValidate: true },
		field('Name', name),
		field('Phone number', number, 'With the country code.'),
		element(
			'div',
			{ className: 'buttons' },
			element('button', { type: 'submit', className: 'primary', textContent: 'Add' }),
			cancel,
		),
	);
	const node = element('div', { className: 'picker' }, field(label, select), add, form);
	let chosen = initial ?? '';
	let isPicked = initial !== undefined;
	let drawn = '';
	let talking = [];
	let nameOf = people.nameOf;

	function open(isOpen) {
		form.hidden = !isOpen;
		add.setAttribute('aria-expanded', isOpen);
		(isOpen ? name : add).focus();
	}

	function choose(wanted) {
		chosen = wanted;
		isPicked = true;
		draw();
		changed(wanted);
	}

	const known = (one) => nameOf(one) || (one === first.number ? first.name : undefined);

	function draw() {
		const labelled = (one) => ({ one, text: [known(one), `+${one}`].filter(Boolean).join(' · ') });
		const others = people
			.all()
			.sort((a, b) => Boolean(b.name) - Boolean(a.name))
			.map((person) => person.number);
		if (talking.length === 0 && !people.all().some(({ name: one }) => one))
			others.unshift(first.number);
		if (isPicked && !others.includes(chosen)) others.push(chosen);
		const groups = [
			{ title: 'With messages', list: talking.map(labelled) },
			{
				title: 'Nothing received',
				list: others.filter((one) => !talking.includes(one)).map(labelled),
			},
		];
		// Until somebody chooses, it is the first who has got something.
		if (!isPicked && !talking.includes(chosen)) chosen = talking[0] ?? others[0];
		const now = JSON.stringify(groups);
		// A list that is open on the screen would close.
		if (now !== drawn)
			select.replaceChildren(...groups.filter(({ list }) => list.length > 0).map(group));
		drawn = now;
		if (select.value !== chosen) select.value = chosen;
	}

	select.addEventListener('change', () => choose(select.value));
	add.addEventListener('click', () => open(form.hidden));
	cancel.addEventListener('click', () => open(false));
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const digits = digitsOf(number.value);
		number.setCustomValidity(
			digits ? '' : 'A phone number with its country code, such as +55 19 90000-0041',
		);
		if (!digits) return number.reportValidity();
		if (name.value.trim()) people.remember(digits, name.value.trim());
		form.reset();
		open(false);
		choose(digits);
	});
	number.addEventListener('input', () => number.setCustomValidity(''));
	return {
		node,
		get number() {
			return chosen;
		},
		get name() {
			return known(chosen);
		},
		refresh(nowTalking, nowNameOf) {
			talking = nowTalking;
			nameOf = nowNameOf;
			draw();
		},
	};
}

function group({ title, list }) {
	return element(
		'optgroup',
		{ label: title },
		...list.map(({ one, text }) => element('option', { value: one, textContent: text })),
	);
}
