/* The sandbox's control API, as the page uses it. */

/** What the sandbox says about a request that it rejects. */
export class ApiError extends Error {}

async function send(method, path, body, signal) {
	const options = { method, signal };
	if (body !== undefined) {
		options.headers = { 'content-type': 'application/json' };
		options.body = JSON.stringify(body);
	}
	const response = await fetch(`/control${path}`, options);
	if (!response.ok) throw new ApiError(reasonOf(await response.text(), response.status));
	return response;
}

function reasonOf(text, status) {
	try {
		const { message, issues = [] } = JSON.parse(text);
		const details = issues.map(({ path, message: issue }) =>
			[path?.join('.'), issue].filter(Boolean).join(': '),
		);
		return details.length > 0 ? details.join('; ') : message;
	} catch {
		return text || `HTTP ${status}`;
	}
}

const json = async (...request) => await (await send(...request)).json();

export const vendors = async () => await json('GET', '/vendors');
/** Summaries of all accounts. */
export const accounts = async () => await json('GET', '/tenants');
export const createAccount = async (name) => await json('POST', '/tenants', { name });

/** One account (tenant) at all vendors. */
export function account(name) {
	const base = `/tenants/${encodeURIComponent(name)}`;
	return {
		name,
		access: async () => await json('GET', base),
		settings: async () => await json('GET', `${base}/settings`),
		change: async (patch) => await json('PATCH', base, patch),
		reset: async () => await json('POST', `${base}/reset`, {}),
		callbacks: async () => await json('GET', `${base}/callbacks`),
		setCallback: async (vendor, callback, values) =>
			await json('PUT', `${base}/callbacks/${vendor}/${callback}`, values),
		fire: async (vendor, sample, fields) =>
			await json('POST', `${base}/${vendor}/samples/${encodeURIComponent(sample)}`, fields),
		act: async (vendor, action, body) => await json('POST', `${base}/${vendor}/${action}`, body),
		/** The last rows of a collection, such as `wavy/messages`, newest first. `filters` are fields that must be equal. */
		newest: async (collection, count, filters = {}) => {
			const query = new URLSearchParams({ newest: count, ...filters });
			return parseLines(await (await send('GET', `${base}/${collection}?${query}`)).text());
		},
		/** One row by its id, with all that the ledger holds of it. */
		row: async (collection, id) =>
			await json('GET', `${base}/${collection}?${new URLSearchParams({ id })}`),
		/** All rows, oldest first, line by line: a ledger may hold a million of them. */
		lines: async function* (collection, signal) {
			const { body } = await send('GET', `${base}/${collection}`, undefined, signal);
			let rest = '';
			for await (const chunk of textOf(body)) {
				const lines = (rest + chunk).split('\n');
				rest = lines.pop();
				yield* lines;
			}
		},
	};
}

/** Bytes of a response as text. Not every browser lets a stream be read by `for await`. */
async function* textOf(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel();
	}
}

function parseLines(text) {
	return text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line));
}
