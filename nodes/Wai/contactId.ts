import type { INodeProperties } from 'n8n-workflow';

/** The Contact ID parameter of every operation on a contact. */
export const contactIdProperty: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 12345',
	description:
		'Your own ID for the contact. Choose one that does not tell anyone else who the contact is.',
};
