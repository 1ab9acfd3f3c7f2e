import lodash from 'lodash';

import {
	anyOf,
	type Column,
	column,
	exponent,
	NO_CELL,
	NO_VALUE,
	type Writing,
} from '../cells.mts';
import type { Random } from '../random.mts';

/** A number of a country: its parts, and whether one of this country can begin with a zero behind the code. */
interface Phone {
	code: string;
	area: string;
	rest: string;
	hasZero: boolean;
}

const PLANS: ReadonlyArray<(random: Random) => Phone> = [
	(random) => phone('55', `${random.int(11, 99)}`, `9${random.digits(8)}`),
	(random) => phone('46', '70', random.digits(7)),
	(random) => phone('52', '55', random.digits(8)),
	(random) => phone('54', '911', random.digits(8)),
	(random) => phone('598', '9', random.digits(7)),
	(random) => phone('57', '310', random.digits(7)),
	(random) => phone('49', '151', random.digits(8)),
	(random) => phone('44', '77', random.digits(8)),
	(random) => phone('91', '98', random.digits(8)),
	(random) => phone('81', '90', random.digits(8)),
	(random) => phone('1', `${random.int(2, 9)}${random.int(10, 99)}`, random.digits(7)),
	(random) => ({ ...phone('39', '06', random.digits(8)), hasZero: true }),
	(random) => ({ ...phone('225', '07', random.digits(8)), hasZero: true }),
];

const phone = (code: string, area: string, rest: string): Phone => ({
	code,
	area,
	rest,
	hasZero: false,
});

const meant = (random: Random): Phone => {
	for (;;) {
		const one = random.pick(PLANS)(random);
		// As a number, one that ends so is taken for a rounded one.
		if (!digitsOf(one).endsWith('00000')) return one;
	}
};

export const digitsOf = ({ code, area, rest }: Phone): string => `${code}${area}${rest}`;

const WIDE = '０１２３４５６７８９';

/** Spellings in which the number stands whole, with its country code. */
const SPELLINGS: ReadonlyArray<Writing<Phone>> = [
	digitsOf,
	(one) => `+${digitsOf(one)}`,
	(one) => `00${digitsOf(one)}`,
	({ code, area, rest }) => `+${code} ${area} ${rest.slice(0, 4)}-${rest.slice(4)}`,
	({ code, area, rest }) => `+${code} (${area}) ${rest}`,
	({ code, area, rest }) => `+${code}\u00a0${area}\u00a0${rest}`,
	({ code, area, rest }) => `+${code}.${area}.${rest}`,
	({ code, area, rest }) => `+${code} ${area}\u2011${rest}`,
	// Copied from a phone, with marks of the direction around it.
	(one) => `\u202a+${digitsOf(one)}\u202c`,
	(one) => ` +${digitsOf(one)}\u200b`,
];

/** What a spreadsheet adds to a number, or takes from its spelling. */
const WRITINGS: ReadonlyArray<Writing<Phone>> = [
	(one) => Number(digitsOf(one)),
	(one) => `${digitsOf(one)}.0`,
	(one) => `${digitsOf(one)}.00`,
	(one) => `tel:+${digitsOf(one)}`,
	(one) => `whatsapp:+${digitsOf(one)}`,
	(one) => `+${[...digitsOf(one)].map((digit) => WIDE[Number(digit)]).join('')}`,
	({ code, area, rest, hasZero }) => (hasZero ? undefined : `+${code} (0)${area} ${rest}`),
];

