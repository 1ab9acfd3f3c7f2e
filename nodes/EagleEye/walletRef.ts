import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choiceReader } from '../../engine/fields/choice';
import { readName, readPathName } from '../../engine/fields/id';
import { itemError, quoted } from '../../engine/fields/itemError';
import type { Parameters } from '../../engine/fields/parameters';
import {
	UnexpectedResponseError,
	type NotAccepted,
	type RequestSpec,
} from '../../engine/operation';
import { path, type Path } from '../../engine/path';
import type { Service } from '../../engine/vendor';
import { air, idOf, objectOf } from './api';

/** Which wallet an item is about: the parameters of all operations on one. */
export const walletProperties: INodeProperties[] = [
	{
		displayName: 'Look Up By',
		name: 'lookupBy',
		type: 'options',
		noDataExpression: true,
		default: 'identity',
		description: 'How to identify the wallet',
		options: [
			{
				name: 'Identity',
				value: 'identity',
				description: 'By a value the customer is known by, such as a card or customer number',
			},
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
		description:
			'Value of one of the identities of the customer, such as the customer ID or the card ' +
			'number. Upper and lower case do not matter.',
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
export type WalletRef = { identity: string } | { walletId: string };

/** Reads which wallet an item is about. */
export function walletRefReader(parameters: Parameters): (item: number) => WalletRef {
	return choiceReader<WalletRef>(
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
export const keyOf = (ref: WalletRef): string =>
	'walletId' in ref ? `wallet ${ref.walletId}` : `identity ${ref.identity.toLowerCase()}`;

/** `GET /wallet?identity-value=…` or `GET /wallet/{walletId}` (eagleEye 2.3). */
export function walletRequest(ref: WalletRef): RequestSpec {
	const where =
		'walletId' in ref ? walletPath(ref.walletId) : path`/wallet?identity-value=${ref.identity}`;
	return { method: 'GET', path: where };
}

/** Path of a wallet and of what is below it, each part encoded. */
export function walletPath(walletId: string, ...below: string[]): Path {
	return path`/wallet`.below(walletId, ...below);
}

/** The wallet of an answer: itself, or the only one of a list. @throws UnexpectedResponseError where there is none */
export function walletIn(body: unknown): IDataObject & { walletId: string } {
	const wallet = onlyOne(body);
	const walletId = idOf(wallet?.walletId);
	if (!wallet || !walletId) throw new UnexpectedResponseError();
	return { ...wallet, walletId };
}

/** The object of an answer, which may also stand in a list or a page of one. */
export function onlyOne(body: unknown): IDataObject | undefined {
	const found = Array.isArray(body) ? (body as unknown[]) : (objectOf(body).results ?? [body]);
	const [one, ...others] = (Array.isArray(found) ? (found as unknown[]) : []).map(objectOf);
	return others.length > 0 ? undefined : one;
}

/** Which way requests go; see `checkChoices` of what else may stand there. */
export function connectionOf(parameters: Parameters): 'air' | 'connect' {
	const chosen = parameters.fixed<unknown>('connection', 'air');
	if (chosen === 'air' || chosen === 'connect') return chosen;
	throw itemError(
		`"Connection" takes no expression, and holds ${quoted(chosen)}`,
		'Choose AIR or EE Connect. For both, use two nodes',
	);
}

/** AIR's own operations; EE Connect takes rewards only (eagleEye 2.4). */
export function airOnly(parameters: Parameters): Service[] {
	if (connectionOf(parameters) === 'air') return [air];
	throw itemError(
		'EE Connect takes rewards only',
		'Choose an Eagle Eye AIR credential for this operation, or the resource Reward',
	);
}

/** What AIR says of something that it does not have. */
export const unknownTo = (what: string): NotAccepted => ({
	accepted: false,
	kind: 'rejected',
	retry: false,
	message: `Eagle Eye does not know the ${what}`,
	hint: 'Check that it is the right one and that it belongs to your unit in AIR',
});

/** As `unknownTo`, for the wallet that an item names. */
export const unknownWallet = (ref: WalletRef): NotAccepted =>
	unknownTo('walletId' in ref ? `wallet ${ref.walletId}` : `identity "${ref.identity}"`);
