import type { CustomerRow } from '../../sandbox/sessionM/index.mts';
import { holdAgainstLedger, holdAgainstStates, nameOf, timesIn } from './balance.mts';
import type { Finished } from './vendor.mts';

export const nameAndEmail = (name: string) => ({
	email: `${name}@example.com`,
	first_name: 'Ana',
	last_name: 'Luz',
});

/** Every second customer brings a phone number, which is added to those on file. */
export const upsertItem = (i: number, count: number) => ({
	id: `U-${i % 3 ? i : i % Math.max(12, Math.ceil(count / 20))}`,
	n: i,
	...nameAndEmail(nameOf(i)),
	// A mark that every write leaves in the profile, whatever is written after it.
	[nameOf(i)]: true,
	...(i % 2 && { phone_numbers: phoneOf(i) }),
});

const phoneOf = (i: number) => `+1555${String(i).padStart(7, '0')}`;

/** Each customer is as its last write left it, and has the numbers of the writes that arrived. */
export async function holdCustomers({ claims, items, tenant }: Finished): Promise<void> {
	const customers = await tenant.rows<CustomerRow>('sessionM/customers');
	const states = new Map(
		customers.map(({ externalId, user_profile: { n } }) => [externalId, n as number]),
	);
	holdAgainstStates(
		claims,
		items.map(({ id }) => id as string),
		(id) => states.get(id),
	);
	const written = timesIn(customers.flatMap(({ user_profile: profile }) => Object.keys(profile)));
	holdAgainstLedger(claims, written);
	const onFile = new Set(
		customers.flatMap(({ phone_numbers: phones }) =>
			(phones ?? []).map(({ phone_number: number }) => number),
		),
	);
	items.forEach(({ phone_numbers: phone }, i) => {
		if (phone && onFile.has(phoneOf(i)) !== written(i) > 0)
			throw new Error(
				`The phone number of item ${i} is ${onFile.has(phoneOf(i)) ? '' : 'not '}on file`,
			);
	});
}
