import get from 'lodash/get';
import type { IDataObject, IHttpRequestMethods, INodeProperties } from 'n8n-workflow';

import { itemError } from '../../engine/fields/itemError';
import { isObject, readJson, readJsonObject } from '../../engine/fields/json';
import type { Parameters } from '../../engine/fields/parameters';
import { routeProperties, routeReader } from '../../engine/fields/route';
import { optionalText } from '../../engine/fields/text';
import { FORM, type Operation } from '../../engine/operation';
import { singleOperation } from '../../engine/single';
import type { Path } from '../../engine/path';
import type { Service, Vendor, VendorFailure, VendorResponse } from '../../engine/vendor';
import { failureIn, readRules, type Rules, rulesProperty } from './responseRules';

/** What differs between vendors in the operation that calls any endpoint. */
export interface AnyEndpoint {
	vendor: Vendor;
	/** Example of a path. */
	placeholder: string;
	/** The services to choose from, by the value of `service`; the first is chosen unless the user says otherwise. */
	services?: Record<string, { name: string; description: string; service: Service }>;
	/** Whether some of its calls take forms. */
	takesForms?: boolean;
	/** Parts of a path that the credential fills in. */
	keptParts?: string[];
	/** What is wrong with the node's other settings for any call of this kind; throws ItemError. */
	check?(parameters: Parameters): void;
	/** How it reports a failure in a success; as the vendor's own `failureIn` unless given. */
	failureIn?(response: VendorResponse): VendorFailure | undefined;
}

/** A call, ready to be sent. */
interface Call {
	path: Path;
	body: Buffer | undefined;
	/** The same for all calls of a run. */
	endpoint: Endpoint;
}

interface Endpoint {
	method: IHttpRequestMethods;
	service: Service;
	contentType: string | undefined;
	isIdempotent: boolean;
	rules: Rules;
}

const METHODS: IHttpRequestMethods[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];
const WITH_BODY: IHttpRequestMethods[] = METHODS.filter((method) => method !== 'GET');

/** Makes the operation by which a node calls an endpoint of its vendor that it has no operation for. */
export function callEndpoint(spec: AnyEndpoint): Operation<Call> {
	const { vendor } = spec;
	return singleOperation<Call>({
		resource: 'api',
		value: 'call',
		name: 'Call Endpoint',
		description: `Call any endpoint of ${vendor.name}, with the retries, limits and outcomes of this node`,
		action: 'Call an endpoint of the API',
		properties: propertiesOf(spec),
		// As the user says of the endpoint, see `entryFacts`.
		idempotent: false,
		services: (parameters) => [serviceOf(spec, parameters)],
		read(parameters) {
			const pathOf = routeReader(parameters, spec.keptParts);
			const endpoint = readEndpoint(spec, parameters);
			const bodyOf = WITH_BODY.includes(endpoint.method)
				? bodyReader(parameters, endpoint)
				: () => undefined;
			return (item) => ({ path: pathOf(item), body: bodyOf(item), endpoint });
		},
		entryFacts: ({ endpoint: { isIdempotent } }) => ({ idempotent: isIdempotent }),
		request: ({ path, body, endpoint: { method, service, contentType } }) => ({
			method,
			service,
			path,
			body,
			contentType,
		}),
		parseResponse: ({ endpoint: { rules } }, response) => ({
			accepted: true,
			result: { accepted: true, response: resultIn(response, rules) },
		}),
		failureIn: ({ endpoint: { rules } }, response) =>
			failureIn(vendor, rules, response, spec.failureIn),
	});
}

function resultIn(response: unknown, { resultField }: Rules): IDataObject[string] {
	const result: unknown = resultField === undefined ? response : get(response, resultField);
	return (result ?? null) as IDataObject[string];
}

function serviceOf({ vendor, services, check }: AnyEndpoint, parameters: Parameters): Service {
	check?.(parameters);
	if (!services) return vendor.service;
	const [first] = Object.keys(services);
	return services[parameters.fixed<string>('service', first!)]?.service ?? vendor.service;
}

