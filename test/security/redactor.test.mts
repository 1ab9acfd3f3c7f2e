import { Redactor } from '../../engine/transport/redactor';

describe('the redactor', () => {
	const redactor = new Redactor(['planted-7f/3+b=é"x', '1234', '987654321', 'abc']);

	it.each([
		['{"a":987654321}', '{"a":"[hidden]"}'],
		['{"987654321":1}', '{"[hidden]":1}'],
		['{"__proto__":"987654321"}', '{"__proto__":"[hidden]"}'],
		['{"authorization":"Bearer eyJhbGciOiJIUzI1NiJ9.e30"}', '{"authorization":"[hidden]"}'],
		['Basic dXNlcjpwYXNzd29yZDE= was sent', '[hidden] was sent'],
		['X-EES-AUTH-HASH: 0a1b', 'X-EES-AUTH-HASH: [hidden]'],
		['{"x-auth-token":["short"]}', '{"x-auth-token":"[hidden]"}'],
		['{"n":1234,"m":12345,"t":"1234-12345"}', '{"n":"[hidden]","m":12345,"t":"[hidden]-12345"}'],
		['{"t":"\\u0039\\u0038\\u0037\\u0036\\u0035\\u0034\\u0033\\u0032\\u0031"}', '{"t":"[hidden]"}'],
	])('%s', async (text, expected) => expect(await redactor.text(text)).toBe(expected));

	it.each([
		'{"a":"abc"}',
		'{"big":12345678901234567890}',
		'{"plan":"Basic subscription", "t":"Bearer bonds", "é":"\\u00e9\\/"}',
		'not {"json"',
		'',
	])('%s stays as it is, to the letter', async (text) =>
		expect(await redactor.text(text)).toBe(text),
	);
});
