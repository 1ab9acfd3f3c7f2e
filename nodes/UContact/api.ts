import { type EntryAnswer, type Service, UnreadableAnswer, type Vendor } from '../../engine/operation';

const service: Service = {
	credential: 'uContactApi',
	baseUrl: 'baseUrl',
	token: { property: 'sessionToken', renewAt: 'renewAt' },
};

/** uContact (net2phone, Integra CCS); CONTRACTS 5 is the contract. */
export const uContact: Vendor = {
	name: 'uContact',
	service,
	isTooLarge: (status) => status === 413,
	refusalText: (body) => (typeof body === 'string' && body !== '' ? body.slice(0, 200) : undefined),
	credentialAdvice: 'Check the sign-in in the credential, and that its user may use this part of uContact',
	answersInText: true,
};

/**
 * "Failures come as HTTP 200 with `0`/`ERROR`: check the body" (CONTRACTS 5).
 *
 * @throws UnreadableAnswer for a web page: it comes from a portal or a proxy, and tells nothing of the call
 */
export function failureIn(body: unknown): string | undefined {
	const text = typeof body === 'string' || typeof body === 'number' ? String(body).trim() : '';
	if (text.startsWith('<')) throw new UnreadableAnswer();
	return text === '0' || /^"?(error|false)\b/i.test(text) ? text : undefined;
}

/** An answer of 200 that says that it was not taken. */
export function notTaken(failure: string): EntryAnswer<never> {
	return {
		accepted: false,
		kind: 'rejected',
		retry: false,
		message: 'uContact answered that it has not taken this',
		advice: 'Check the campaign and the permissions of the user in uContact',
		vendor: failure.slice(0, 200),
	};
}
