import type { INodeExecutionData } from 'n8n-workflow';

import type { SampleRun } from './sample.mts';

/** All that a run sends and puts out, without what differs in every run. */
export function traceOf({ requests, result, secrets }: SampleRun): string {
	const outputs = [...result.output, ...result.errors].map(
		({ json, binary }: INodeExecutionData) => [
			json,
			Object.values(binary ?? {}).map(({ data }) => data),
		],
	);
	const { waitTill } = result.run;
	return sameForAll([requests, outputs, waitTill && Number(waitTill) - Date.now()], secrets);
}

/** As JSON, with marks in the place of ids, times, references and the secrets. */
export function sameForAll(value: unknown, secrets: string[]): string {
	let trace = JSON.stringify(value);
	for (const secret of secrets)
		trace = trace.replaceAll(JSON.stringify(secret).slice(1, -1), '<secret>');
	const ids: string[] = [];
	return trace
		.replaceAll(UUID, (id) => `<id ${ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1}>`)
		.replaceAll(REFERENCE, '<reference>')
		.replaceAll(TIME, (time) =>
			Math.abs(Date.parse(time) - Date.now()) < NEAR_MS ? '<time>' : time,
		);
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Of an item, or of a row of a file: what the engine names it by (`engine/transport/reference.ts`). */
const REFERENCE = /\b[0-9a-f]{24}(-\d+){1,2}\b/g;
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})/g;
/** The sandbox counts from now when something ends. */
const NEAR_MS = 60 * 86_400_000;
