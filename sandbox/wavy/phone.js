/*
 * The phone of one person: what has arrived on it, and what the person writes, by text or button, upon which the
 * callback goes out. A person to whom nothing was sent can write first.
 */
import { element, reconcile } from '/page/dom.js';
import { minutes } from '/page/format.js';
import { PersonPicker } from '/page/personPicker.js';

const FIRST_PERSON = { number: '5511987654321', name: 'Maria Silva' };
const PHONES = 50;
const NEAR_END_PX = 40;
const WINDOW_MS = 24 * 3_600_000;
const OPT_OUT = /^(stop|parar|sair)$/i;
const GREETING = /^(?:hi|hello|hey|dear|olá|oi|hola|hej)[ ,]+([^,!.:;\n]{2,40})[,!.]/i;
const MEDIA = { image: 'Picture', video: 'Video', audio: 'Recording', document: 'Document' };
const CHANNELS = { whatsapp: 'WhatsApp', sms: 'SMS' };

document.head.append(element('link', { rel: 'stylesheet', href: '/page/phone.css' }));

/** @see page/page.js for the form */
export const companion = (context) => new Phone(context);

class Phone {
	title = 'Phone';
	#context;
	#settings;
	#picker;
	#composer;
	#window = element('small');
	#brand = element('strong', { textContent: 'Your brand' });
	#read = element('button', { type: 'button', textContent: 'Mark read' });
	#nothing = element('p', { className: 'nothing' });
	#list = element('ol');
	#log = element(
		'div',
		{ className: 'log', role: 'log', tabIndex: 0, 'aria-label': 'Conversation' },
		this.#nothing,
		this.#list,
	);
	#alone = element('a', { target: 'phone', textContent: 'Open the phone alone' });
	node = element('section', { className: 'companion phone', 'aria-label': 'Phone' });

	/** @param context with `shown` and `keep` where the phone has a page to itself: who is shown, kept in its address */
	constructor(context) {
		this.#context = context;
		this.#picker = new PersonPicker('Whose phone', {
			people: context.people,
			first: FIRST_PERSON,
			number: context.shown || undefined,
			changed: (number) => this.#change(number),
		});
		const channels = context.vendor.actions.includes('smsAnswer') ? CHANNELS : {};
		this.#composer = new Composer(channels, (channel, text) => this.#send(channel, text));
		this.#read.addEventListener(
			'click',
			() => void this.#act('read', { number: this.#picker.number }),
		);
		const bar = element(
			'div',
			{ className: 'bar' },
			element('div', {}, this.#brand, this.#window),
			this.#read,
		);
		const device = element('div', { className: 'device' }, bar, this.#log, this.#composer.node);
		this.node.append(this.#picker.node, device);
		if (!context.keep) this.node.append(this.#alone);
	}

	async refresh({ settings }) {
		this.#settings = settings[this.#context.vendor.name];
		this.#brand.title = `+${this.#settings.origin}`;
		await this.#update();
	}

	#change(number) {
		this.#context.keep?.(number);
		this.#composer.startAfresh();
		this.#list.replaceChildren();
		// Where it fails, the page's next refresh fails as well, and says so.
		this.#update().catch(() => undefined);
	}

	/** @returns whether it was done */
	async #act(action, body) {
		const { account, vendor, say } = this.#context;
		try {
			await account.act(vendor.name, action, body);
			await this.#update();
			return true;
		} catch (error) {
			say(`Not sent: ${error.message}`, 'bad');
			return false;
		}
	}

	async #send(channel, text) {
		const { number: from, name } = this.#picker;
		if (channel === 'sms') return await this.#act('smsAnswer', { from, text });
		return await this.#act('answer', { from, text, name });
	}

	#choose(choice, messageId) {
		const { number: from, name } = this.#picker;
		void this.#act('answer', { from, choice, messageId, name });
	}

	async #update() {
		const { account, people, vendor } = this.#context;
		const phones = await account.newest(`${vendor.name}/phones`, PHONES);
		const greeted = new Map(phones.map((phone) => [phone.number, greetedAs(phone)]));
		const talking = phones.map(({ number }) => number);
		this.#picker.refresh(talking, (number) => people.nameOf(number) || greeted.get(number));
		const { number } = this.#picker;
		const listed = phones.find((phone) => phone.number === number);
		const { conversation } = listed ?? (await account.row(`${vendor.name}/phones`, number));
		if (number === this.#picker.number) this.#draw(conversation);
	}

	#draw(conversation) {
		const { scrollHeight, scrollTop, clientHeight } = this.#log;
		const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
		const added = reconcile(this.#list, conversation, {
			key: ({ id }) => id,
			render: (said) => bubble(said, (choice) => this.#choose(choice, said.id)),
		});
		const { number, name = 'The person' } = this.#picker;
		this.#alone.href = `/phone#${this.#context.account.name}/${number}`;
		const isEmpty = conversation.length === 0;
		this.#nothing.textContent = isEmpty
			? `Nothing has arrived here yet. ${name} can write first.`
			: '';
		this.#window.textContent = windowOf(conversation, this.#settings);
		this.#read.hidden = !conversation.some(isUnread);
		this.#composer.follow(conversation.findLast(({ mine }) => !mine)?.channel);
		if (added.length > 0 && (isAtEnd || conversation.at(-1).mine))
			this.#log.scrollTop = this.#log.scrollHeight;
	}
}

/** What the person writes by: text and, where there are several, the channel. */
class Composer {
	#text = element('input', {
		'aria-label': 'Message',
		placeholder: 'Message',
		autocomplete: 'off',
	});
	#radios;
	#isPicked = false;
	#send;
	node;

	/** @param {(channel: string, text: string) => Promise<boolean>} send whether it was sent */
	constructor(channels, send) {
		this.#send = send;
		const radio = (value) => element('input', { type: 'radio', name: 'channel', value });
		this.#radios = new Map(Object.keys(channels).map((value) => [value, radio(value)]));
		const choices = [...this.#radios].map(([value, input]) =>
			element('label', {}, input, channels[value]),
		);
		const legend = element('legend', { className: 'unseen', textContent: 'Write by' });
		const group = element('fieldset', { hidden: choices.length === 0 }, legend, ...choices);
		const submit = element('button', { type: 'submit', className: 'send', textContent: 'Send' });
		const line = element('div', { className: 'line' }, this.#text, submit);
		this.node = element('form', { className: 'composer' }, group, line);
		group.addEventListener('change', () => (this.#isPicked = true));
		this.node.addEventListener('submit', (event) => {
			event.preventDefault();
			void this.#submit();
		});
	}

	/** Answers by the channel of the last message, until somebody picks one. */
	follow(channel = 'whatsapp') {
		const radio = this.#radios.get(channel);
		if (radio && !this.#isPicked) radio.checked = true;
	}

	/** Another person picks a channel of their own. */
	startAfresh() {
		this.#isPicked = false;
	}

	async #submit() {
		const written = this.#text.value.trim();
		if (!written) return;
		this.#text.value = '';
		const [channel] = [...this.#radios].find(([, { checked }]) => checked) ?? [];
		// What could not be sent is there to be tried again.
		if (!(await this.#send(channel, written)) && this.#text.value === '')
			this.#text.value = written;
	}
}

const isUnread = ({ mine, channel, read }) => !mine && channel !== 'sms' && !read;

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

/** @param {(choice: string) => void} choose what a press of one of its buttons does */
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

function choicesOf({ buttons = [], rows = [] }, choose) {
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
		button.addEventListener('click', () => choose(choice));
		return button;
	});
	return [element('div', { className: 'choices' }, ...made)];
}
