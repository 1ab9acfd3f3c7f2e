/* Events that a vendor sends, one at a press: to see what a workflow makes of them. */
import { element, field } from './dom.js';

const WAIT_MS = 300;
const TRIES = 12;

/**
 * @param vendor as the control API lists it, with at least one sample
 * @param {{ collection: string, find(rows: object[], id): object | undefined, said(row): string | undefined }} delivery
 * where the ledger tells what became of an event; `said` gives nothing while it is on its way
 * @param {{ account, say(text, tone?), reveal(collection): void }} context
 */
export function samples(vendor, delivery, { account, say, reveal }) {
	const select = element('select', {}, ...options(vendor));
	const fields = element('div', { className: 'fields' });
	const fire = element('button', {
		type: 'submit',
		className: 'primary',
		textContent: 'Send event',
	});
	const result = element('p', { className: 'result', role: 'status' });
	const name = element('p', { className: 'hint' });
	const node = element(
		'form',
		{},
		field('Event', select),
		name,
		fields,
		element('div', { className: 'buttons' }, fire),
		result,
	);
	/** what has been written into fields, kept for other events that have the same */
	const written = new Map();
	const chosen = () => vendor.samples.find(({ name }) => name === select.value);

	function drawFields() {
		const inputs = (chosen().fields ?? []).map(({ name, title, default: initial = '' }) => {
			const input = element('input', {
				name,
				placeholder: initial,
				value: written.get(name) ?? '',
				autocomplete: 'off',
			});
			input.addEventListener('input', () => written.set(name, input.value));
			return field(title, input);
		});
		fields.replaceChildren(...inputs);
		name.textContent = select.value;
		result.textContent = '';
	}

	async function send() {
		const sample = chosen();
		const inputs = [...fields.querySelectorAll('input')];
		const given = inputs
			.map(({ name, value }) => [name, value.trim()])
			.filter(([, value]) => value !== '');
		fire.disabled = true;
		try {
			const { sentTo, ids } = await account.fire(
				vendor.name,
				sample.name,
				Object.fromEntries(given),
			);
			if (delivery) reveal(delivery.collection);
			if (sentTo === null)
				result.textContent = `${sample.title}: nobody is called, so it stands in the ledger only.`;
			else result.textContent = `${sample.title}: sent to ${sentTo}. ${await outcome(ids)}`;
		} catch (error) {
			result.textContent = '';
			say(`Not sent: ${error.message}`, 'bad');
		}
		fire.disabled = false;
	}

	async function outcome(ids) {
		if (!delivery || ids.length === 0) return '';
		for (let tried = 0; tried < TRIES; tried++) {
			await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
			const row = delivery.find(
				await account.newest(`${vendor.name}/${delivery.collection}`, 50),
				ids[0],
			);
			const said = row && delivery.said(row);
			if (said) return said;
		}
		return 'It has not been answered yet.';
	}

	select.addEventListener('change', drawFields);
	node.addEventListener('submit', (event) => {
		event.preventDefault();
		void send();
	});
	drawFields();
	return { node };
}

/** The events, in groups where the vendor calls more than one address. */
function options({ samples: all, callbacks }) {
	const option = ({ name, title }) => element('option', { value: name, textContent: title });
	const groups = callbacks.map(({ name, title }) => ({
		title,
		own: all.filter(({ callback }) => callback === name),
	}));
	const used = groups.filter(({ own }) => own.length > 0);
	if (used.length < 2) return all.map(option);
	return used.map(({ title, own }) => element('optgroup', { label: title }, ...own.map(option)));
}
