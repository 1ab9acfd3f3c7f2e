import type { IDataObject } from 'n8n-workflow';

import { callEndpoint } from '../support/callEndpoint.mts';
import { type Column, column } from './cells.mts';
import type { ListPlan, SentRequest } from './operation.mts';
import type { Random } from './random.mts';

/** An endpoint that takes POST or PUT with a JSON body, and one value in its path. */
interface Endpoint {
	method: 'POST' | 'PUT';
	/** With one `{value}` in it. */
	path: string;
	/** Other parameters of the call. */
	more?: IDataObject;
	/** What `{value}` is. */
	value: Column;
	/** A body that the vendor takes, another one for each row. */
	body(random: Random, row: number): IDataObject;
	/** The part of the path in which the value stands, from the end. */
	valueAt: number;
	/** Whether a request is one of these calls. */
	isCall(request: SentRequest): boolean;
}

/** JSON as an object or as text, and what is left of it when it was cut or went through a spreadsheet. */
const json = (meant: Endpoint['body']): Column =>
	column<IDataObject>({
		meant,
		right: (body) => body,
		writings: [
			(body) => body,
			(body) => JSON.stringify(body),
			(body) => `\n${JSON.stringify(body, undefined, 2)} `,
		],
		damages: [
			(body) => JSON.stringify(body).slice(0, -1),
			(body) => JSON.stringify(body).replaceAll('"', '\u201c'),
			(body) => JSON.stringify(body).replace('{', '{"n":9007199254740993001,'),
			(body) => ({ ...body, n: 9_007_199_254_740_994 }),
			(body) => ({ ...body, n: Number.POSITIVE_INFINITY }),
		],
	});

/** Lists through API: Call Endpoint. */
export function anyEndpoint(endpoint: Endpoint): ListPlan {
	const { method, path, more = {}, value, body, valueAt, isCall } = endpoint;
	const parameters = callEndpoint(method, path, { ...more, pathValues: { value: '' } });
	return {
		columns: { 'pathValues.row[0].value': value, body: json(body) },
		parameters,
		sent: (request) =>
			isCall(request)
				? [{ 'pathValues.row[0].value': request.parts.at(valueAt), body: request.body }]
				: [],
	};
}
