import type { Contact } from './schemas.mts';

/** Fields that WAI's documents name, in the section that they stand in (wai 4.4). Any other is the customer's own. */
const FIELDS = {
	personal: ['phoneNumber', 'givenName', 'surName', 'title', 'gender', 'birthDate'],
	general: [
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
	],
} as const;

/** Events that WAI's documents name (wai 4.6). */
const EVENTS = ['conversion', 'optout'];

const SECTIONS = ['personal', 'general'] as const;
const documented = new Set(
	SECTIONS.flatMap((section) => FIELDS[section].map((name) => `${section}.${name}`)),
);
/** paths by the name in small letters */
const byLowerCase = new Map(
	[...documented].map((path) => [path.split('.')[1]!.toLowerCase(), path]),
);

/** What WAI makes of a document's names, which are case-sensitive (wai 4.11). */
export interface Names {
	/** documented names that the document has, such as `personal.phoneNumber` */
	recognised: string[];
	/** names that WAI does not know, though they differ from documented ones in case or section alone */
	misspelt: Record<string, string>;
	/** whether WAI finds a phone number to call */
	callable: boolean;
}

export function namesIn(document: Contact): Names {
	const paths = SECTIONS.flatMap((section) =>
		Object.keys(document[section]).map((name) => [section, name] as const),
	);
	const recognised: string[] = [];
	// Without a prototype, so that a name like __proto__ becomes a member like any other.
	const misspelt: Record<string, string> = Object.create(null);
	for (const [section, name] of paths) {
		const path = `${section}.${name}`;
		const meant = byLowerCase.get(name.toLowerCase());
		if (documented.has(path)) recognised.push(path);
		else if (meant) misspelt[path] = meant;
	}
	const { phoneNumber } = document.personal;
	return {
		recognised,
		misspelt,
		callable: typeof phoneNumber === 'string' && /^\+?\d{5,15}$/.test(phoneNumber),
	};
}

/** The documented event that a name differs from in case alone. */
export function eventMeant(name: string): string | null {
	return EVENTS.find((event) => event !== name && event === name.toLowerCase()) ?? null;
}
