/*
 * The phone of one person: what has arrived on it, and what the person writes, by text or button, upon which the
 * callback goes out. A person to whom nothing was sent can write first.
 */
import { element, reconcile } from '/page/dom.js';
import { minutes } from '/page/format.js';
import { personPicker } from '/page/personPicker.js';

const FIRST_PERSON = { number: '5511987654321', name: 'Maria Silva' };
const PHONES = 50;
const WINDOW_MS = 24 * 3_600_000;
const OPT_OUT = /^(stop|parar|sair)$/i;
const GREETING = /^(?:hi|hello|hey|dear|olá|oi|hola|hej)[ ,]+([^,!.:;\n]{2,40})[,!.]/i;
const MEDIA = { image: 'Picture', video: 'Video', audio: 'Recording', document: 'Document' };
const CHANNELS = { whatsapp: 'WhatsApp', sms: 'SMS' };

document.head.append(element('link', { rel: 'stylesheet', href: '/page/phone.css' }));

/** @see page/page.js for the form */
export function companion({ account, people, say, vendor, shown: initial, keep }) {
	const list = element('ol', {});
	const nothing = element('p', { className: 'nothing' });
	const log = element(
		'div',
		{ className: 'log', role: 'log', tabIndex: 0, 'aria-label': 'Conversation' },
		nothing,
		list,
	);
	const brand = element('strong', { textContent: 'Your brand' });
	const note = element('small', {});
	const read = element('button', { type: 'button', textContent: 'Mark read' });
	const bar = element('div', { className: 'bar' }, element('div', {}, brand, note), read);
	const composer = composeForm(vendor, send);
	const device = element('div', { className: 'device' }, bar, log, composer.node);
	const picker = personPicker('Whose phone', {
		people,
		first: FIRST_PERSON,
		number: initial || undefined,
		changed,
	});
	const node = element(
		'section',
		{ className: 'companion phone', 'aria-label': 'Phone' },
		picker.node,
		device,
	);
	const alone = element('a', { target: 'phone', textContent: 'Open the phone alone' });
	if (!keep) node.append(alone);
	let settings;

	function changed(number) {
		keep?.(number);
		composer.follow(undefined);
		list.replaceChildren();
		void update();
	}

	async function act(action, body) {
		try {
			await account.act(vendor.name, action, body);
			await update();
			return true;
		} catch (error) {
			say(`Not sent: ${error.message}`, 'bad');
			return false;
		}
	}

	async function send(channel, text) {
		const from = picker.number;
		if (channel === 'sms') return await act('smsAnswer', { from, text });
		return await act('answer', { from, text, name: picker.name });
	}

	const choose = (choice, messageId) =>
		void act('answer', { from: picker.number, choice, messageId, name: picker.name });
	read.addEventListener('click', () => void act('read', { number: picker.number }));

	async function update() {
		const phones = await account.newest(`${vendor.name}/phones`, PHONES);
		const greeted = new Map(phones.map((phone) => [phone.number, greetedAs(phone)]));
		picker.refresh(
			phones.map(({ number }) => number),
			(number) => people.nameOf(number) || greeted.get(number),
		);
		const { number } = picker;
		const { conversation } =
			phones.find((phone) => phone.number === number) ??
			(await account.row(`${vendor.name}/phones`, number));
		if (number === picker.number) draw(conversation);
	}

	function draw(conversation) {
		const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
		const added = reconcile(list, conversation, {
			key: ({ id }) => id,
			render: (said) => bubble(said, choose),
		});
		alone.href = `/phone#${account.name}/${picker.number}`;
		nothing.textContent =
			conversation.length > 0
				? ''
				: `Nothing has arrived here yet. ${picker.name ?? 'The person'} can write first.`;
		note.textContent = windowOf(conversation, settings);
		read.hidden = !conversation.some((said) => !said.mine && said.channel !== 'sms' && !said.read);
		composer.follow(conversation.findLast(({ mine }) => !mine)?.channel);
		if (added.length > 0 && (wasAtEnd || conversation.at(-1).mine))
			log.scrollTop = log.scrollHeight;
	}

	return {
		title: 'Phone',
		node,
		async refresh(now) {
			settings = now.settings[vendor.name];
			brand.title = `+${settings.origin}`;
			await update();
		},
	};
}

