import { balancesProperty, balancesReader, exampleBalances, tierOperation } from '../../tier';

export const adjust = tierOperation({
	value: 'adjust',
	name: 'Adjust',
	description: "Correct what counts for a customer's tier, up or, with a minus, down",
	action: 'Adjust a tier membership',
	title: 'Adjustment',
	fields: [
		{
			...balancesProperty,
			description:
				'What counts for the tier, as whole numbers by which it changes; a minus takes away',
		},
	],
	fieldsText: 'Enter the balances one by one',
	example: exampleBalances,
	body: (parameters) => balancesReader(parameters, {}),
});
