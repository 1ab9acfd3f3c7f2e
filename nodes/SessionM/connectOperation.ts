import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Way } from '../../engine/fields/choice';
import type { FieldsOrJsonInput } from '../../engine/fields/fieldsOrJson';
import type { Parameters } from '../../engine/fields/parameters';
import type { Operation, RunFacts } from '../../engine/operation';
import { singleOperation, type SingleOperation } from '../../engine/single';
import { Path } from '../../engine/path';
import { toConnect } from './api';
import { customerOperation, type Step } from './customerOperation';
import { payloadOf } from './envelope';
import { connect } from './services';

type Description = Pick<
	SingleOperation<unknown>,
	'resource' | 'value' | 'name' | 'description' | 'action' | 'kind' | 'idempotent'
>;

/** A call of Connect: a body given by fields or as JSON, with the retailer filled in. */
export interface ConnectOperation extends Description {
	/** Below the service's base URL; a function where the item decides. */
	path: Path | ((parameters: Parameters) => (item: number) => Path);
	/** Parameters before those of the body. */
	properties?: INodeProperties[];
	input: FieldsOrJsonInput<IDataObject>;
	/** Makes the body of the guided fields. */
	body(parameters: Parameters, facts: RunFacts): ReturnType<Way<IDataObject>>;
	/** What the output tells beside customer and response. */
	result?(body: IDataObject): IDataObject;
}

interface Call {
	path: Path;
	body: IDataObject;
}

function callReader({
	path: given,
	input,
	body,
}: ConnectOperation): (p: Parameters, f: RunFacts) => (item: number) => Call {
	return (parameters, facts) => {
		const retailer = { retailer_id: facts.setting(connect, 'retailerId') };
		const bodyOf = input.reader(parameters, { fields: (fields) => body(fields, facts) });
		const pathOf = given instanceof Path ? () => given : given(parameters);
		return (item) => ({ path: pathOf(item), body: { ...retailer, ...bodyOf(item) } });
	};
}

const describe = ({
	resource,
	value,
	name,
	description,
	action,
	kind,
	idempotent,
}: ConnectOperation): Description => ({
	...{ resource, value, name, description, action, kind, idempotent },
});

const resultOf = (
	{ result }: ConnectOperation,
	{ body }: Call,
	response: unknown,
): IDataObject => ({
	accepted: true,
	...result?.(body),
	response: payloadOf(response),
});

/** Makes an operation of a call of Connect for a customer. */
export function customerConnectOperation(spec: ConnectOperation): Operation<Step<Call>> {
	const { properties = [], input } = spec;
	return customerOperation<Call>({
		...describe(spec),
		properties: [...properties, ...input.properties],
		service: connect,
		read: callReader(spec),
		request: (call, userId) => toConnect(call.path, { user_id: userId, ...call.body }),
		parseResponse: (call, response, who) => ({
			accepted: true,
			result: { ...who, ...resultOf(spec, call, response) },
		}),
	});
}

/** Makes an operation of a call of Connect that names no customer. */
export function connectOperation(spec: ConnectOperation): Operation<Call> {
	const { properties = [], input } = spec;
	return singleOperation<Call>({
		...describe(spec),
		properties: [...properties, ...input.properties],
		services: [connect],
		read: callReader(spec),
		request: (call) => toConnect(call.path, call.body),
		parseResponse: (call, response) => ({ accepted: true, result: resultOf(spec, call, response) }),
	});
}
