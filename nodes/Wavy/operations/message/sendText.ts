import { requiredText } from '../../../../engine/fields/text';
import { messageOperation } from '../../send';

export const sendText = messageOperation({
	value: 'sendText',
	needsWindow: true,
	name: 'Send Text',
	description: 'Send free text within 24 hours of a reply of the recipient',
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
				'What to send. Outside the 24 hours after a reply WhatsApp takes only templates.',
		},
	],
	message(parameters) {
		const messageText = parameters.field('messageText');
		return (item) => ({ messageText: requiredText(messageText(item), 'Message Text') });
	},
});
