import { choiceReader } from '../../../../engine/fields/choice';
import { givenInteractive, interactiveOf } from '../../interactive';
import { interactiveProperties } from '../../interactiveProperties';
import { messageOperation } from '../../send';

export const sendInteractive = messageOperation({
	value: 'sendInteractive',
	needsWindow: true,
	name: 'Send Interactive',
	description:
		"Send buttons or a list to choose from within 24 hours of the recipient's last message",
	action: 'Send interactive message',
	properties: interactiveProperties,
	message(parameters) {
		const choice = { name: 'interactiveInput', title: 'Interactive Input', fallback: 'fields' };
		const interactive = choiceReader<object>(parameters, choice, {
			fields: interactiveOf,
			json: givenInteractive,
		});
		return (item) => ({ interactive: interactive(item) });
	},
});
