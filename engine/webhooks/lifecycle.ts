import type { IHookFunctions } from 'n8n-workflow';

import type { Receiver } from './receive';

/** For an address that no call of the vendor registers: people give it to the vendor, or n8n makes it by itself. */
export const noRegistration = {
	checkExists: async () => true,
	create: async () => true,
	delete: async () => true,
};

/** The same for a trigger: what is kept for it is freed when its workflow is unpublished. */
export function triggerLifecycle(receiver: Receiver) {
	return {
		...noRegistration,
		async delete(this: IHookFunctions): Promise<boolean> {
			receiver.forget(this);
			return true;
		},
	};
}
