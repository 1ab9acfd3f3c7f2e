import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { MessageRow, SmsRow } from '../../sandbox/wavy/ledger.mts';
import { runNode, type NodeRun, type NodeRunResult } from './engine.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';

export const NAMESPACE = 'sandbox_namespace';

/** Runs the Wavy node on n8n's engine against one tenant of the sandbox. */
export async function runWavy(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<NodeRun> = {},
): Promise<NodeRunResult> {
	const { baseUrl, userName, authenticationToken } = tenant.access('wavy') as Record<
		'baseUrl' | 'userName' | 'authenticationToken',
		string
	>;
	return await runNode({
		type: 'wavy',
		parameters,
		items,
		credentials: { wavyApi: { baseUrl, userName, authenticationToken } },
		...more,
	});
}

export const messagesOf = async (tenant: SandboxTenant): Promise<MessageRow[]> =>
	await tenant.rows('wavy/messages');
export const smsOf = async (tenant: SandboxTenant): Promise<SmsRow[]> =>
	await tenant.rows('wavy/sms');

/** Send Template with its fields; the recipient in the field `phone`, the parameters `name` and `time`. */
export const template = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'sendTemplate',
	to: '={{ $json.phone }}',
	templateInput: 'fields',
	namespace: NAMESPACE,
	elementName: 'appointment_reminder',
	languageCode: '',
	parameters: { parameter: [{ value: '={{ $json.name }}' }, { value: '={{ $json.time }}' }] },
	...more,
});

/** Any other message operation. */
export const message = (operation: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation,
	to: '={{ $json.phone }}',
	...more,
});

export const sms = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'sms',
	operation: 'send',
	to: '={{ $json.phone }}',
	messageText: '={{ $json.text }}',
	...more,
});

/** Brazilian numbers, one for each index. */
export const phone = (index: number): string => `55199${String(index).padStart(7, '0')}1`;
