import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import Ajv from 'ajv';
import type { IDataObject } from 'n8n-workflow';

import { schemaPath } from '../../tools/generate/nodes.mts';
import { operations, root } from './pack.mts';
import { acceptedOf, SampleRunner } from './sample.mts';
import { closed, type Schema, schemaOf, untrue } from './schema.mts';

let runner: SampleRunner;
beforeAll(async () => void (runner = await SampleRunner.start()));
afterAll(async () => await runner.stop());

/** `npm run schema` writes what is missing, and takes out what is never given out. */
const WRITE = process.env.WRITE_SCHEMAS === '1';

describe.each(operations)('$title', (under) => {
	it('gives out what its __schema__ says', async () => {
		const file = path.join(root, schemaPath(under.folder, under.operation));
		const outputs: IDataObject[] = [];
		for (const sample of await runner.samplesOf(under)) {
			outputs.push(...acceptedOf(await runner.run(sample)).map(({ json }) => json));
		}
		if (WRITE) writeSchema(file, outputs);
		const schema = schemaIn(file);
		expect(schema).toMatchObject({ type: 'object', version: 1 });
		const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
		ajv.addKeyword('version');
		const isValid = ajv.compile(closed(schema));
		for (const output of outputs) {
			if (!isValid(output))
				throw new Error(`${ajv.errorsText(isValid.errors)}: ${JSON.stringify(output)}`);
		}
		expect(untrue(schema, outputs)).toEqual([]);
	});
});

const schemaIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Schema;

function writeSchema(file: string, outputs: IDataObject[]): void {
	const schema = schemaOf(outputs, existsSync(file) ? schemaIn(file) : undefined);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, `${JSON.stringify({ ...schema, version: 1 }, undefined, 2)}\n`);
}