function readEndpoint(spec: AnyEndpoint, parameters: Parameters): Endpoint {
	const method = parameters.fixed<IHttpRequestMethods>('method', 'GET');
	const isForm = spec.takesForms && parameters.fixed<string>('bodyFormat', 'json') === 'form';
	return {
		method,
		service: serviceOf(spec, parameters),
		contentType: isForm ? FORM : undefined,
		// A GET asks for something (RFC 9110, 9.2.1).
		isIdempotent: method === 'GET' || parameters.fixed<boolean>('safeToRepeat', false),
		rules: readRules(parameters),
	};
}

function bodyReader(
	parameters: Parameters,
	{ contentType }: Endpoint,
): (item: number) => Buffer | undefined {
	// Left blank for all, nothing is sent; blank for one item, its call would say something else than the others.
	if (parameters.isBlank('body')) return () => undefined;
	const body = parameters.field('body');
	return (item) => {
		const given = body(item);
		return Buffer.from(
			contentType === FORM ? formOf(given) : JSON.stringify(readJson(given, 'Body')),
		);
	};
}

function formOf(given: unknown): string {
	const fields = Object.entries(readJsonObject(given, 'Body'));
	const pairs = fields.flatMap(([name, value]): Array<[string, string]> => {
		if (isObject(value) || Array.isArray(value)) {
			throw itemError(
				`"Body" holds more than a text at ${name}`,
				'A form takes a text for each name: give JSON as a text',
			);
		}
		const text = typeof value === 'boolean' ? String(value) : optionalText(value, `Body, ${name}`);
		return text === undefined ? [] : [[name, text]];
	});
	return new URLSearchParams(pairs).toString();
}

function propertiesOf({ placeholder, services, takesForms }: AnyEndpoint): INodeProperties[] {
	const withBody = { displayOptions: { show: { method: WITH_BODY } } };
	return [
		...(services ? [servicesProperty(services)] : []),
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			noDataExpression: true,
			default: 'GET',
			options: METHODS.map((value) => ({ name: value, value })),
			description: 'The HTTP method of the endpoint',
		},
		...routeProperties(placeholder),
		...(takesForms ? [{ ...formatProperty, ...withBody }] : []),
		{
			displayName: 'Body',
			name: 'body',
			type: 'json',
			default: '',
			...withBody,
			description: takesForms
				? 'What is sent, as JSON. Of a form, an object with a text for each of its fields. Left blank, nothing is sent.'
				: 'What is sent, as JSON. Left blank, nothing is sent.',
		},
		{
			displayName: 'Safe to Repeat',
			name: 'safeToRepeat',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			...withBody,
			description:
				'Whether the same call may arrive twice without harm. On, it is sent again when its ' +
				'answer was lost; off, such an item is reported as unknown.',
		},
		rulesProperty,
	];
}

const formatProperty: INodeProperties = {
	displayName: 'Body Format',
	name: 'bodyFormat',
	type: 'options',
	noDataExpression: true,
	default: 'json',
	options: [
		{
			name: 'Form',
			value: 'form',
			description: 'Names and texts (application/x-www-form-urlencoded)',
		},
		{ name: 'JSON', value: 'json' },
	],
	description: 'How the endpoint takes what is sent',
};

function servicesProperty(services: NonNullable<AnyEndpoint['services']>): INodeProperties {
	const [first = ''] = Object.keys(services);
	const options = Object.entries(services).map(([value, { name, description }]) => ({
		name,
		value,
		description,
	}));
	return {
		displayName: 'Service',
		name: 'service',
		type: 'options',
		noDataExpression: true,
		default: first,
		options: options.sort((a, b) => a.name.localeCompare(b.name)),
		description:
			'The part of the API that has the endpoint; the credential has an address for each',
	};
}
