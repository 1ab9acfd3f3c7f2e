import { readJsonObject } from '../../../../engine/fields/json';
import { interactiveOf, interactiveProperties } from '../../interactive';
import { messageOperation } from '../../send';

export const sendInteractive = messageOperation({
	value: 'sendInteractive',
	name: 'Send Interactive',
	description: 'Send buttons or a list to choose from within 24 hours of a reply of the recipient',
	action: 'Send interactive message',
	properties: interactiveProperties,
	message(parameters) {
		if (parameters.fixed<string>('interactiveInput', 'fields') === 'json') {
			const interactiveJson = parameters.field('interactiveJson');
			return (item) => ({ interactive: readJsonObject(interactiveJson(item), 'Interactive (JSON)') });
		}
		const interactive = interactiveOf(parameters);
		return (item) => ({ interactive: interactive(item) });
	},
});
