import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { EventLoopYielder } from '../delivery/eventLoop';
import { ItemError } from '../fields/itemError';
import { openBinaryFile } from '../files/bytes/binaryFile';
import type { FileOptions } from '../files/fileOptions';
import { EarlierTries } from '../files/results/earlierTries';
import { ResultFile, type ResultScope } from '../files/results/resultFile';
import { RowOutcomes } from '../files/results/rowOutcomes';
import { RowFile } from '../files/rowFile';
import { RowParameters } from '../files/rowParameters';
import { RowSource } from '../files/rowSource';
import type { Operation } from '../operation';
import type { Failure } from '../results/outcomes';
import { readRunSettings } from '../runSettings';
import { referenceOf } from '../transport/reference';
import type { Vendor } from '../vendor';
import { Delivery } from './delivery';
import { type FileReport, fileSummary, stopOf, tellOfFile } from './fileReport';

/** The file's part of the `options` collection; see `description/fileProperties.ts`. */
type Options = Omit<FileOptions, 'fileFormat'> & { resultsFile?: boolean };

/** A row that was under way when something unexpected ended the run. */
const INTERRUPTED: Failure = {
	kind: 'unknown',
	message: 'The run ended before the outcome was known',
	hint: 'Check whether it arrived before you send it again',
	retryable: true,
	attempts: 1,
};

/** A file whose rows are about to be sent. */
export class FileRun {
	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: Vendor,
		private readonly delivery: Delivery,
		private readonly source: RowSource,
		private readonly outcomes: RowOutcomes,
		private readonly tries: EarlierTries | undefined,
		private readonly report: Pick<FileReport, 'index' | 'name' | 'mayRepeat'> & {
			warnings: string[];
		},
	) {}

	/**
	 * Opens the file that an input item carries, and reads the node's parameters and credentials.
	 *
	 * @param index of the input item
	 * @throws ItemError where nothing of it can be sent
	 */
	static async prepare(
		context: IExecuteFunctions,
		vendor: Vendor,
		operation: Operation,
		index: number,
	): Promise<FileRun> {
		const settings = readRunSettings(context, operation.batching, index);
		const { policy } = settings;
		const eventLoop = new EventLoopYielder();
		// Parameters before anything is read, since what is wrong with them is so for every row.
		const rows: { source?: RowSource } = {};
		const parameters = RowParameters.of(context, (row) => rows.source?.json(row), operation, index);
		const { file, name, resultsFile } = await openFile(context, index, eventLoop);
		const source = new RowSource(file, !policy.stopAtFailure);
		rows.source = source;
		const mayRepeat = policy.resendUnknown || operation.idempotent;
		const tries = EarlierTries.of(context, context.getInputData()[index]!, mayRepeat);
		const resultFile = (scope: ResultScope) =>
			new ResultFile(context.helpers.prepareBinaryData, file, name, scope);
		const files = {
			// Where the run stops at the first failure, there is no output that could carry it.
			failures: policy.stopAtFailure ? undefined : resultFile('failures'),
			results: resultsFile ? resultFile('results') : undefined,
		};
		const outcomes = new RowOutcomes(source, files, tries);
		const reference = referenceOf(context, index);
		const options = {
			vendor,
			operation,
			settings,
			parameters,
			source,
			outcomes,
			eventLoop,
			reference,
		};
		const delivery = new Delivery(context, options);
		let isPrepared = false;
		try {
			await delivery.prepare();
			isPrepared = true;
		} finally {
			if (!isPrepared) {
				delivery.end();
				await file.close();
			}
		}
		const report = { index, name, mayRepeat, warnings: file.header?.warnings ?? [] };
		return new FileRun(context, vendor, delivery, source, outcomes, tries, report);
	}

	/**
	 * Sends the rows.
	 *
	 * @returns the item that sums up the file
	 * @throws NodeApiError or NodeOperationError at the first failure where On Error is Stop
	 */
	async run(): Promise<INodeExecutionData> {
		const { context, vendor, delivery, source, outcomes } = this;
		const cutOff = await this.send();
		const binary = await outcomes.end();
		const { warnings, ...own } = this.report;
		const { totals, isCancelled, notes } = delivery;
		const report: FileReport = {
			...own,
			totals,
			source,
			outcomes,
			cutOff,
			isCancelled,
			notes: [...warnings, ...notes],
			binary,
		};
		tellOfFile(context, vendor, report);
		const stop = context.continueOnFail() || isCancelled ? undefined : stopOf(context, report);
		if (stop) throw stop;
		return fileSummary(report, context.getNode().onError === 'continueErrorOutput');
	}

	/** @returns why the file could not be read to its end, where it could not */
	private async send(): Promise<ItemError | undefined> {
		const { delivery, source, outcomes, tries, context } = this;
		try {
			await delivery.send();
			delivery.settleRemaining();
			return undefined;
		} catch (error) {
			if (error instanceof ItemError) return error;
			for (const row of source.remaining()) outcomes.fail(row, INTERRUPTED);
			throw new NodeOperationError(context.getNode(), error as Error);
		} finally {
			delivery.end();
			tries?.endTry(source.lastRead);
		}
	}
}

/** Opens the file that an input item carries. */
async function openFile(context: IExecuteFunctions, index: number, eventLoop: EventLoopYielder) {
	const field = context.getNodeParameter('binaryPropertyName', index, 'data') as string;
	const fileFormat = context.getNodeParameter(
		'fileFormat',
		index,
		'auto',
	) as FileOptions['fileFormat'];
	const { resultsFile, ...options } = context.getNodeParameter('options', index, {}) as Options;
	const binary = openBinaryFile(context.helpers, index, field);
	return {
		file: await RowFile.open(binary, { ...options, fileFormat }, eventLoop),
		name: binary.name,
		resultsFile,
	};
}
