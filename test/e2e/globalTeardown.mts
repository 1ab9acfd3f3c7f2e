import { handedOver } from './stage.mts';

/** Ends what globalSetup started. */
export default async function tearDown(): Promise<void> {
	await handedOver()?.close();
}
