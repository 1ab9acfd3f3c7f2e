import { balancesProperty, balancesReader, exampleBalances, tierOperation } from '../../tier';

export const debit = tierOperation({
	value: 'debit',
	name: 'Debit',
	description: "Take from what counts for a customer's tier",
	action: 'Debit a tier membership',
	title: 'Debit',
	fields: [balancesProperty],
	fieldsText: 'Enter the balances one by one',
	example: exampleBalances,
	body: (parameters) => balancesReader(parameters, { min: 0 }),
});
