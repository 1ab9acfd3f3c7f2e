/* Faults of one vendor, to be switched on and off: how a workflow takes them shows at once. */
import { changes } from './changes.js';
import { element, show, uniqueId } from './dom.js';

const every = { label: 'One in how many requests', initial: 10, min: 1 };
const STATUSES = [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504];

/**
 * A sentence says what a switch does; its figures can be changed in it. `read` gives the figures in force, or nothing
 * when it is off; `on` and `off` are the settings to send.
 */
const SWITCHES = [
	{
		title: 'Slow answers',
		sentence: [
			'Answers take ',
			{ label: 'Milliseconds', initial: 2000, min: 1, max: 600_000 },
			' ms longer.',
		],
		read: ({ latencyMs }) => latencyMs > 0 && [latencyMs],
		on: ([latencyMs]) => ({ latencyMs }),
		off: { latencyMs: 0 },
	},
	{
		title: 'Rate limit',
		sentence: [
			'429 beyond ',
			{ label: 'Requests', initial: 5, min: 1 },
			' requests in ',
			{ label: 'Seconds', initial: 1, min: 1 },
			' s.',
		],
		read: ({ rateLimit }) => rateLimit && [rateLimit.requests, rateLimit.perSeconds],
		on: ([requests, perSeconds]) => ({ rateLimit: { requests, perSeconds } }),
		off: { rateLimit: null },
	},
	{
		title: 'Reject requests',
		sentence: [
			'One request in ',
			every,
			' gets ',
			{ label: 'Status', initial: 500, options: STATUSES },
			' and is not processed.',
		],
		read: ({ rejectEveryNth, rejectStatus }) =>
			rejectEveryNth > 0 && [rejectEveryNth, rejectStatus],
		on: ([rejectEveryNth, rejectStatus]) => ({ rejectEveryNth, rejectStatus }),
		off: { rejectEveryNth: 0 },
	},
	{
		title: 'Lose the answer',
		sentence: [
			'One request in ',
			every,
			' is processed, and the connection cut before the answer.',
		],
		read: ({ loseAnswerEveryNth }) => loseAnswerEveryNth > 0 && [loseAnswerEveryNth],
		on: ([loseAnswerEveryNth]) => ({ loseAnswerEveryNth }),
		off: { loseAnswerEveryNth: 0 },
	},
	{
		title: 'Down',
		sentence: ['Every request gets 503 and is not processed.'],
		read: ({ down }) => down && [],
		on: () => ({ down: true }),
		off: { down: false },
	},
];

export const allOff = Object.assign({}, ...SWITCHES.map(({ off }) => off));

/** Titles of the faults that are on. @param settings a vendor's switches */
export const faultsOn = (settings) =>
	SWITCHES.filter(({ read }) => read(settings)).map(({ title }) => title);

/**
 * @param vendor as the control API lists it
 * @returns {{ node: HTMLElement, refresh({ settings, askedAt }): void }} settings: those of the account
 */
export function switches(vendor, { account, say }) {
	const rows = SWITCHES.map((fault) => switchRow(fault, vendor, { account, say }));
	const node = element('div', { className: 'switches' }, ...rows.map((row) => row.node));
	if (vendor.actions.includes('expireTokens')) node.append(tokenRow(vendor, { account, say }));
	return {
		node,
		refresh({ settings, askedAt }) {
			for (const row of rows) row.refresh(settings.switches[vendor.name], askedAt);
		},
	};
}

function switchRow({ title, sentence, read, on, off }, vendor, { account, say }) {
	const toggle = element('input', { type: 'checkbox', role: 'switch', id: uniqueId('switch') });
	const parts = sentence.map((piece) =>
		typeof piece === 'string' ? piece : figureInput(title, piece),
	);
	const inputs = parts.filter((piece) => typeof piece !== 'string');
	const text = element('p', { className: 'hint', id: `${toggle.id}-hint` }, ...parts);
	toggle.setAttribute('aria-describedby', text.id);

	const made = changes();

	async function apply() {
		const bad = inputs.find((input) => !input.checkValidity());
		if (bad) return bad.reportValidity();
		const isOn = toggle.checked;
		const patch = isOn ? on(inputs.map(({ value }) => Number(value))) : off;
		try {
			await made.make(() => account.change({ switches: { [vendor.name]: patch } }));
			say(`${vendor.short}: ${title} ${isOn ? 'on' : 'off'}`, isOn ? 'warn' : undefined);
		} catch (error) {
			toggle.checked = !isOn;
			say(`Not changed: ${error.message}`, 'bad');
		}
	}
	toggle.addEventListener('change', () => void apply());
	for (const input of inputs)
		input.addEventListener('change', () => toggle.checked && void apply());

	const label = element('label', { htmlFor: toggle.id, textContent: title });
	return {
		node: element('div', { className: 'switch' }, label, toggle, text),
		refresh(settings, askedAt) {
			if (!made.covers(askedAt)) return;
			const figures = read(settings);
			toggle.checked = Boolean(figures);
			if (figures) inputs.forEach((input, index) => show(input, String(figures[index])));
		},
	};
}

function figureInput(title, { label, initial, min, max, options }) {
	const name = `${title}: ${label.toLowerCase()}`;
	if (!options) {
		return element('input', {
			type: 'number',
			'aria-label': name,
			min,
			max,
			step: 1,
			required: true,
			value: initial,
		});
	}
	const choices = options.map((value) => element('option', { value, textContent: value }));
	const select = element('select', { 'aria-label': name }, ...choices);
	select.value = initial;
	return select;
}

function tokenRow(vendor, { account, say }) {
	const button = element('button', { type: 'button', textContent: 'Expire now' });
	button.addEventListener('click', async () => {
		try {
			await account.act(vendor.name, 'expireTokens', {});
			say(`${vendor.short}: the tokens given out so far have expired`, 'warn');
		} catch (error) {
			say(`Not expired: ${error.message}`, 'bad');
		}
	});
	const hint = 'Tokens given out so far stop working: the next request gets 401.';
	return element(
		'div',
		{ className: 'switch' },
		element('span', { className: 'label', textContent: 'Expire the token' }),
		button,
		element('p', { className: 'hint', textContent: hint }),
	);
}
