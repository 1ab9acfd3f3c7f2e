import {
	NodeOperationError,
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IN8nHttpFullResponse,
	type INodeExecutionData,
} from 'n8n-workflow';

import { ConcurrencyLimit } from '../../engine/concurrencyLimit';
import { optionalText } from '../../engine/fields/text';
import { innermost } from '../../engine/transport/cause';

/** A file that was fetched. */
export interface File {
	bytes: Buffer;
	/** As the server says; undefined where it does not. */
	mimeType: string | undefined;
}

/** Why a file was not fetched, in words for the user. */
interface Failure {
	kind: 'rejected' | 'unknown';
	message: string;
	hint: string;
	httpCode?: number;
	vendor?: string;
	isRetryable: boolean;
	attempts: number;
}

/** What is made of files at addresses that a vendor has given. */
export interface Download {
	/** Names the file in messages, such as "the list". */
	what: string;
	/** The address of the file of an item; undefined where it has none, and is put out as it is. */
	urlOf(item: INodeExecutionData): string | undefined;
	/** What becomes of an item with its file. @throws Error where the file is not what it should be */
	take(item: INodeExecutionData, file: File): Promise<INodeExecutionData[]> | INodeExecutionData[];
	/** The vendor's own words in an answer that is not the file. */
	wordsIn(text: string): string | undefined;
}

/** A pause before a further attempt, in milliseconds, doubled each time up to the maximum. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

/**
 * Fetches the file of each item, without the credential: its address may be anybody's.
 *
 * @returns what becomes of the items, in their order; what cannot be fetched fails alone
 * @throws NodeOperationError for the first of them where On Error is Stop
 */
export async function withFiles(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
	download: Download,
): Promise<INodeExecutionData[]> {
	const settings = settingsOf(context);
	const limit = new ConcurrencyLimit(settings.maxConcurrency);
	const made = await Promise.all(
		output.map(
			async (item) =>
				await limit.run(async () => {
					const url = download.urlOf(item);
					if (url === undefined) return [item];
					const fetched = await fetchFile(context, url, settings, download);
					return 'kind' in fetched
						? [failedItem(context, item, fetched)]
						: await take(context, item, fetched, download);
				}),
		),
	);
	return made.flat();
}

async function take(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	file: Fetched,
	download: Download,
) {
	try {
		return await download.take(item, file);
	} catch (error) {
		const { message } = error as Error;
		const hint = `Open the address of ${download.what} in a browser to see what it holds`;
		return [
			failedItem(context, item, {
				kind: 'unknown',
				message,
				hint,
				isRetryable: true,
				attempts: file.attempts,
			}),
		];
	}
}

type Fetched = File & { attempts: number };

interface Settings {
	maxConcurrency: number;
	maxRetries: number;
	timeoutMs: number;
}

function settingsOf(context: IExecuteFunctions): Settings {
	const option = (name: string, fallback: number) =>
		Number(context.getNodeParameter(`options.${name}`, 0, fallback));
	return {
		maxConcurrency: Math.max(1, Math.floor(option('maxConcurrency', 4))),
		maxRetries: Math.max(0, Math.floor(option('maxRetries', 5))),
		timeoutMs: Math.max(1, option('timeout', 60)) * 1000,
	};
}

async function fetchFile(
	context: IExecuteFunctions,
	url: string,
	{ maxRetries, timeoutMs }: Settings,
	{ what, wordsIn }: Download,
): Promise<Fetched | Failure> {
	for (let attempts = 1; ; attempts++) {
		const answer = await request(context, url, timeoutMs);
		const status = answer?.statusCode;
		if (answer && status === 200) {
			const { 'content-type': type } = answer.headers as Record<string, unknown>;
			const mimeType = typeof type === 'string' ? type.split(';', 1)[0]!.trim() : undefined;
			return { bytes: answer.body as Buffer, mimeType, attempts };
		}
		const isRetryable = status === undefined || status === 429 || status >= 500;
		if (isRetryable && attempts <= maxRetries && !context.getExecutionCancelSignal()?.aborted) {
			await sleep(pauseMs(attempts, answer?.headers));
			continue;
		}
		const words = answer && wordsIn((answer.body as Buffer).toString());
		return {
			kind: status !== undefined && status < 500 ? 'rejected' : 'unknown',
			message:
				status === undefined
					? `Could not fetch ${what}: no answer came`
					: `Could not fetch ${what}: its address answered with HTTP status ${status}`,
			hint: isRetryable
				? 'Run the workflow again for this item later'
				: 'The link may have expired: fetch files soon after they came',
			httpCode: status,
			vendor: optionalText(words, 'words')?.slice(0, MAX_WORDS),
			isRetryable,
			attempts,
		};
	}
}

/** Characters of a server's own words that are shown. */
const MAX_WORDS = 300;

function pauseMs(attempts: number, headers: IDataObject | undefined): number {
	const asked = Number(headers?.['retry-after']) * 1000;
	return Math.min(MAX_PAUSE_MS, asked >= 0 ? asked : FIRST_PAUSE_MS * 2 ** (attempts - 1));
}

/** @returns undefined where no answer came, or it broke off */
async function request(
	context: IExecuteFunctions,
	url: string,
	timeout: number,
): Promise<IN8nHttpFullResponse | undefined> {
	try {
		return (await context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout,
		})) as IN8nHttpFullResponse;
	} catch (error) {
		const code = innermost(error, (e) =>
			'code' in e && typeof e.code === 'string' ? e.code : undefined,
		);
		context.logger.debug(`The file did not arrive: ${code ?? 'no code'}`);
		return undefined;
	}
}

/** In the form in which all nodes of the pack put out failures (n8n 6.4). */
function failedItem(
	context: IExecuteFunctions,
	{ json, pairedItem }: INodeExecutionData,
	failure: Failure,
): INodeExecutionData {
	const { kind, message, hint, httpCode, vendor, isRetryable, attempts } = failure;
	const details: IDataObject = {
		outcome: kind,
		retryable: isRetryable,
		attempts,
		...(httpCode !== undefined && { httpCode }),
		...(vendor !== undefined && { vendor }),
	};
	const { onError } = context.getNode();
	if (!context.continueOnFail()) {
		const itemIndex = (pairedItem as { item: number }).item;
		throw new NodeOperationError(context.getNode(), message, { description: hint, itemIndex });
	}
	const failed = { error: message, message: hint, details };
	return {
		json: onError === 'continueRegularOutput' ? { ...json, ...failed, accepted: false } : failed,
		pairedItem,
	};
}
