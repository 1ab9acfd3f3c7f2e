import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import type { NodeRun } from '../../support/engine.mts';
import { fileItem } from '../../support/files.mts';
import { runWai } from '../../support/wai.mts';

/** A file of contacts, for `upsert`. */
export const contacts = (n: number) =>
	`id,city\n${Array.from({ length: n }, (_, i) => `${i},Malmö ${i}\n`).join('')}`;
/** A file of events, for `event`. */
export const events = (n: number) =>
	`id,name,at\n${Array.from({ length: n }, (_, i) => `${i},e${i},2026-11-21\n`).join('')}`;

/** Sends files with the WAI node. */
export async function send(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	files: Array<string | Buffer | INodeExecutionData>,
	more: Partial<NodeRun> = {},
) {
	const items = await Promise.all(
		files.map(async (file) =>
			typeof file === 'string' || Buffer.isBuffer(file) ? await fileItem(file) : file,
		),
	);
	return await runWai(
		tenant,
		{ input: 'file', ...parameters },
		items as unknown as IDataObject[],
		more,
	);
}

/** WAI rejects the contact `2`. */
export const failThird = {
	match: { endpoint: 'wai.contact.bulk' },
	action: { type: 'failEntries', ids: ['2'], retry: false },
};
