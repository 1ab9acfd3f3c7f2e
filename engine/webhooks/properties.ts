import type { INodeProperties } from 'n8n-workflow';

/** Whether callers must show a secret. */
export function authenticationProperty(vendor: string): INodeProperties {
	return {
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'secret',
		description: `How to tell callbacks of ${vendor} from calls by anyone else who knows the address`,
		options: [
			{ name: 'None', value: 'none', description: 'Anyone who knows the address can call it' },
			{ name: 'Secret', value: 'secret', description: 'A secret in the address or a header' },
		],
	};
}

/** What the triggers do with what arrives twice or together. */
export function deliveryProperties(vendor: string): INodeProperties[] {
	return [
		{
			displayName: 'Ignore Duplicates',
			name: 'ignoreDuplicates',
			type: 'boolean',
			noDataExpression: true,
			default: true,
			description:
				`Whether to drop what ${vendor} sends again. A trigger remembers its last 100,000 events ` +
				'while n8n runs (200,000 for all triggers together), and the last 1,000 across a restart.',
		},
		{
			displayName: 'Join Callbacks',
			name: 'joinCallbacks',
			type: 'boolean',
			noDataExpression: true,
			default: true,
			description:
				'Whether callbacks that arrive within 50 milliseconds start one execution with all their ' +
				'items. If one item makes that execution fail, the others in it stop too. When off, each ' +
				'callback starts an execution of its own, which is slower under load.',
		},
	];
}

/** Who may call at all, as in n8n's own Webhook node. */
export const ipAllowlistProperty: INodeProperties = {
	displayName: 'IP(s) Allowlist',
	name: 'ipWhitelist',
	type: 'string',
	default: '',
	placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24',
	description: 'Addresses and ranges that may call, separated by commas. Leave empty to allow all.',
};

/** A trigger's options. @param more of its own */
export function optionsProperty(more: INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [ipAllowlistProperty, ...more],
	};
}