/** The name by which the last message that says one greets the person: no vendor may know it. */
function greetedAs({ conversation }) {
	const texts = conversation
		.filter(({ mine }) => !mine)
		.map(({ text }) => GREETING.exec(text ?? '')?.[1]);
	return texts.findLast(Boolean)?.trim();
}

/** Whether free text reaches the person: within 24 hours of a message of theirs, unless they have opted out. */
function windowOf(conversation, { openToAll }) {
	const last = conversation.findLast(({ mine, channel }) => mine && channel !== 'sms');
	if (OPT_OUT.test(last?.text?.trim())) return 'Has opted out: nothing arrives';
	if (openToAll) return 'Free text at any time';
	const until = (last?.at ?? 0) + WINDOW_MS;
	if (until < Date.now()) return 'Templates only, until the person writes';
	const isToday = new Date(until).getDate() === new Date().getDate();
	return `Free text until ${minutes(until)} ${isToday ? 'today' : 'tomorrow'}`;
}

function composeForm(vendor, send) {
	const text = element('input', {
		'aria-label': 'Message',
		placeholder: 'Message',
		autocomplete: 'off',
	});
	const radios = new Map(
		Object.entries(CHANNELS).map(([value]) => [
			value,
			element('input', { type: 'radio', name: 'channel', value }),
		]),
	);
	const choices = Object.entries(CHANNELS).map(([value, title]) =>
		element('label', {}, radios.get(value), title),
	);
	const legend = element('legend', { className: 'unseen', textContent: 'Write by' });
	const channels = element(
		'fieldset',
		{ hidden: !vendor.actions.includes('smsAnswer') },
		legend,
		...choices,
	);
	const submit = element('button', { type: 'submit', className: 'send', textContent: 'Send' });
	const node = element(
		'form',
		{ className: 'composer' },
		channels,
		element('div', { className: 'line' }, text, submit),
	);
	let isPicked = false;
	radios.get('whatsapp').checked = true;
	channels.addEventListener('change', () => (isPicked = true));
	node.addEventListener('submit', async (event) => {
		event.preventDefault();
		const written = text.value.trim();
		if (!written) return;
		text.value = '';
		const channel = radios.get('sms').checked ? 'sms' : 'whatsapp';
		// What could not be sent is there to be tried again.
		if (!(await send(channel, written)) && text.value === '') text.value = written;
	});
	return {
		node,
		/** Answers by the channel of the last message, until somebody picks one; by none given, that starts afresh. */
		follow(channel) {
			if (channel === undefined) isPicked = false;
			if (!isPicked) radios.get(channel ?? 'whatsapp').checked = true;
		},
	};
}

function bubble(said, choose) {
	const { at, mine, channel, read, text } = said;
	const state = mine || channel === 'sms' ? '' : read ? ' · read' : ' · delivered';
	const kind = channel === 'sms' ? ' · SMS' : '';
	return element(
		'li',
		{ className: ['bubble', mine && 'mine', channel === 'sms' && 'sms'].filter(Boolean).join(' ') },
		element('span', {
			className: 'unseen',
			textContent: mine ? 'From the person: ' : 'To the person: ',
		}),
		...media(said.message ?? {}),
		text ?? '',
		...choicesOf(said, choose),
		element('small', { textContent: minutes(at) + kind + state }),
	);
}

/** A picture or a file, by its address: nothing is loaded from elsewhere. */
function media(message) {
	const parts = { ...message.interactive?.header, ...message };
	const [kind, file] = Object.entries(parts).find(([name]) => name in MEDIA) ?? [];
	const url = file?.url ?? message.mediaUrl;
	if (!url) return [];
	return [
		element('span', { className: 'media', textContent: `${MEDIA[kind] ?? message.type}: ${url}` }),
	];
}

function choicesOf({ id, buttons = [], rows = [] }, choose) {
	const choices = [
		...buttons.map(({ title, payload }) => ({ choice: payload, title })),
		...rows.map(({ title, identifier, description }) => ({
			choice: identifier,
			title,
			description,
		})),
	];
	if (choices.length === 0) return [];
	const made = choices.map(({ choice, title, description }) => {
		const button = element('button', { type: 'button' }, title);
		if (description) button.append(element('small', { textContent: description }));
		button.addEventListener('click', () => choose(choice, id));
		return button;
	});
	return [element('div', { className: 'choices' }, ...made)];
}
