import { joinOperation } from '../../join';

export const join = joinOperation({
	resource: 'scheme',
	id: {
		displayName: 'Scheme ID',
		name: 'schemeId',
		placeholder: 'e.g. 1287',
		description: 'ID of the loyalty scheme in AIR',
	},
	description: 'Let a customer join a loyalty scheme: a points account is created in the wallet',
	action: 'Join a scheme',
	// The recipe for a points account that can be credited at once (eagleEye 2.3).
	defaultBody: '{\n  "status": "ACTIVE",\n  "state": "EARNBURN"\n}',
});
