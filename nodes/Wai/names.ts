/** Fields of a contact that WAI's documents name, by the section that they show them in (wai 4.4). */
export const PERSONAL_FIELDS = [
	'phoneNumber',
	'givenName',
	'surName',
	'title',
	'gender',
	'birthDate',
];
export const GENERAL_FIELDS = [
	'city',
	'county',
	'country',
	'timeOfRegistration',
	'postCode',
	'accountStatus',
	'forgotPasswdTimes',
	'latestClientDetailUpdate',
	'nrLogins',
	'latestLogin',
];

export const DOCUMENTED_FIELDS = [...PERSONAL_FIELDS, ...GENERAL_FIELDS];

/** Events that WAI's documents name. */
export const DOCUMENTED_EVENTS = ['conversion', 'optout'];
