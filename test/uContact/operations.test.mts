import fc from 'fast-check';
import { dialerMessage, dialerRow } from '../../nodes/UContact/dialerFile';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { file, forward, runUContact, withPassword } from '../support/uContact.mts';
import { phone } from '../support/wavy.mts';
import { reply, status } from '../wavy/callbacks.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const textOf = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString();

describe('Dialer: Create File', () => {
	const people = [
		{ phone: phone(1), name: 'Ana', time: 'tomorrow' },
		{ phone: phone(2), name: 'Bo', time: '12:00' },
		{ phone: '+55 19 90000-0003', name: 'Çé 🎉', time: 'noon' },
	];

	it('makes one file of all items, and rejects a value with a colon for that item alone', async () => {
		const tenant = await sandbox.tenant();
		const { output, errors } = await runUContact(tenant, file(), people, onErrorOutput);
		expect(output).toHaveLength(1);
		expect(output[0]!.json).toEqual({
			accepted: true,
			campaign: 'Reminders',
			fileName: 'dialer.csv',
			uploaded: false,
			rows: 2,
		});
		expect(output[0]!.pairedItem).toEqual([{ item: 0 }, { item: 2 }]);
		expect(textOf(output[0]!.binary!.data!.data)).toBe(
			`Reminders;${phone(1)};hsm:chatclub_open_session_v2:Ana:tomorrow;\n` +
				`Reminders;5519900000003;hsm:chatclub_open_session_v2:Çé 🎉:noon;\n`,
		);
		expect(errors[0]!.json).toMatchObject({ error: expect.stringContaining('a colon') as string });
		expect((await tenant.summary()).requests.total).toBe(0);
	});

	it('uploads 10,000 rows at once', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 10_000 }, (_, i) => ({
			phone: phone(i),
			name: 'Ana',
			time: 'noon',
		}));
		const { output, error } = await runUContact(tenant, file({ upload: true }), items);
		expect(error).toBeUndefined();
		expect(output[0]!.json).toMatchObject({ uploaded: true, rows: 10_000 });
		const rows = await tenant.rows<{ phone: string; message: string }>('uContact/base');
		expect(rows.map((row) => row.phone)).toEqual(items.map((item) => item.phone));
		expect((await tenant.summary()).requests.total).toBe(1);
	});

	it('takes an answer of ERROR or 0 for the failure that it is', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { endpoint: 'uContact.sms.upload', nth: 2 }, action: 'zero' }],
		});
		for (const campaign of ['No such campaign', 'Reminders']) {
			const { output, errors } = await runUContact(
				tenant,
				file({ upload: true, campaign }),
				[people[0]!],
				onErrorOutput,
			);
			expect(output).toHaveLength(0);
			expect(errors[0]!.json).toMatchObject({
				error: expect.stringContaining('rejected this') as string,
				details: { outcome: 'rejected', vendor: campaign === 'Reminders' ? '0' : 'ERROR' },
			});
		}
		expect(await tenant.rows('uContact/base')).toEqual([]);
	});

	it('writes what can be read back to the same, or rejects it', () => {
		const value = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.trim() !== '');
		fc.assert(
			fc.property(fc.array(value, { maxLength: 5 }), value, (values, code) => {
				let row: string;
				try {
					row = dialerRow('Reminders', phone(1), dialerMessage(code, values), '');
				} catch {
					const isBad = (text: string) =>
						/[:;\p{Cc}\u2028\u2029\ufeff]|\[object Object\]/u.test(text) || !text.isWellFormed();
					expect([code, ...values].some((text) => isBad(text) || !/[^\s\p{Cf}]/u.test(text))).toBe(
						true,
					);
					return;
				}
				const columns = row.split(';');
				expect(columns).toHaveLength(4);
				expect(columns[2]!.split(':')).toEqual(['hsm', code.trim(), ...values]);
			}),
		);
	});
});

describe('Callback: Forward', () => {
	const entries = Array.from({ length: 250 }, (_, i) => ({
		raw: i % 2 ? reply(`r${i}`, { odd: { kept: i } }) : status(`s${i}`),
	}));

	it('passes each on to its address as Wavy sent it, once', async () => {
		const tenant = await sandbox.tenant();
		const { output, error } = await runUContact(tenant, forward(), entries);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.kind)).toEqual(
			entries.map((_, i) => (i % 2 ? 'message' : 'status')),
		);
		const passed = await tenant.rows<{ kind: string; entry: object }>('uContact/forwarded');
		const of = (kind: string) =>
			passed.filter((row) => row.kind === kind).map(({ entry }) => entry);
		expect(of('message')).toEqual(entries.filter((_, i) => i % 2).map(({ raw }) => raw));
		expect(of('status')).toEqual(entries.filter((_, i) => i % 2 === 0).map(({ raw }) => raw));
		expect((await tenant.summary()).requests.total).toBe(4);
	});

	it('passes a whole callback on, and rejects what is none', async () => {
		const tenant = await sandbox.tenant();
		const items = [
			{ raw: { total: 2, data: [reply('1'), reply('2')] } },
			{ raw: { total: 2, data: [reply('1'), status('2')] } },
			{ raw: { hello: 1 } },
			{ raw: 'x' },
		];
		const { output, errors } = await runUContact(tenant, forward(), items as never, onErrorOutput);
		expect([output.length, output[0]!.json.entries, errors.length]).toEqual([1, 2, 3]);
	});

	it.each([
		['the connection is lost after it', 'resetAfter'],
		[
			'a web page comes back, which tells nothing',
			{ type: 'notJson', body: '<!doctype html><title>Sign in</title>' },
		],
	])('does not pass on twice what may have arrived: %s', async (_, action) => {
		const tenant = await sandbox.tenant({ faults: [{ match: { nth: 1 }, action }] });
		const { errors } = await runUContact(tenant, forward(), [{ raw: reply('1') }], onErrorOutput);
		expect(errors[0]!.json).toMatchObject({ details: { outcome: 'unknown' } });
		expect(await tenant.rows('uContact/forwarded')).toHaveLength(1);
	});
});

describe('signing in', () => {
	it('exchanges user and password for a token, and renews it when it has ended', async () => {
		const tenant = await sandbox.tenant({ uContact: { sessionRequests: 1 } });
		const items = ['Reminders', 'AutomatedSMSDialer'].map((campaign) => ({
			phone: phone(1),
			name: 'Ana',
			time: 'noon',
			campaign,
		}));
		const { output } = await runUContact(
			tenant,
			file({ upload: true, campaign: '={{ $json.campaign }}', options: { maxConcurrency: 1 } }),
			items,
			{ credential: withPassword(tenant) },
		);
		expect(output.map(({ json }) => json.uploaded)).toEqual([true, true]);
		expect(await tenant.summary()).toMatchObject({ uContact: { signIns: 2, uploads: 2 } });
	});

	it.each([
		[
			'a wrong password (answered 0)',
			{ authentication: 'password', user: 'api-user', password: 'very-secret-wrong' },
		],
		['a wrong token', { authentication: 'token', apiToken: 'very-secret-wrong' }],
	])('says so with %s, and puts out no secret', async (_, credential) => {
		const tenant = await sandbox.tenant();
		const result = await runUContact(
			tenant,
			file({ upload: true }),
			[{ phone: phone(1), name: 'a', time: 'b' }],
			{ credential },
		);
		expect(result.error!.message).toMatch(/did not accept/);
		expect(JSON.stringify(result.run)).not.toContain('very-secret');
	});
});
