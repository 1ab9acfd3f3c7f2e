import { joinOperation } from '../../join';

export const join = joinOperation({
	resource: 'plan',
	id: {
		displayName: 'Plan ID',
		name: 'planId',
		placeholder: 'e.g. 532',
		description: 'ID of the subscription plan in AIR',
	},
	description:
		'Let a customer join a subscription plan: subscription and entitlement accounts are created in the wallet',
	action: 'Join a plan',
	// What the body may hold is not documented (eagleEye 2.3).
	defaultBody: '{}',
});
