import { adviceOnColumns } from '../../../engine/fields/columns';
import { startSandbox, type Sandbox } from '../../support/sandbox.mts';
import { runWai, upsert } from '../../support/wai.mts';
import { onErrorOutput } from '../../support/engine.mts';

describe('a value that is missing because of how the list was read', () => {
	let sandbox: Sandbox;
	beforeAll(async () => (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());

	it.each([
		[{ 'id;givenName': '1;Åsa' }, /semicolons separate them.*Delimiter and set it to ;/],
		[{ 'id\tgivenName': '1\tÅsa' }, /tabs separate them.*set it to a tab/],
		[{ 'id|givenName': '1|Åsa' }, /vertical bars/],
		[{ 'id,givenName': '1,Åsa' }, /commas/],
		[{ 'kund\ufffdid': '1', givenName: 'Åsa' }, /not in UTF-8.*Encoding/],
		[
			{ '\ufeffid': '1', givenName: 'Åsa' },
			/The field "id" of the item has characters in its name/,
		],
		[{ 'id ': '1', givenName: 'Åsa' }, /The field "id"/],
		[{ '\u00a0id': '1', givenName: 'Åsa' }, /The field "id"/],
	])('is told with what to do: %j', async (json, advice) => {
		const { errors } = await runWai(await sandbox.tenant(), upsert(), [json], onErrorOutput);
		expect(errors).toHaveLength(1);
		expect(errors[0]!.json).toMatchObject({
			error: 'The contact ID is empty',
			message: expect.stringMatching(advice),
		});
	});

	it('leaves the usual hint where the names of the fields are as they should be', async () => {
		const { errors } = await runWai(
			await sandbox.tenant(),
			upsert(),
			[{ customer: '1', givenName: 'Åsa' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.message).not.toMatch(/list|header/);
	});
});

it.each([
	[{}],
	[{ id: '' }],
	[{ 'first, last': 'a', id: '' }],
	[{ 'kund-id': '', 'för namn': 'x' }],
])('%j gives no advice on columns', (json) => expect(adviceOnColumns(json)).toBeUndefined());
