import { callEndpoint } from '../../../shared/callEndpoint';
import { uContact } from '../../api';

/** Older calls take forms (uContact 5.8), newer ones JSON. */
export const call = callEndpoint({
	vendor: uContact,
	placeholder: 'e.g. /Integra/resources/SMS/SendSMS',
	takesForms: true,
});
