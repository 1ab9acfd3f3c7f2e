import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { offerEndpoints } from './offers.mts';
import { pointsEndpoints } from './points.mts';
import { bodyEndpoint, ok, userOf, who } from './service.mts';
import type { SessionMState } from './state.mts';
import { storeEndpoints } from './stores.mts';

const eventBody = z
	.object({ ...who, event_lookup: z.string().min(1), include_progress: z.boolean().optional() })
	.strict();

function triggerEvent(
	state: SessionMState,
	body: z.infer<typeof eventBody>,
	call: Call,
): HttpResponse {
	const user = userOf(state, body);
	const { id, externalId } = user;
	state.events.push({ user: id, externalId, event: body.event_lookup, request: call.n });
	return ok({ event_lookup: body.event_lookup });
}

const TRIGGER = ['POST', '/incentives/api/1.0/user_events/trigger_user_event'] as const;

/** Connect: offers, rewards store, points and events. */
export const connectEndpoints: Array<Endpoint<SessionMState>> = [
	...offerEndpoints,
	...storeEndpoints,
	...pointsEndpoints,
	bodyEndpoint('connect', 'event', TRIGGER, eventBody, triggerEvent),
];
