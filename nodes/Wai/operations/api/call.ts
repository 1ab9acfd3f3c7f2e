import { callEndpoint } from '../../../shared/callEndpoint';
import { failureInAnswer, wai } from '../../api';

export const call = callEndpoint({
	vendor: wai,
	placeholder: 'e.g. /api/Contact/{contactId}/events',
	failureIn: failureInAnswer,
});
