import { balancesProperty, balancesReader, exampleBalances, tierOperation } from '../../tier';

export const credit = tierOperation({
	value: 'credit',
	name: 'Credit',
	description:
		"Add to what counts for a customer's tier; AIR moves the customer up at once where the next tier is reached",
	action: 'Credit a tier membership',
	title: 'Credit',
	fields: [balancesProperty],
	fieldsText: 'Enter the balances one by one',
	example: exampleBalances,
	body: (parameters) => balancesReader(parameters, { min: 0 }),
});
