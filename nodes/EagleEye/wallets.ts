import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { UnexpectedResponseError, type Entry, type EntryResult, type Operation, type RequestSpec, type RunFacts } from '../../engine/operation';
import type { Service } from '../../engine/vendor';
import type { Parameters } from '../../engine/fields/parameters';
import { isBlank } from '../../engine/fields/blank';
import { choiceReader } from '../../engine/fields/choice';
import { readName, readPathName } from '../../engine/fields/id';
import { itemError } from '../../engine/fields/itemError';
import { accountsPage } from './accounts';
import { air, idOf, objectOf, onePerCustomer } from './api';

/** Which wallet an item is about: the parameters of all operations on one. */
export const walletProperties: INodeProperties[] = [
	{
		displayName: 'Look Up By',
		name: 'lookupBy',
		type: 'options',
		noDataExpression: true,
		default: 'identity',
		description: 'How the wallet is named',
		options: [
			{ name: 'Identity', value: 'identity', description: 'By a value the customer is known by, such as a card or customer number' },
			{ name: 'Wallet ID', value: 'walletId', description: "By AIR's own ID of the wallet" },
		],
	},
	{
		displayName: 'Identity Value',
		name: 'identityValue',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 6032001234567890',
		displayOptions: { show: { lookupBy: ['identity'] } },
		description: 'Value of one of the identities of the customer, such as the customer ID or the card number. Upper and lower case do not matter.',
	},
	{
		displayName: 'Wallet ID',
		name: 'walletId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 241868742',
		displayOptions: { show: { lookupBy: ['walletId'] } },
		description: 'ID of the wallet in AIR',
	},
];

/** The wallet that an item names, one way or the other. */
export type Whose = { identity: string } | { walletId: string };

/** Reads which wallet an item is about. */
export function whoseReader(parameters: Parameters): (item: number) => Whose {
	return choiceReader<Whose>(
		parameters,
		{ name: 'lookupBy', title: 'Look Up By', fallback: 'identity' },
		{
			identity(from) {
				const identity = from.field('identityValue');
				return (item) => ({ identity: readName(identity(item), 'Identity Value') });
			},
			walletId(from) {
				const walletId = from.field('walletId');
				return (item) => ({ walletId: readPathName(walletId(item), 'Wallet ID') });
			},
		},
	);
}

/** What tells one customer's entries from another's; identities compare without upper and lower case (eagleEye 2.3). */
export const keyOf = (whose: Whose): string =>
	'walletId' in whose ? `wallet ${whose.walletId}` : `identity ${whose.identity.toLowerCase()}`;

/** `GET /wallet?identity-value=…` or `GET /wallet/{walletId}` (eagleEye 2.3). */
export function walletRequest(whose: Whose): RequestSpec {
	const path = 'walletId' in whose ? walletPath(whose.walletId) : `/wallet?identity-value=${encodeURIComponent(whose.identity)}`;
	return { method: 'GET', path };
}

/** Path of a wallet and of what is below it, each part encoded. */
export function walletPath(walletId: string, ...below: string[]): string {
	return ['/wallet', walletId, ...below].map((part, i) => (i === 0 ? part : encodeURIComponent(part))).join('/');
}

/** The wallet of an answer: itself, or the only one of a list. @throws UnexpectedResponseError where there is none */
export function walletIn(body: unknown): IDataObject & { walletId: string } {
	const found = Array.isArray(body) ? body : (objectOf(body).results ?? [body]);
	const [wallet, ...others] = (found as unknown[]).map(objectOf);
	const walletId = idOf(wallet?.walletId);
	if (!wallet || !walletId || others.length > 0) throw new UnexpectedResponseError();
	return { ...wallet, walletId };
}

/** AIR's own operations; EE Connect takes rewards only (eagleEye 2.4). */
export function airOnly(parameters: Parameters): Service[] {
	if (parameters.fixed<string>('connection', 'air') !== 'connect') return [air];
	throw itemError('EE Connect takes rewards only', 'Set Connection to AIR for this operation, or choose the resource Reward');
}

/** What AIR says of something that it does not have. */
export const unknownTo = (what: string) => ({
	accepted: false as const,
	kind: 'rejected' as const,
	retry: false,
	message: `Eagle Eye does not know the ${what}`,
	hint: 'Check that it is the right one and that it belongs to your unit in AIR',
});

/** Where in the wallet something is done. */
export interface Place {
	walletId: string;
	/** Empty unless the operation is on an account. */
	accountId: string;
	/** As the user named the customer. */
	identity?: string;
}

/** An entry on its way: first its wallet is looked up, then its account, then it is done. */
export interface Errand<Act> {
	identity?: string;
	walletId?: string;
	accountId?: string;
	/** Accounts of the pages seen so far, while the points account is looked for. */
	seen: IDataObject[];
	/** What the run has looked up so far, the same for all its entries. */
	known: Known;
	act: Act;
}

