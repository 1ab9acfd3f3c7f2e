import type { IExecuteFunctions } from 'n8n-workflow';

/** Tells the user something of the whole run, beside the output. */
export function tell(context: IExecuteFunctions, texts: Iterable<string>): void {
	const hints = Array.from(texts, (message) => ({ message, location: 'outputPane' as const }));
	context.addExecutionHints(...hints);
}
