import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import {
	type Accepted,
	type Entry,
	type EntryAnswer,
	type NotAccepted,
	type Operation,
	type RequestSpec,
	type RunFacts,
	type Service,
	UnreadableAnswer,
} from '../../engine/operation';
import type { Parameters } from '../../engine/parameters';
import { refusedBy, refusedForGood, said } from './answer';
import { customerPath, onePerCustomer } from './api';
import { type Customer, customerReader, lookupBy } from './customer';
import { core } from './services';

/** SessionM's ids of the customers that this run has looked up, by external id. */
type UserIds = Map<string, string>;

/** An item on its way: its customer's id is looked up first, where it is not known. */
export interface Step<Call> {
	customer: Customer;
	userIds: UserIds;
	/** SessionM's id of the customer; the step is the look-up while it is unknown. */
	userId: string | undefined;
	call: Call;
}

/** What is particular to a call for a customer whom SessionM knows by its own id. */
export interface CustomerCall<Call> {
	service: Service;
	/** What an item's call is made of, beside the customer. */
	read(parameters: Parameters, facts: RunFacts): (item: number) => Call;
	request(call: Call, userId: string): RequestSpec;
	/** What an answer with the status "ok" says; `more` is the call for the next page. */
	answer(call: Call, body: IDataObject, userId: string, customer: Customer): Accepted | NotAccepted | { more: Call };
}

/** CONTRACTS 3.2: `{ status, user: { id, … } }`. */
const lookedUp = z.object({ user: z.object({ id: z.string().min(1) }) });

/**
 * The parts of an operation on one customer whom SessionM knows by its own id. By an external id, the
 * customer is looked up at Core, once a run (CONTRACTS 3.4: "resolve through Core first").
 */
export function customerCall<Call>({
	service,
	read,
	request,
	answer,
}: CustomerCall<Call>): Pick<
	Operation<Step<Call>>,
	'packing' | 'services' | 'read' | 'refresh' | 'request' | 'answer' | 'refused'
> {
	return {
		packing: onePerCustomer,
		services: (parameters) => [...new Set(lookupBy(parameters) === 'externalId' ? [core, service] : [service])],
		read(parameters, facts) {
			const customerOf = customerReader(parameters);
			const callOf = read(parameters, facts);
			const userIds: UserIds = new Map();
			return (item) => {
				const customer = customerOf(item);
				const call = callOf(item);
				const userId = customer.by === 'userId' ? customer.id : undefined;
				return withUserId({ item, key: customer.id, bytes: 0, data: { customer, userIds, userId, call } }, userId);
			};
		},
		// Calls for one customer follow one another, so that the first look-up serves them all.
		refresh: (entry) => {
			const { userId, userIds, customer } = entry.data;
			return userId === undefined ? withUserId(entry, userIds.get(customer.id)) : entry;
		},
		request([entry]) {
			const { userId, call, customer } = entry!.data;
			if (userId === undefined) return { service: core, method: 'GET', path: customerPath(customer) };
			return request(call, userId);
		},
		answer([entry], body) {
			const what = said(body);
			if (!what.ok) return [refusedBy(what)];
			const { userId, userIds, call, customer } = entry!.data;
			if (userId === undefined) {
				const found = lookedUp.safeParse(what.body);
				if (!found.success) throw new UnreadableAnswer();
				userIds.set(customer.id, found.data.user.id);
				return [{ next: withUserId(entry!, found.data.user.id) }];
			}
			const result = answer(call, what.body, userId, customer);
			return [carriedOn(entry!, result)];
		},
		refused: refusedForGood,
	};
}

/** A look-up may always arrive twice; whether the call may is for the operation to say. */
function withUserId<Call>(entry: Entry<Step<Call>>, userId: string | undefined): Entry<Step<Call>> {
	return { ...entry, idempotent: userId === undefined ? true : undefined, data: { ...entry.data, userId } };
}

function carriedOn<Call>(
	entry: Entry<Step<Call>>,
	result: Accepted | NotAccepted | { more: Call },
): EntryAnswer<Step<Call>> {
	return 'more' in result ? { next: { ...entry, data: { ...entry.data, call: result.more } } } : result;
}

/** What every success of such a call tells of the customer. */
export function named(customer: Customer, userId: string): IDataObject {
	return customer.by === 'externalId' ? { externalId: customer.id, userId } : { userId };
}
