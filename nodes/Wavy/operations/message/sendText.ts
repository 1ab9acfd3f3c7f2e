import { requiredText } from '../../../../engine/fields/text';
import { messageOperation } from '../../send';

export const sendText = messageOperation({
	value: 'sendText',
	needsWindow: true,
	name: 'Send Text',
	description: "Send free text within 24 hours of the recipient's last message",
	action: 'Send a text',
	properties: [
		{
			displayName: 'Message Text',
			name: 'messageText',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			description:
				"What to send. Later than 24 hours after the recipient's last message, WhatsApp accepts only templates.",
		},
	],
	message(parameters) {
		const messageText = parameters.field('messageText');
		return (item) => ({ messageText: requiredText(messageText(item), 'Message Text') });
	},
});
