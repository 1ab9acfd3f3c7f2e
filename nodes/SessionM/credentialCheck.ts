import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { checkedBaseUrl } from '../../engine/transport/baseUrl';
import { innermost } from '../../engine/transport/cause';
import { plainRequest } from '../../engine/transport/plainRequest';
import { ItemError } from '../../engine/fields/itemError';
import { describeNetworkError } from '../../engine/transport/networkErrors';
import { errorText, failureIn } from './envelope';
import {
	authorization,
	connect,
	core,
	isInUse,
	type SessionMService,
	parts,
	pos,
	withApiKey,
} from './services';

/** A customer that nobody has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What a service is asked: nothing that could change anything. */
interface Question {
	method: 'GET' | 'POST';
	path: string;
	body?: (credentials: ICredentialDataDecryptedObject) => IDataObject;
}

const questions = new Map<SessionMService, Question>([
	[core, { method: 'GET', path: '/priv/v1/apps/:api_key/campaigns' }],
	[
		connect,
		{
			method: 'POST',
			path: '/offers/api/2.0/offers/get_user_offers',
			body: ({ retailerId }) => ({
				retailer_id: String(retailerId),
				user_id: NOBODY,
				skip: 0,
				take: 1,
			}),
		},
	],
	[
		pos,
		{
			method: 'POST',
			path: '/api/2.0/send_transaction',
			// Without the payload that is required (sessionM 3.5) it can be no transaction. No call of POS only reads.
			body: ({ storeId, clientId }) => ({
				store_id: String(storeId ?? ''),
				client_id: String(clientId),
				request_id: NOBODY,
			}),
		},
	],
]);

/** How long a check holds, where n8n asks for it before each request of an HTTP Request node. */
const HOLDS_MS = 60_000;

const MOST_REMEMBERED = 100;

/** When each credential, by its hash, was last found to be right. */
const foundRight = new Map<string, number>();

/**
 * Asks each service that the credential fills in; not again within a minute of finding all of them right.
 *
 * @returns for each that fails, in words for the user, which it is and why
 */
export async function checkParts(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string[]> {
	const inUse = parts.filter((part) => isInUse(part, credentials));
	if (inUse.length === 0)
		return [
			'Fill in the URL, key and secret of at least one of the services Core, Connect and POS.',
		];
	const hash = createHash('sha256').update(JSON.stringify(credentials)).digest('hex');
	if (Date.now() - (foundRight.get(hash) ?? 0) < HOLDS_MS) return [];
	const faults = (
		await Promise.all(inUse.map(async (part) => await faultOf(helper, part, credentials)))
	).filter((fault) => fault !== undefined);
	if (faults.length === 0) {
		if (foundRight.size >= MOST_REMEMBERED) foundRight.clear();
		foundRight.set(hash, Date.now());
	}
	return faults;
}

async function faultOf(
	helper: IHttpRequestHelper,
	part: SessionMService,
	credentials: ICredentialDataDecryptedObject,
): Promise<string | undefined> {
	try {
		const base = new URL(checkedBaseUrl(credentials[part.baseUrl], part.name));
		const missing = Object.entries(part.needs).find(([property]) => !credentials[property]);
		if (missing) return `${part.name}: fill in "${missing[1]}".`;
		const { method, path, body } = questions.get(part)!;
		const { pathname } = withApiKey(new URL(path, base), credentials);
		const { statusCode, redacted, unreadable } = await plainRequest(helper, {
			vendor: part.name,
			method,
			baseUrl: credentials[part.baseUrl],
			path: pathname,
			body: body?.(credentials),
			headers: { Authorization: authorization(part, credentials) },
			secrets: part.secrets.map((property) => credentials[property]),
		});
		if (unreadable !== undefined) return `${part.name} is not at its URL: ${unreadable}.`;
		return faultIn(part, statusCode, redacted);
	} catch (error) {
		if (error instanceof ItemError) return `${error.message}. ${error.hint}.`;
		const code = innermost(error, (e) =>
			'code' in e && typeof e.code === 'string' ? e.code : undefined,
		);
		return `${part.name} did not answer at its URL: ${describeNetworkError(code)}.`;
	}
}

/** SessionM's own form of answer shows that address and key are right, also where it refuses the question. */
function faultIn(part: SessionMService, status: number, answer: unknown): string | undefined {
	const words = errorText({ body: answer });
	if (status === 401 || status === 403) {
		return `${part.name} did not accept the key (HTTP status ${status}${words ? `, ${words}` : ''}).`;
	}
	try {
		// Asked as of a success: whatever the status, only SessionM's own form will do.
		const failure = failureIn({ status: 200, body: answer, text: '', headers: {}, service: part });
		// Which error codes name a wrong retailer is not documented; one that speaks of it is believed.
		if (/retailer|client_id|api_?key/i.test(failure?.code ?? ''))
			return `${part.name} says: ${failure?.vendor}.`;
		return undefined;
	} catch {
		return `${part.name} is not at its URL: HTTP status ${status}, and not a response of SessionM's.`;
	}
}
