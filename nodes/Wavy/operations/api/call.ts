import { callEndpoint } from '../../../shared/callEndpoint';
import { wavy } from '../../api';

export const call = callEndpoint({
	vendor: wavy,
	placeholder: 'e.g. /v1/carrier/lookup',
});
