import type { IDataObject } from 'n8n-workflow';

import { UnexpectedResponseError, type RequestSpec } from '../../engine/operation';
import { path } from '../../engine/path';
import { numberOf, objectOf } from './api';

/** A page of a wallet's accounts. */
interface Page {
	accounts: IDataObject[];
	/** Whether AIR says that there are more. */
	more: boolean;
}

/**
 * `GET /wallet/{walletId}/accounts` (eagleEye 2.3). What it answers is not documented: a plain list is taken as
 * well as AIR's usual page, `{ total, limit, offset, results }`. Another page is asked for only where AIR says so.
 */
export const accountsPage = {
	/** @param offset accounts seen so far */
	request: (walletId: string, offset: number): RequestSpec => ({
		method: 'GET',
		path: path`/wallet/${walletId}/accounts`.withQuery(offset === 0 ? [] : [['offset', offset]]),
	}),

	/** @throws UnexpectedResponseError for anything that is no list, or not the page asked for */
	read(body: unknown, offset: number): Page {
		if (Array.isArray(body)) return { accounts: body.map(objectOf), more: false };
		const { results, total, offset: at } = objectOf(body);
		if (!Array.isArray(results)) throw new UnexpectedResponseError();
		// A page that comes twice would be taken for more accounts, without end.
		if (offset > 0 && numberOf(at) !== offset) throw new UnexpectedResponseError();
		const seen = offset + results.length;
		return {
			accounts: results.map(objectOf),
			more: results.length > 0 && (numberOf(total) ?? 0) > seen,
		};
	},
};
