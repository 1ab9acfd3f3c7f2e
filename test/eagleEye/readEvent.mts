import { readEvent } from '../../nodes/EagleEye/events/envelope';
import { outputOf } from '../../nodes/EagleEye/events/output';
import { airEvent, W, type EventParts } from './events.mts';

/** The identities of one customer, by wallet. */
export const customer = {
	[W]: [
		['CARD', 'card-1'],
		['CUSTOMER_ID', 'c-1'],
	],
} satisfies EventParts['wallets'];

/** The trigger's item for an event. */
export const read = (parts: EventParts, identityType = 'CUSTOMER_ID') =>
	outputOf(readEvent(airEvent(parts)), identityType);
