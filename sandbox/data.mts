import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import lodash from 'lodash';
import { chance, sequence } from './shared/random.mts';

/** Fields of the documented sample contact (wai 4.4) and an email address, in the order of the CSV. */
const columns = [
	'id',
	'phoneNumber',
	'givenName',
	'surName',
	'email',
	'city',
	'country',
	'accountStatus',
	'latestLogin',
	'title',
	'gender',
	'birthDate',
	'county',
	'postCode',
	'timeOfRegistration',
	'latestClientDetailUpdate',
	'forgotPasswdTimes',
	'nrLogins',
] as const;

/** A customer as a marketer's list has it. */
export type CustomerRow = Record<
	Exclude<(typeof columns)[number], 'forgotPasswdTimes' | 'nrLogins'>,
	string
> & {
	forgotPasswdTimes: number;
	nrLogins: number;
};

export interface DataOptions {
	count: number;
	/** default 1; the same seed gives the same row at the same position, whatever the count */
	seed?: number;
	/** default 100000; ids count up from it */
	firstId?: number;
}

interface Country {
	country: string;
	/** start of its mobile numbers */
	prefix: string;
	women: string[];
	men: string[];
	surNames: string[];
	/** city, county, post code */
	places: Array<[string, string, string]>;
}

const countries: Country[] = [
	{
		country: 'SE',
		prefix: '4670',
		women: ['Åsa', 'Elin', 'Maja', 'Ebba'],
		men: ['Björn', 'Göran', 'Nils', 'Håkan'],
		surNames: ['Lindström', 'Sjöberg', 'Åkesson', 'Nyström', 'Andersson'],
		places: [
			['Malmö', 'Skåne', '211 34'],
			['Göteborg', 'Västra Götaland', '411 06'],
			['Örebro', 'Örebro län', '702 10'],
		],
	},
	{
		country: 'UK',
		prefix: '4477',
		women: ['Charlotte', 'Siân', 'Zoë', 'Grace'],
		men: ['John', 'Oliver', 'Harry', 'Rhys'],
		surNames: ["O'Brien", 'Doe', 'Smith-Jones', 'Hughes', 'Clarke'],
		places: [
			['Dorchester', 'Dorset', 'DT1 1XJ'],
			['Leeds', 'West Yorkshire', 'LS1 4DY'],
			['Washington, New Town', 'Tyne and Wear', 'NE38 7AB'],
		],
	},
	{
		country: 'BR',
		prefix: '5519',
		women: ['Conceição', 'Letícia', 'Júlia', 'Inês'],
		men: ['João', 'Antônio', 'César', 'Luís'],
		surNames: ['Gonçalves', 'Araújo', 'da Conceição', 'Magalhães', 'Assunção'],
		places: [
			['São Paulo', 'São Paulo', '01310-100'],
			['Brasília', 'Distrito Federal', '70040-010'],
			['Florianópolis', 'Santa Catarina', '88010-400'],
		],
	},
	{
		country: 'PL',
		prefix: '4850',
		women: ['Małgorzata', 'Zofia', 'Łucja', 'Agnieszka'],
		men: ['Paweł', 'Łukasz', 'Michał', 'Stanisław'],
		surNames: ['Wójcik', 'Dąbrowski', 'Kamiński', 'Zieliński', 'Źrebiec'],
		places: [
			['Łódź', 'łódzkie', '90-001'],
			['Kraków', 'małopolskie', '30-001'],
			['Gdańsk', 'pomorskie', '80-001'],
		],
	},
	{
		country: 'JP',
		prefix: '8190',
		women: ['美咲', '陽菜', '結衣', 'さくら'],
		men: ['大翔', '蓮', '健太', '翔太'],
		surNames: ['佐藤', '鈴木', '高橋', '田中', '渡辺'],
		places: [
			['札幌市', '北海道', '060-0001'],
			['横浜市', '神奈川県', '220-0011'],
			['福岡市', '福岡県', '810-0001'],
		],
	},
];

const statuses = ['active', 'active', 'active', 'dormant', 'suspended', 'new'];
const eventNames = ['conversion', 'login', 'payment', 'optout', 'registration'];
const units = [
	['electricity', 'kWh'],
	['water', 'kbm'],
	['data', 'GB'],
	['purchases', 'SEK'],
] as const;

/** Everything generated happens before this moment, so that data does not change from day to day. */
const NOW = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;
const PIECE_CHARS = 65_536;

type Draw = ReturnType<typeof drawing>;

