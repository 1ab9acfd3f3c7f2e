import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { unsupportedHost } from '../host';
import type { Receiver } from './receive';

/** For an address that no call of the vendor registers: people give it to the vendor, or n8n makes it by itself. */
export const noRegistration = {
	checkExists: async () => true,
	create: async () => true,
	delete: async () => true,
};

/**
 * The same for a trigger, which is not published where it could not keep what it takes; what is kept for it
 * is freed when its workflow is unpublished.
 */
export function triggerLifecycle(receiver: Receiver) {
	return {
		...noRegistration,
		/** Asked whenever the workflow is published, and when n8n starts with it published. */
		async checkExists(this: IHookFunctions): Promise<boolean> {
			const unsupported = unsupportedHost();
			if (!unsupported) return true;
			throw new NodeOperationError(this.getNode(), unsupported.message, {
				description: unsupported.hint,
			});
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			receiver.forget(this);
			return true;
		},
	};
}
