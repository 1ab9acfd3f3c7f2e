import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { HttpError, type Call, type Endpoint } from '../shared/vendor.mts';
import { issueRewards, triggerBody, type TriggerBody } from './rewards.mts';
import type { EagleEyeState, QueueRow } from './state.mts';

const requestBody = z.object({ type: z.literal('services/trigger'), body: triggerBody }).strict();
const trace = () => ({ 'x-ees-connector-trace-id': randomUUID() });

/** 401 without a token, 403 for a pair of connector and key that is not known. */
export function authorizeConnector({ settings }: EagleEyeState, { headers, params }: Call): void {
	const { key, platform, id } = settings.connector;
	const given = headers['x-auth-token'];
	if (given === undefined || given === '')
		throw new HttpError(401, { message: 'Unauthorized' }, trace());
	const isKnown = given === key && params.platform === platform && params.connectorId === id;
	if (!isKnown) throw new HttpError(403, { message: 'Forbidden' }, trace());
}

/** An inbound connector: what it takes is queued, and AIR's errors never come back to the caller. */
export const connectEndpoints: Array<Endpoint<EagleEyeState>> = [
	{
		name: 'connect.trigger',
		method: 'POST',
		path: '/in/:platform/:connectorId',
		handle(state, call) {
			const parsed = requestBody.safeParse(parseJson(call.body).value);
			if (!parsed.success) {
				const { issues } = parsed.error;
				const errors = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
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
		handle: () => ({
			status: 200,
			body: { api: 'sandbox connector', version: '1.0.0', tagline: 'A mock of EE Connect' },
		}),
	},
];

function enqueue(state: EagleEyeState, body: TriggerBody): void {
	const row: QueueRow = {
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
