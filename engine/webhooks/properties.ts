import type { INodeProperties } from 'n8n-workflow';

/**
 * Parameters that triggers with a shared secret have in common.
 *
 * @param authentication what is asked for unless the user chooses otherwise
 */
export function webhookBehaviour(vendor: string, authentication: 'none' | 'secret' = 'none'): INodeProperties[] {
	return [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: authentication,
			description: `How to tell callbacks of ${vendor} from those of anybody who knows the address`,
			options: [
				{ name: 'None', value: 'none', description: 'Whoever knows the address can call it' },
				{ name: 'Secret', value: 'secret', description: 'A secret in the address or a header' },
			],
		},
		{
			displayName: 'Ignore Duplicates',
			name: 'ignoreDuplicates',
			type: 'boolean',
			default: true,
			description: `Whether to drop what ${vendor} sends again. The last 100,000 events are known while n8n runs, and the last 1,000 after a restart.`,
		},
		{
			displayName: 'Join Callbacks',
			name: 'joinCallbacks',
			type: 'boolean',
			default: true,
			description:
				'Whether callbacks that arrive within 50 milliseconds start one execution with all their items. Off, each starts its own, which takes n8n much longer under load.',
		},
	];
}
