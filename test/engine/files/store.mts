import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Before n8n-core is loaded: it reads both when it starts.
process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'n8n-core-'));
process.env.N8N_ENCRYPTION_KEY ??= 'tests only';

import { BinaryDataConfig, BinaryDataService, ErrorReporter } from 'n8n-core';
import {
	assertBinaryData,
	getBinaryHelperFunctions,
} from 'n8n-core/dist/execution-engine/node-execution-context/utils/binary-helper-functions.js';
import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { repositoryRoot } from '../../n8n/repository.mts';

/** n8n-core's own, of which there are several in node_modules. */
const { Container } = createRequire(
	path.join(repositoryRoot(), 'node_modules/n8n-core/package.json'),
)('@n8n/di');

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'test',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** n8n's own helpers for binary data, over its store on disk, or in memory. */
export async function binaryHelpers(
	mode: 'filesystem' | 'memory',
	items: INodeExecutionData[],
): Promise<IExecuteFunctions['helpers']> {
	const logger = { info: () => {} } as never;
	const service = new BinaryDataService(
		Container.get(BinaryDataConfig),
		Container.get(ErrorReporter),
		logger,
	);
	// In memory is where n8n has nothing set up.
	if (mode === 'filesystem') await service.init();
	Container.set(BinaryDataService, service);
	const helpers = getBinaryHelperFunctions({ executionId: '1', restApiUrl: '' } as never, 'w');
	return {
		...helpers,
		assertBinaryData: (item: number, name: string) =>
			assertBinaryData({ main: [items] } as never, node, item, name, 0),
	} as unknown as IExecuteFunctions['helpers'];
}
