import { eagleEye, air, connect as eagleEyeConnect } from '../../nodes/EagleEye/api';
import { parts } from '../../nodes/SessionM/services';
import { uContact } from '../../nodes/UContact/api';
import { wai } from '../../nodes/Wai/api';
import { searchCampaigns } from '../../nodes/Wai/campaigns';
import { wavy } from '../../nodes/Wavy/api';
import { HIDDEN } from '../../engine/transport/redactor';
import { onErrorContinue, onErrorOutput, runNode, type NodeRun } from '../support/engine.mts';
import { sends } from '../support/sender.mts';
import { startServer, type ReceivedRequest, type TestServer } from '../support/server.mts';
import { plantedCredential, plantedCredentials } from './credentials.mts';
import { operations } from './credentialUses.mts';

/** A secret in all the ways in which a service might write it. */
const ways = (secret: string): string[] => [
	secret,
	encodeURIComponent(secret),
	new URLSearchParams([['k', secret]]).toString(),
	Buffer.from(secret).toString('base64'),
	Buffer.from(secret).toString('base64url'),
	Buffer.from(`user:${secret}`).toString('base64'),
	Buffer.from(`ab:${secret}:x`).toString('base64'),
	Buffer.from(secret).toString('hex'),
	secret.toUpperCase(),
	secret.replaceAll('"', '&quot;'),
	`{"token":${JSON.stringify(secret)}}`,
];

/** What must be found nowhere: the secret, also as JSON writes it. */
const traces = (secret: string): string[] => [...ways(secret), JSON.stringify(secret).slice(1, -1)];

type Echo = (secrets: string[], request: ReceivedRequest, status: number) => string;
const echoes: Array<[string, Echo]> = [
	[
		'a JSON error',
		(secrets, { headers }) =>
			JSON.stringify({
				status: 'error',
				message: JSON.stringify([secrets.flatMap(ways), headers]),
				errorMessage: secrets.flatMap(ways).join(' '),
				errors: { code: 'x', message: secrets.flatMap(ways).join(' ') },
			}),
	],
	[
		'all headers',
		(_, { headers, url }) =>
			JSON.stringify({
				message: JSON.stringify(headers),
				errors: headers,
				headers,
				url,
				[String(headers.authorization)]: 1,
			}),
	],
	[
		'a text',
		(secrets, { headers }) => `ERROR ${secrets.flatMap(ways).join(' ')} ${JSON.stringify(headers)}`,
	],
	[
		'a page',
		(secrets, { headers }) =>
			`<html><pre>${secrets.flatMap(ways).join('\n')}\n${Object.entries(headers)
				.map(([name, value]) => `${name}: ${String(value)}`)
				.join('\n')}</pre></html>`,
	],
	[
		'JSON of escapes',
		(secrets, { headers }) =>
			escaped(
				JSON.stringify({
					status: 'error',
					message: secrets.join(' '),
					errorMessage: secrets.join(' '),
					errors: { message: secrets.join(' ') },
					headers,
				}),
			),
	],
	[
		'a success',
		(secrets, { headers }) => {
			const leak = { leak: secrets.flatMap(ways), headers };
			return JSON.stringify({
				status: 'ok',
				id: secrets[0],
				results: [],
				accounts: [],
				user: { id: 'u-1', ...leak },
				payload: leak,
				walletId: '7',
				event: 'x',
				body: leak,
				destinations: [leak],
			});
		},
	],
	[
		'a list',
		(secrets, { headers }) =>
			JSON.stringify([{ id: '1', description: secrets.flatMap(ways).join(), headers }]),
	],
];

