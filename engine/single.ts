import type { IDataObject } from 'n8n-workflow';

import type {
	Accepted,
	Batching,
	Entry,
	EntryResult,
	NotAccepted,
	Operation,
	RequestSpec,
	RunFacts,
} from './operation';
import type { Parameters } from './fields/parameters';
import type { VendorFailure, VendorResponse } from './vendor';

/** What a response says of the one entry that its request holds. */
export type SingleResult<Data> = Accepted | NotAccepted | { followUp: Data };

/** What the engine needs to know of an entry beside its data. */
export interface EntryFacts extends Pick<Entry, 'idempotent' | 'readOnly' | 'reference'> {
	/** Entries of one key, such as a customer id, are sent one after another, in input order. */
	key?: string;
}

type Description = Pick<
	Operation,
	| 'resource'
	| 'value'
	| 'name'
	| 'description'
	| 'action'
	| 'properties'
	| 'kind'
	| 'options'
	| 'itemsOnly'
	| 'readOnce'
	| 'idempotent'
	| 'services'
	| 'limitGroup'
	| 'afterRun'
>;

/** An operation that sends one entry a request: the common case, written without batches. */
export interface SingleOperation<Data> extends Description {
	/** @returns what makes the data of item i; throws ItemError where the item cannot be sent */
	read(parameters: Parameters, facts: RunFacts): (item: number) => Data;
	/** Read again whenever the data changes. Unless given, entries are sent in any order. */
	entryFacts?(data: Data): EntryFacts;
	/** As `Operation.beforeSend`. */
	beforeSend?(data: Data, mayHaveArrived: boolean): Data;
	request(data: Data): RequestSpec;
	/**
	 * @param body the parsed JSON body, undefined where it was empty
	 * @throws UnexpectedResponseError where the response is not of a documented shape
	 */
	parseResponse(data: Data, body: unknown): SingleResult<Data>;
	/** As `Operation.failureIn`. */
	failureIn?(data: Data, response: VendorResponse): VendorFailure | undefined;
	/** As `Operation.onFailure`. */
	onFailure?(data: Data, failure: VendorFailure): SingleResult<Data> | undefined;
}

/** One entry a request; keys keep the input order of what is about the same customer. */
const ONE_A_REQUEST: Batching = {
	maxEntries: 1,
	maxBytes: Number.POSITIVE_INFINITY,
	envelopeBytes: 0,
	keys: 'once',
};

/** Makes an operation of one that sends one entry a request. */
export function singleOperation<Data>(single: SingleOperation<Data>): Operation<Data> {
	const {
		read,
		entryFacts,
		beforeSend,
		request,
		parseResponse,
		failureIn,
		onFailure,
		...description
	} = single;
	const entryOf = (item: number, data: Data): Entry<Data> => {
		const { key = `item ${item}`, ...facts } = entryFacts?.(data) ?? {};
		return { item, key, bytes: 0, data, ...facts };
	};
	const resultOf = ({ item }: Entry<Data>, result: SingleResult<Data>): EntryResult<Data> =>
		'followUp' in result ? { followUp: entryOf(item, result.followUp) } : result;
	return {
		...description,
		batching: entryFacts ? ONE_A_REQUEST : { ...ONE_A_REQUEST, keys: 'none' },
		read(parameters, facts) {
			const dataOf = read(parameters, facts);
			return (item) => entryOf(item, dataOf(item));
		},
		beforeSend:
			beforeSend &&
			(({ item, data }, mayHaveArrived) => entryOf(item, beforeSend(data, mayHaveArrived))),
		request: ([entry]) => request(entry!.data),
		parseResponse: ([entry], body) => [resultOf(entry!, parseResponse(entry!.data, body))],
		failureIn: failureIn && (([entry], response) => failureIn(entry!.data, response)),
		onFailure([entry], failure) {
			const result = onFailure?.(entry!.data, failure);
			return result && [resultOf(entry!, result)];
		},
	};
}

/** A list that is fetched page by page. */
export interface Paging {
	/** Results that the user wants; Infinity for all. */
	limit: number;
	/** Number of the page to fetch next, from 1. */
	page: number;
	/** Results of the pages fetched so far. */
	results: IDataObject[];
}

/** The paging of a list of which nothing has been fetched. */
export function firstPage(limit: number): Paging {
	return { limit, page: 1, results: [] };
}

/**
 * What follows a page.
 *
 * @param received the page's results
 * @param hasMore whether the vendor says that there are further pages; an empty page ends the list whatever it says
 * @returns the paging by which to fetch the next page, or the whole list
 */
export function afterPage(
	{ limit, page, results }: Paging,
	received: IDataObject[],
	hasMore: boolean,
): { next: Paging } | { all: IDataObject[] } {
	const all = [...results, ...received];
	if (hasMore && received.length > 0 && all.length < limit)
		return { next: { limit, page: page + 1, results: all } };
	return { all: all.slice(0, limit) };
}

/** A Get Many whose results come in pages. */
export interface PagedOperation<Query> extends Omit<Description, 'idempotent' | 'kind'> {
	/** @returns what makes the query of item i, with the user's limit */
	read(parameters: Parameters, facts: RunFacts): (item: number) => Query & { limit: number };
	request(query: Query, paging: Paging): RequestSpec;
	/** Reads a page. */
	parsePage(
		query: Query,
		body: unknown,
		paging: Paging,
	): { results: IDataObject[]; hasMore: boolean };
	/** As `Operation.onFailure`; an empty list where the failure means that there is nothing. */
	onFailure?(query: Query, failure: VendorFailure): NotAccepted | [] | undefined;
}

/** Makes an operation of a Get Many whose results come in pages; its output is one item a result. */
export function pagedOperation<Query>(
	paged: PagedOperation<Query>,
): Operation<Query & { paging: Paging }> {
	const { read, request, parsePage, onFailure, ...description } = paged;
	type Data = Query & { paging: Paging };
	const resultOf = (data: Data, received: IDataObject[], hasMore: boolean): SingleResult<Data> => {
		const after = afterPage(data.paging, received, hasMore);
		if ('next' in after) return { followUp: { ...data, paging: after.next } };
		return { accepted: true, result: after.all };
	};
	return singleOperation<Data>({
		...description,
		kind: 'getMany',
		idempotent: true,
		read(parameters, facts) {
			const queryOf = read(parameters, facts);
			return (item) => {
				const query = queryOf(item);
				return { ...query, paging: firstPage(query.limit) };
			};
		},
		request: (data) => request(data, data.paging),
		parseResponse(data, body) {
			const { results, hasMore } = parsePage(data, body, data.paging);
			return resultOf(data, results, hasMore);
		},
		onFailure(data, failure) {
			const result = onFailure?.(data, failure);
			return Array.isArray(result) ? resultOf(data, [], false) : result;
		},
	});
}
