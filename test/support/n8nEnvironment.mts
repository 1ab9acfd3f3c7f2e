/** What n8n-core reads from the environment when it starts: to be imported before it. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'n8n-core-'));
process.env.N8N_ENCRYPTION_KEY ??= 'tests only';
process.env.N8N_LOG_LEVEL ??= 'silent';