/** Every letter of every text as \u0061. */
const escaped = (json: string) =>
	json.replace(/"((?:[^"\\]|\\.)*)"/g, (_, text: string) => {
		const code = (c: string, at: number) => {
			const isEscaped = text[at - 1] === '\\' || /\\u[0-9a-f]{0,3}$/i.test(text.slice(0, at));
			return isEscaped ? c : `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
		};
		return `"${text.replace(/[a-z0-9/+=]/gi, code)}"`;
	});

describe('a vendor that answers with the credential', () => {
	let vendor: TestServer;
	let status = 200;
	let echo: Echo;
	let secrets: string[] = [];
	beforeAll(async () => {
		vendor = await startServer((request, response) => {
			response.writeHead(status, {
				'x-echo': encodeURIComponent(secrets.join(' ')),
				'x-ees-called-unique-id': `id ${encodeURIComponent(secrets.join())}`,
			});
			response.end(echo(secrets, request, status));
		});
	});
	afterAll(() => vendor.stop());
	beforeEach(() => (vendor.received.length = 0));

	const statuses = [200, 201, 400, 401, 403, 404, 409, 413, 422, 500];
	it.each(operations)('%s: nothing of it comes out', async (_, type, name, parameters, item) => {
		const credential = plantedCredential(name);
		secrets = credential.secrets;
		let runs = 0;
		let hidden = 0;
		for (const [kind, of] of echoes) {
			for (const code of statuses) {
				[status, echo] = [code, of];
				const settings = [onErrorOutput, onErrorContinue, {}][runs++ % 3]!;
				const options: NodeRun = {
					type,
					parameters: { ...parameters, options: { maxRetries: 0 } },
					items: [item],
					credentials: { [name]: credential.data(vendor.url) },
					...settings,
				};
				const { output, errors, error, hints, run } = await runNode(options);
				const all = JSON.stringify([
					output,
					errors,
					hints,
					run.data.resultData.runData,
					error && [error.message, error.description, error],
				]);
				const found = secrets.flatMap(traces).filter((trace) => all.includes(trace));
				expect([kind, code, found]).toEqual([kind, code, []]);
				if (all.includes(HIDDEN)) hidden++;
			}
		}
		// What the vendor says does come out, without the secrets.
		expect(hidden).toBeGreaterThan(2);
		expect(vendor.received.length).toBeGreaterThanOrEqual(runs);
	});

	it.each([200, 400, 500])(
		'the list of campaigns in the editor, answered with %d',
		async (code) => {
			const { data, secrets: planted } = plantedCredential('waiApi');
			[status, secrets, echo] = [code, planted, echoes[1]![1]];
			const { error } = await sends(
				async (context) => await searchCampaigns.call(context as never),
				'waiApi',
				data(vendor.url),
			);
			expect(error).toBeDefined();
			const all = JSON.stringify([error, error?.message, error?.description]);
			expect(planted.flatMap(traces).filter((trace) => all.includes(trace))).toEqual([]);
		},
	);

	it('words of a vendor are capped, and cannot break a line', async () => {
		[status, echo] = [
			400,
			() =>
				JSON.stringify({
					message: `a\n\u202eb${'x'.repeat(100_000)}`,
					errorMessage: `a\n\u202eb${'x'.repeat(100_000)}`,
				}),
		];
		for (const [, type, name, parameters, item] of operations.slice(0, 5)) {
			const credential = plantedCredential(name);
			const { errors } = await runNode({
				type,
				parameters,
				items: [item],
				credentials: { [name]: credential.data(vendor.url) },
				...onErrorOutput,
			});
			const {
				details,
				error,
				message: hint,
			} = errors[0]!.json as { details: { vendor: string }; error: string; message: string };
			expect(details.vendor).toMatch(/^a b*x+…$/);
			for (const text of [details.vendor, error, hint])
				expect(text.length).toBeLessThanOrEqual(501);
		}
	});
});

it('each service hides what its credential hides', () => {
	for (const service of [
		wai.service,
		wavy.service,
		uContact.service,
		air,
		eagleEyeConnect,
		...parts,
	]) {
		const { type } = plantedCredentials.find((one) => one.type.name === service.credential)!;
		const passwords = type.properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(service.secrets).toEqual(expect.arrayContaining(passwords));
	}
	expect(eagleEye.service).toBe(air);
});
