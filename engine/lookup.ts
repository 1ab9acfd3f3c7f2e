import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import { parseBody } from './delivery/classify';
import type { RequestSpec } from './operation';
import { describeNetworkError } from './transport/networkErrors';
import { type HttpResult, Session } from './transport/session';
import type { Vendor } from './vendor';

/** How long the editor waits, in milliseconds. */
const TIMEOUT_MS = 30_000;

/**
 * Asks a vendor for what the editor offers to choose from, such as the account's campaigns.
 *
 * @param advice what the user can do without it
 * @returns the parsed body of a success
 * @throws NodeOperationError with why there is none
 */
export async function lookUp(
	context: ILoadOptionsFunctions,
	vendor: Vendor,
	spec: RequestSpec,
	advice: string,
): Promise<unknown> {
	const session = new Session(context, vendor.name, spec.service ?? vendor.service, TIMEOUT_MS);
	await session.open();
	const result = await session.send(spec);
	const body = parseBody(result, vendor);
	const why =
		reasonOf(result, vendor) ??
		(body.isReadable ? undefined : `${vendor.name} answered with something other than JSON`);
	if (why === undefined) return body.value;
	throw new NodeOperationError(context.getNode(), why, { description: advice });
}

function reasonOf(result: HttpResult, { name }: Vendor): string | undefined {
	if (result.kind === 'tokenError') return result.message;
	if (result.kind === 'networkError') return `${name}: ${describeNetworkError(result.code)}`;
	if (result.unreadable !== undefined) return `${name}: ${result.unreadable}`;
	if (result.status === 200) return undefined;
	return `${name} answered with HTTP status ${result.status}`;
}
