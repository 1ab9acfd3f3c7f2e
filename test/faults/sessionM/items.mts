import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import { forCustomer, FRIES, pointIds, runSessionM } from '../../support/sessionM.mts';
import { holdAgainstLedger, nameOf, timesIn } from '../balance.mts';
import type { Finished } from '../vendor.mts';

/** Customers of a run: each has several items in it, which go one after another. */
export const customersOf = (count: number) => Math.min(500, Math.ceil(count / 3));

export const item = (i: number, count: number) => ({
	id: `C-${i % customersOf(count)}`,
	name: nameOf(i),
	lines: FRIES,
});

export function deposit(tenant: SandboxTenant, more: INodeParameters): INodeParameters {
	return forCustomer('points', 'deposit', { ...pointIds(tenant), ...more });
}

/** A run before there is trouble. @returns what it puts out; throws where it fails */
export async function runBefore(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
): Promise<INodeExecutionData[]> {
	const { error, output } = await runSessionM(tenant, parameters, items);
	if (error) throw new Error(error.message);
	return output;
}

/** The items, each with the id of an offer that its customer has been issued. */
export async function withOffers(
	items: IDataObject[],
	tenant: SandboxTenant,
): Promise<IDataObject[]> {
	const issued = await runBefore(
		tenant,
		forCustomer('offer', 'issue', { offerId: 'free-snack-box' }),
		items,
	);
	return items.map((one, i) => ({ ...one, offer: userOfferIn(issued[i]!) }));
}

/** The id that an offer got in the wallet, by the output of the node that issued it. */
export const userOfferIn = ({ json }: INodeExecutionData): string =>
	(json.response as { status_list: Array<{ user_offer_id: string }> }).status_list[0]!
		.user_offer_id;

/** The claims against how often each item's name is among those that the rows of a collection hold. */
export const holdRows = async <Row,>(
	{ claims, tenant }: Finished,
	collection: string,
	nameIn: (row: Row) => string | undefined,
) =>
	holdAgainstLedger(
		claims,
		timesIn((await tenant.rows<Row>(`sessionM/${collection}`)).map(nameIn)),
	);
