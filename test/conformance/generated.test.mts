import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { sandboxCommand } from '../support/sandbox.mts';
import { root } from './pack.mts';

it('every generated file is up to date', () => {
	const script = path.join(root, 'tools/generate/index.mts');
	const { status, stdout, stderr } = spawnSync(sandboxCommand.node, [script, '--check'], {
		encoding: 'utf8',
	});
	expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
});
