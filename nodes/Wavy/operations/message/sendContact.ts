import type { INodeProperties } from 'n8n-workflow';

import { choiceReader } from '../../../../engine/fields/choice';
import { readJsonList } from '../../../../engine/fields/json';
import type { Parameters } from '../../../../engine/fields/parameters';
import { readPhone } from '../../../../engine/fields/phone';
import { itemError } from '../../../../engine/fields/itemError';
import { optionalText, requiredText } from '../../../../engine/fields/text';
import { messageOperation } from '../../send';

/** The prefilled example of the JSON parameter. */
const EXAMPLE = [
	{ name: { first_name: '', formatted_name: '' }, phones: [{ phone: '', type: 'CELL' }] },
];

const guided = { show: { contactInput: ['fields'] } };

const properties: INodeProperties[] = [
	{
		displayName: 'Contact Input',
		name: 'contactInput',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'How to enter the contact card',
		options: [
			{ name: 'Fields', value: 'fields', description: 'Name and phone number' },
			{
				name: 'JSON',
				value: 'json',
				description: 'One or several whole contacts as Wavy takes them',
			},
		],
	},
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		required: true,
		default: '',
		displayOptions: guided,
		description: 'First name on the card',
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		default: '',
		displayOptions: guided,
		description: 'Last name on the card',
	},
	{
		displayName: 'Phone Number',
		name: 'contactPhone',
		type: 'string',
		required: true,
		default: '',
		displayOptions: guided,
		description: 'Phone number on the card, with its country code',
	},
	{
		displayName: 'Email',
		name: 'contactEmail',
		type: 'string',
		default: '',
		placeholder: 'name@email.com',
		displayOptions: guided,
		description: 'Email address on the card',
	},
	{
		displayName: 'Company',
		name: 'company',
		type: 'string',
		default: '',
		displayOptions: guided,
		description: 'Company on the card',
	},
	{
		displayName: 'Contacts (JSON)',
		name: 'contactsJson',
		type: 'json',
		required: true,
		default: JSON.stringify(EXAMPLE, undefined, 2),
		displayOptions: { show: { contactInput: ['json'] } },
		description:
			'A list of contacts with name, phones, emails and whatever else Wavy takes of them',
	},
];

export const sendContact = messageOperation({
	value: 'sendContact',
	needsWindow: true,
	name: 'Send Contact',
	description: "Send a contact card within 24 hours of the recipient's last message",
	action: 'Send a contact',
	properties,
	message(parameters) {
		const choice = { name: 'contactInput', title: 'Contact Input', fallback: 'fields' };
		const contactsOf = choiceReader<unknown[]>(parameters, choice, {
			fields: guidedContacts,
			json: given,
		});
		return (item) => ({ contacts: contactsOf(item) });
	},
});

function guidedContacts(parameters: Parameters): (item: number) => object[] {
	const firstName = parameters.field('firstName');
	const lastName = parameters.field('lastName');
	const phone = parameters.field('contactPhone');
	const email = parameters.field('contactEmail');
	const company = parameters.field('company');
	return (item) => {
		const first = requiredText(firstName(item), 'First Name');
		const last = optionalText(lastName(item), 'Last Name');
		const address = optionalText(email(item), 'Email');
		const organisation = optionalText(company(item), 'Company');
		return [
			{
				name: {
					first_name: first,
					last_name: last,
					formatted_name: [first, last].filter(Boolean).join(' '),
				},
				phones: [{ phone: `+${readPhone(phone(item), 'Phone Number')}`, type: 'CELL' }],
				emails: address && [{ email: address, type: 'WORK' }],
				org: organisation && { company: organisation },
			},
		];
	};
}

function given(parameters: Parameters): (item: number) => unknown[] {
	const contactsJson = parameters.field('contactsJson');
	return (item) => {
		const contacts = readJsonList(contactsJson(item), 'Contacts (JSON)', EXAMPLE);
		if (contacts.length > 0) return contacts;
		throw itemError('"Contacts (JSON)" holds no contact', 'Put at least one contact into the list');
	};
}
