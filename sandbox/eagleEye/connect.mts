import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { HttpError, type Call, type Endpoint } from '../shared/vendor.mts';
import { issueRewards, triggerBody } from './rewards.mts';
import type { EagleEyeState } from './state.mts';

const requestBody = z.object({ type: z.literal('services/trigger'), body: triggerBody }).strict();
const trace = () => ({ 'x-ees-connector-trace-id': randomUUID() });

/** 401 without a token, 403 for a pair of connector and key that is not known (CONTRACTS 2.4). */
export function authorizeConnector({ settings: { connector } }: EagleEyeState, { headers, params }: Call): void {
	const key = headers['x-auth-token'];
	if (key === undefined || key === '') throw new HttpError(401, { message: 'Unauthorized' }, trace());
	if (key !== connector.key || params.platform !== connector.platform || params.connectorId !== connector.id) {
		throw new HttpError(403, { message: 'Forbidden' }, trace());
	}
}

/** An inbound connector: what it takes is queued, and AIR's refusals never come back to the caller (CONTRACTS 2.4). */
export const connectEndpoints: Array<Endpoint<EagleEyeState>> = [
	{
		name: 'connect.trigger',
		method: 'POST',
		path: '/in/:platform/:connectorId',
		handle(state, call) {
			const parsed = requestBody.safeParse(parseJson(call.body).value);
			if (!parsed.success) {
				const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
				throw new HttpError(400, { message: 'Validation error', errors }, trace());
			}
			call.countItems(1);
			enqueue(state, parsed.data.body);
			return { status: 200, body: { status: 'OK' }, headers: trace() };
		},
	},
	{
		name: 'connect.status',
		method: 'GET',
		path: '/in/:platform/status',
		open: true,
		handle: () => ({ status: 200, body: { api: 'sandbox connector', version: '1.0.0', tagline: 'Stands in for EE Connect' } }),
	},
];

function enqueue(state: EagleEyeState, body: z.infer<typeof triggerBody>): void {
	const row: EagleEyeState['queue'][number] = {
		reference: body.walletTransaction.reference,
		identity: body.identityValue,
		actions: body.triggers.map(({ reference }) => reference),
		status: 'queued',
		reason: null,
	};
	state.queue.push(row);
	const work = () => {
		try {
			issueRewards(state, body, { through: 'connect', body: JSON.stringify(body) });
			row.status = 'issued';
		} catch (error) {
			row.status = 'deadLetter';
			row.reason = (error as Error).message;
		}
	};
	setTimeout(work, state.settings.connector.queueMs).unref();
}