/** What is particular to an operation on a wallet; finding the wallet and the account is the same for all. */
export interface WalletOperation<Act> extends Omit<Operation, 'batching' | 'read' | 'request' | 'parseResponse' | 'beforeSend' | 'onFailure' | 'services' | 'resolveLocally' | 'afterRun'> {
	/** Whether it is on an account: the wallet's only active points account where the user names none. */
	onPointsAccount?: boolean;
	read(parameters: Parameters, facts: RunFacts): (item: number) => Act;
	request(act: Act, place: Place): RequestSpec;
	/** The output item of a successful answer. */
	result(act: Act, place: Place, body: unknown): IDataObject;
	/** What a 404 to the operation itself says is unknown, in words. */
	missing: string;
}

type Step = 'wallet' | 'account' | 'act';

/** Makes an operation of what is particular to it. What is looked up is remembered for the run. */
export function walletOperation<Act>(operation: WalletOperation<Act>): Operation<Errand<Act>> {
	const { onPointsAccount = false, read, request, result, missing, ...description } = operation;
	const stepOf = ({ walletId, accountId }: Errand<Act>): Step => {
		if (walletId === undefined) return 'wallet';
		return onPointsAccount && accountId === undefined ? 'account' : 'act';
	};
	const entryFor = (entry: Entry<Errand<Act>>, data: Errand<Act>): Entry<Errand<Act>> => {
		const readOnly = stepOf(data) !== 'act';
		return { ...entry, data, readOnly };
	};
	const placeOf = ({ walletId = '', accountId = '', identity }: Errand<Act>): Place => ({ walletId, accountId, identity });

	return {
		...description,
		batching: onePerCustomer,
		services: airOnly,
		read(parameters, facts) {
			const whose = whoseReader(parameters);
			const act = read(parameters, facts);
			const accountId = onPointsAccount ? parameters.field('accountId') : undefined;
			const known: Known = { wallets: new Map(), accounts: new Map() };
			return (item) => {
				const who = whose(item);
				const account = accountId?.(item);
				const data: Errand<Act> = {
					...who,
					...(!isBlank(account) && { accountId: readPathName(account, 'Account ID') }),
					seen: [],
					known,
					act: act(item),
				};
				return entryFor({ item, key: keyOf(who), bytes: 0, data }, data);
			};
		},
		beforeSend(entry) {
			const data = { ...entry.data };
			data.walletId ??= data.known.wallets.get(entry.key);
			if (onPointsAccount && data.walletId !== undefined) data.accountId ??= data.known.accounts.get(data.walletId);
			return entryFor(entry, data);
		},
		request([entry]) {
			const { data } = entry!;
			const step = stepOf(data);
			if (step === 'wallet') return walletRequest({ identity: data.identity! });
			if (step === 'account') return accountsPage.request(data.walletId!, data.seen.length);
			return request(data.act, placeOf(data));
		},
		parseResponse([entry], body) {
			const { data } = entry!;
			const { known } = data;
			const goOn = (more: Partial<Errand<Act>>): Array<EntryResult<Errand<Act>>> => [{ followUp: entryFor(entry!, { ...data, ...more }) }];
			const step = stepOf(data);
			if (step === 'wallet') {
				const { walletId } = walletIn(body);
				known.wallets.set(entry!.key, walletId);
				return goOn({ walletId });
			}
			if (step === 'act') return [{ accepted: true, result: result(data.act, placeOf(data), body) }];
			const page = accountsPage.read(body, data.seen.length);
			const seen = [...data.seen, ...page.accounts];
			if (page.more) return goOn({ seen });
			const accountId = onlyPointsAccount(seen);
			if (typeof accountId !== 'string') return [accountId];
			known.accounts.set(data.walletId!, accountId);
			return goOn({ accountId, seen: [] });
		},
		onFailure([entry], { httpCode }) {
			if (httpCode !== 404) return undefined;
			const { identity, walletId } = entry!.data;
			const step = stepOf(entry!.data);
			if (step === 'wallet') return [unknownTo(`identity "${identity}"`)];
			return [unknownTo(step === 'account' ? `wallet ${walletId}` : missing)];
		},
	};
}

/** What a run has looked up. */
interface Known {
	/** Wallet ids by the key of the entries of their customer. */
	wallets: Map<string, string>;
	/** The points account of each wallet. */
	accounts: Map<string, string>;
}

/** EE Connect supports one active points account (eagleEye 2.6). */
function onlyPointsAccount(accounts: IDataObject[]): string | ReturnType<typeof unknownTo> {
	const active = accounts.filter(({ type, status }) => type === 'POINTS' && status === 'ACTIVE').map(({ accountId }) => idOf(accountId));
	if (active.length === 1 && active[0]) return active[0];
	return {
		...unknownTo(''),
		message: active.length === 0 ? 'The wallet has no active points account' : `The wallet has ${active.length} active points accounts`,
		hint: active.length === 0 ? 'Let the customer join the scheme first, or give "Account ID"' : 'Give "Account ID", so that the right one is taken',
	};
}