const DAMAGES: ReadonlyArray<Writing<Phone>> = [
	anyOf(NO_CELL),
	anyOf(NO_VALUE),
	anyOf(['n/a', '-', 'unknown', '0', 0, '+', '123', 'see notes', 'null', '00000000000']),
	(one, random) => exponent(digitsOf(one), random),
	// What is left of a number in such a form.
	(one) => Number(`${digitsOf(one).slice(0, 6)}${'0'.repeat(digitsOf(one).length - 6)}`),
	(one) => `${digitsOf(one).slice(0, 6)}${'0'.repeat(digitsOf(one).length - 6)}.0`,
	(one) => Number(`${digitsOf(one)}.5`),
	(one) => `+${digitsOf(one)}; +${digitsOf(one)}`,
	(one) => `+${digitsOf(one)}, +${digitsOf(one)}`,
	(one) => `+${digitsOf(one)}\n+${digitsOf(one)}`,
	(one) => `+${digitsOf(one)} / +${digitsOf(one)}`,
	(one) => `+${digitsOf(one)}/7`,
	(one) => `+${digitsOf(one)} or +${digitsOf(one)}`,
	(one) => `+${digitsOf(one)} ext. 5`,
	(one) => `'${digitsOf(one)}`,
	(one) => `="${digitsOf(one)}"`,
	(one) => `${digitsOf(one)},0`,
	(one) => `${digitsOf(one)}@c.us`,
	(one) => `${digitsOf(one)}O`,
	(one) => `-${digitsOf(one)}`,
	(one) => `${digitsOf(one)}${digitsOf(one)}`,
];

/** What lacks the country code, or has a zero that is dialled within the country only. */
const NATIONAL: ReadonlyArray<Writing<Phone>> = [
	({ area, rest, hasZero }) => (hasZero ? undefined : `0${area}${rest}`),
	({ area, rest, hasZero }) => (hasZero ? undefined : `(0${area}) ${rest}`),
	({ area, rest, hasZero }) => (hasZero ? undefined : `+0${area}${rest}`),
	({ code, area, rest, hasZero }) =>
		hasZero || code === '1' ? undefined : `+${code} 0${area} ${rest}`,
	({ code, area, rest, hasZero }) =>
		hasZero || code === '1' ? undefined : `${code}0${area}${rest}`,
	(_, random) => `(11) 9${random.digits(4)}-${random.digits(4)}`,
];

/** Recipients: the digits of country code and number are sent. */
export const phones = (prefix = ''): Column =>
	column<Phone>({
		meant,
		right: (one) => prefix + digitsOf(one),
		writings: [...SPELLINGS, ...WRITINGS],
		damages: [...DAMAGES, ...NATIONAL],
	});

/** Numbers that the vendor keeps the way they are written; only a spreadsheet's traces go. */
export const phonesAsWritten = (): Column => ({
	right(random) {
		const one = meant(random);
		const written = random.pick(SPELLINGS.slice(0, 8))(one, random);
		// As it is dialled within the country.
		const national = `${one.hasZero ? '' : '0'}${one.area}${one.rest}`;
		return random.pick([
			{ given: written, right: written },
			{ given: Number(digitsOf(one)), right: digitsOf(one) },
			{ given: `${digitsOf(one)}.0`, right: digitsOf(one) },
			{ given: national, right: national },
		]);
	},
	wrong(random) {
		for (;;) {
			const given = random.pick(DAMAGES)(meant(random), random);
			// Without a country code, any number of digits may be one; an empty list says that there is none.
			const isOpen = given === '00000000000' || given === '-' || lodash.isEqual(given, []);
			if (given !== undefined && !isOpen) return given;
		}
	},
});

/** Numbers in a document that takes any spelling: only what a spreadsheet has done is told from it. */
export const phonesOfDocument = (): Column => ({
	right(random) {
		const one = meant(random);
		const written = random.pick(SPELLINGS)(one, random);
		return random.pick([
			{ given: written, right: written },
			{ given: Number(digitsOf(one)), right: Number(digitsOf(one)) },
			{ given: `${digitsOf(one)}.0`, right: digitsOf(one) },
		]);
	},
	wrong(random) {
		const one = meant(random);
		const rounded = `${digitsOf(one).slice(0, 6)}${'0'.repeat(digitsOf(one).length - 6)}`;
		return random.pick([
			exponent(digitsOf(one), random),
			Number(rounded),
			`${rounded}.0`,
			random.pick(NO_VALUE),
		]);
	},
});
