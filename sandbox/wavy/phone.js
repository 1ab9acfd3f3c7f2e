/*
 * The phone of one person: what has arrived on it, and an answer by text or button, upon which the
 * callback goes out. Texts reach the page through textContent only, since they come from anywhere.
 */
const REFRESH_MS = 400;
const MEDIA = { image: 'Picture', video: 'Video', audio: 'Recording', document: 'Document' };

const byId = (id) => document.getElementById(id);
const [tenant, person, state, who, conversation, form, text] = ['tenant', 'person', 'state', 'who', 'conversation', 'answer', 'text'].map(byId);
let drawn = '';

function element(tag, properties = {}, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

async function call(path, body) {
	const options = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	const response = await fetch(`/control/tenants${path}`, options);
	const answer = await response.text();
	if (!response.ok) throw new Error(answer);
	return answer;
}

const rows = (answer) => answer.split('\n').filter(Boolean).map((line) => JSON.parse(line));

function offer(select, names, wanted) {
	const offered = [...select.options].map(({ value }) => value);
	if (names.join() === offered.join()) return;
	const kept = select.value || wanted;
	select.replaceChildren(...names.map((name) => element('option', { value: name, textContent: name })));
	select.value = names.includes(kept) ? kept : (names[0] ?? '');
}

function media(message) {
	const [kind, file] = Object.entries(message).find(([name]) => name in MEDIA) ?? Object.entries(message.interactive?.header ?? {}).find(([name]) => name in MEDIA) ?? [];
	const url = file?.url ?? message.mediaUrl;
	if (!url) return [];
	return [element('span', { className: 'media', textContent: `${MEDIA[kind] ?? message.type}: ${url}` })];
}

function choices({ id, buttons = [], rows: list = [] }) {
	if (buttons.length + list.length === 0) return [];
	const make = (choice, label) => {
		const button = element('button', { type: 'button', textContent: label });
		button.addEventListener('click', () => answer({ choice, messageId: id }));
		return button;
	};
	const all = [
		...buttons.map(({ title, payload }) => make(payload, title)),
		...list.map(({ title, identifier, description }) => make(identifier, description ? `${title} · ${description}` : title)),
	];
	return [element('div', { className: 'choices' }, ...all)];
}

function bubble(said) {
	const ticks = said.mine ? '' : said.read ? ' · read' : ' · delivered';
	return element(
		'li',
		{ className: said.mine ? 'bubble mine' : 'bubble' },
		...media(said.message),
		said.text ?? '',
		...choices(said),
		element('small', { textContent: new Date(said.at).toLocaleTimeString() + ticks }),
	);
}

async function answer(given) {
	try {
		await call(`/${tenant.value}/wavy/answer`, { from: person.value, ...given });
		await refresh();
	} catch (error) {
		state.textContent = `Not sent: ${error.message}`;
	}
}

async function refresh() {
	const [wantedTenant = '', wantedPerson = ''] = decodeURIComponent(location.hash.slice(1)).split('/');
	offer(tenant, JSON.parse(await call('')).map((one) => one.tenant).reverse(), wantedTenant);
	if (!tenant.value) return;
	const phones = rows(await call(`/${tenant.value}/wavy/phones?newest=50`));
	offer(person, phones.map(({ number }) => number), wantedPerson);
	const shown = phones.find(({ number }) => number === person.value);
	state.textContent = shown ? 'Live' : 'No message has arrived yet';
	const now = JSON.stringify([tenant.value, shown]);
	if (now === drawn) return;
	drawn = now;
	byId('back').href = `/#${encodeURIComponent(tenant.value)}`;
	who.textContent = shown ? `+${shown.number}` : '';
	conversation.replaceChildren(...(shown?.conversation ?? []).map(bubble));
	conversation.scrollTop = conversation.scrollHeight;
}

form.addEventListener('submit', (event) => {
	event.preventDefault();
	const written = text.value.trim();
	text.value = '';
	if (written) void answer({ text: written });
});
for (const select of [tenant, person]) select.addEventListener('change', () => (location.hash = encodeURIComponent(`${tenant.value}/${person.value}`)));
for (;;) {
	await refresh().catch((error) => (state.textContent = `Not connected: ${error.message}`));
	await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
}
