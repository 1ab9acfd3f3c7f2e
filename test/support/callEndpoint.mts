import type { INodeParameters } from 'n8n-workflow';

type Values = Record<string, unknown>;

/** Parameters of the call, with path values and query parameters by their names. */
export interface CallParameters {
	pathValues?: Values;
	query?: Values;
	[parameter: string]: unknown;
}

const rowsOf = (values: Values): INodeParameters =>
	({ row: Object.entries(values).map(([name, value]) => ({ name, value })) }) as INodeParameters;

/** API: Call Endpoint. */
export const callEndpoint = (
	method: string,
	path: string,
	{ pathValues = {}, query = {}, ...more }: CallParameters = {},
): INodeParameters => ({
	resource: 'api',
	operation: 'call',
	method,
	path,
	pathValues: rowsOf(pathValues),
	query: rowsOf(query),
	...(more as INodeParameters),
});