/** Draws for row `index` of a seed, of a kind of data. */
function drawing(kind: string, seed: number, index: number) {
	const next = sequence(Math.floor(chance(seed, kind, index) * 2 ** 32));
	const below = (limit: number): number => Math.floor(next() * limit);
	return {
		below,
		pick: <T,>(from: readonly T[]): T => from[below(from.length)]!,
		/** a second within so many days before `before` */
		date: (days: number, before = NOW): string =>
			new Date(before - below(days * 86_400) * 1000).toISOString().replace('.000Z', 'Z'),
	};
}

/** Customers with unique ids of digits, names in several scripts, and dates that fit together. */
export function* customers({
	count,
	seed = 1,
	firstId = 100_000,
}: DataOptions): Generator<CustomerRow> {
	for (let index = 0; index < count; index++)
		yield customer(drawing('customer', seed, index), String(firstId + index));
}

function customer(draw: Draw, id: string): CustomerRow {
	const place = draw.pick(countries);
	const isWoman = draw.below(2) === 0;
	const [city, county, postCode] = draw.pick(place.places);
	const latestLogin = draw.date(400);
	const latestClientDetailUpdate = draw.date(400, Date.parse(latestLogin));
	return {
		id,
		phoneNumber: place.prefix + String(draw.below(10_000_000)).padStart(7, '0'),
		givenName: draw.pick(isWoman ? place.women : place.men),
		surName: draw.pick(place.surNames),
		email: `customer.${id}@example.com`,
		city,
		country: place.country,
		accountStatus: draw.pick(statuses),
		latestLogin,
		title: isWoman ? 'Ms' : 'Mr',
		gender: isWoman ? 'Female' : 'Male',
		birthDate: new Date(NOW - (18 * 365 + draw.below(60 * 365)) * DAY).toISOString().slice(0, 10),
		county,
		postCode,
		timeOfRegistration: draw.date(2000, Date.parse(latestClientDetailUpdate)),
		latestClientDetailUpdate,
		forgotPasswdTimes: draw.below(8),
		nrLogins: draw.below(500),
	};
}

const personalFields = [
	'phoneNumber',
	'givenName',
	'surName',
	'email',
	'title',
	'gender',
	'birthDate',
] as const;

/** The sections of the documented sample contact (wai 4.4), filled from a row: about 450 bytes as JSON. */
export function contactDocument(row: CustomerRow) {
	return {
		personal: lodash.pick(row, personalFields),
		general: lodash.omit(row, 'id', personalFields),
	};
}

/** Events of the contacts that `customers` with the same `firstId` makes: one to three each, `count` in all. */
export function* events({
	count,
	seed = 1,
	firstId = 100_000,
}: DataOptions): Generator<{ contact: string; name: string; at: string }> {
	for (let made = 0, index = 0; made < count; index++) {
		const draw = drawing('event', seed, index);
		for (let left = 1 + draw.below(3); left > 0 && made < count; left--, made++) {
			yield { contact: String(firstId + index), name: draw.pick(eventNames), at: draw.date(400) };
		}
	}
}

/** Monthly metrics, one a contact, of one or two values. */
export function* metrics({ count, seed = 1, firstId = 100_000 }: DataOptions) {
	for (let index = 0; index < count; index++) {
		const draw = drawing('metric', seed, index);
		const month = draw.below(10);
		const date = (monthIndex: number, day: number) =>
			new Date(Date.UTC(2026, monthIndex, day)).toISOString().replace('.000Z', 'Z');
		const first = draw.below(units.length);
		const values = Array.from(
			{ length: 1 + draw.below(2) },
			(_, nth) => units[(first + nth) % units.length]!,
		);
		yield {
			contact: String(firstId + index),
			received: date(month + 1, 2),
			periodStart: date(month, 1),
			periodEnd: date(month + 1, 1),
			metrics: values.map(([name, unit]) => ({ name, value: draw.below(100_000) / 100, unit })),
		};
	}
}

/** Customers as CSV (RFC 4180, UTF-8, with a header line), in pieces of many lines. */
export function* customersCsv(options: DataOptions): Generator<string> {
	let piece = csvLine(columns);
	for (const row of customers(options)) {
		piece += csvLine(columns.map((column) => String(row[column])));
		if (piece.length < PIECE_CHARS) continue;
		yield piece;
		piece = '';
	}
	yield piece;
}

/** Writes a CSV of customers, whatever their number, without holding them in memory. */
export async function writeCustomersCsv(file: string, options: DataOptions): Promise<void> {
	await pipeline(Readable.from(customersCsv(options)), createWriteStream(file));
}

function csvLine(values: readonly string[]): string {
	return `${values.map(csvField).join(',')}\r\n`;
}

function csvField(value: string): string {
	return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
