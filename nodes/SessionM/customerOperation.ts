import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { Parameters } from '../../engine/fields/parameters';
import {
	type Accepted,
	type NotAccepted,
	type Operation,
	type RequestSpec,
	type RunFacts,
	UnexpectedResponseError,
} from '../../engine/operation';
import { singleOperation, type SingleOperation } from '../../engine/single';
import type { Service } from '../../engine/vendor';
import { customerPath } from './api';
import { type Customer, customerProperties, customerReader, lookupBy } from './customer';
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

/** What is particular to an operation on a customer whom SessionM knows by its own id. */
export interface CustomerOperation<Call>
	extends Pick<
		SingleOperation<Call>,
		'resource' | 'value' | 'name' | 'description' | 'action' | 'properties' | 'kind' | 'idempotent'
	> {
	service: Service;
	/** What an item's call is made of, beside the customer. */
	read(parameters: Parameters, facts: RunFacts): (item: number) => Call;
	request(call: Call, userId: string): RequestSpec;
	/** What a success says; `followUp` is the call for the next page. */
	parseResponse(
		call: Call,
		body: unknown,
		who: IDataObject,
	): Accepted | NotAccepted | { followUp: Call };
}

/** `{ status, user: { id, … } }` (sessionM 3.2). */
const lookedUp = z.object({ user: z.object({ id: z.string().min(1) }) });

/**
 * Makes an operation on one customer whom SessionM knows by its own id. By an external id, the customer is
 * looked up at Core, once a run (sessionM 3.4).
 */
export function customerOperation<Call>(spec: CustomerOperation<Call>): Operation<Step<Call>> {
	const { service, properties, read, request, parseResponse, ...description } = spec;
	return singleOperation<Step<Call>>({
		...description,
		properties: [...customerProperties, ...properties],
		services: (parameters) => [
			...new Set(lookupBy(parameters) === 'externalId' ? [core, service] : [service]),
		],
		read(parameters, facts) {
			const customerOf = customerReader(parameters);
			const callOf = read(parameters, facts);
			const userIds: UserIds = new Map();
			return (item) => {
				const customer = customerOf(item);
				const userId = customer.by === 'userId' ? customer.id : undefined;
				return { customer, userIds, userId, call: callOf(item) };
			};
		},
		entryFacts: ({ customer, userId }) => ({ key: customer.id, readOnly: userId === undefined }),
		// Calls for one customer follow one another, so that the first look-up serves them all.
		beforeSend: (step) => ({ ...step, userId: step.userId ?? step.userIds.get(step.customer.id) }),
		request({ userId, call, customer }) {
			if (userId === undefined)
				return { service: core, method: 'GET', path: customerPath(customer) };
			return request(call, userId);
		},
		parseResponse(step, body) {
			const { userId, userIds, call, customer } = step;
			if (userId === undefined) {
				const found = lookedUp.safeParse(body);
				if (!found.success) throw new UnexpectedResponseError();
				userIds.set(customer.id, found.data.user.id);
				return { followUp: { ...step, userId: found.data.user.id } };
			}
			const result = parseResponse(call, body, named(customer, userId));
			return 'followUp' in result ? { followUp: { ...step, call: result.followUp } } : result;
		},
	});
}

/** What every success of such a call tells of the customer. */
function named(customer: Customer, userId: string): IDataObject {
	return customer.by === 'externalId' ? { externalId: customer.id, userId } : { userId };
}
