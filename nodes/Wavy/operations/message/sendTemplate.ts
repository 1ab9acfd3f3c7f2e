import { templateOptions } from '../../options';
import { messageOperation } from '../../send';
import { templateMessage, templateProperties } from '../../template';

export const sendTemplate = messageOperation({
	value: 'sendTemplate',
	name: 'Send Template (HSM)',
	description: 'Send an approved template, the only message that may begin a conversation',
	action: 'Send a template',
	properties: templateProperties,
	options: templateOptions,
	message: templateMessage,
});
