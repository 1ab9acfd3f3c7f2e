import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { messagesOf, phone, runWavy, template } from '../support/wavy.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const same = template({ parameters: { parameter: [{ value: 'Ana' }, { value: 'tomorrow' }] } });

describe('Send Template', () => {
	it('sends 10,000 recipients of one template in 100 requests, each answer on its item', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 10_000 }, (_, i) => ({ phone: phone(i) }));
		const { byItem, error } = await runWavy(tenant, same, items);
		expect(error).toBeUndefined();
		const messages = await messagesOf(tenant);
		const { requests } = await tenant.summary();
		expect([messages.length, requests.endpoints['wavy.whatsapp.send']!.requests]).toEqual([
			10_000, 100,
		]);
		const idOf = new Map(messages.map(({ to, id }) => [to, id]));
		expect(byItem.map(({ json }) => json.messageId)).toEqual(
			items.map((item) => idOf.get(item.phone)),
		);
		expect(byItem.map(({ json }) => json.to)).toEqual(items.map((item) => item.phone));
		expect(new Set(messages.map(({ correlationId }) => correlationId)).size).toBe(10_000);
	});

	it('sends 10,000 recipients with different parameters within maxConcurrency, each tied to its item', async () => {
		const tenant = await sandbox.tenant({ latencyMs: 1 });
		const items = Array.from({ length: 10_000 }, (_, i) => ({
			phone: phone(i),
			name: `Customer ${i}`,
			time: 'noon',
		}));
		const { byItem, error } = await runWavy(
			tenant,
			template({ options: { maxConcurrency: 8 } }),
			items,
		);
		expect(error).toBeUndefined();
		const messages = new Map((await messagesOf(tenant)).map((row) => [row.id, row]));
		const { requests } = await tenant.summary();
		expect(requests.total).toBe(10_000);
		expect(requests.maxInFlight).toBeLessThanOrEqual(8);
		for (const [i, { json }] of byItem.entries()) {
			const row = messages.get(json.messageId as string)!;
			expect([row.to, row.message.hsm!.parameters[0], row.correlationId]).toEqual([
				phone(i),
				`Customer ${i}`,
				json.correlationId,
			]);
		}
	}, 120_000);

	it(
		'shares requests between items of the same message wherever they stand, also with other ' +
			'options between them',
		async () => {
			const tenant = await sandbox.tenant();
			const items = Array.from({ length: 600 }, (_, i) => ({
				phone: phone(i),
				name: ['Ana', 'Bruno'][i % 2]!,
				time: 'noon',
				campaign: `c${i % 3}`,
			}));
			const { byItem } = await runWavy(
				tenant,
				template({ options: { campaignAlias: '={{ $json.campaign }}' } }),
				items,
			);
			const messages = await messagesOf(tenant);
			expect((await tenant.summary()).requests.total).toBe(6);
			const rowOf = new Map(messages.map((row) => [row.id, row]));
			expect(
				byItem
					.map(({ json }) => rowOf.get(json.messageId as string))
					.map((row) => [row!.to, row!.message.hsm!.parameters[0], row!.campaignAlias]),
			).toEqual(items.map(({ phone: to, name, campaign }) => [to, name, campaign]));
		},
	);

	it('lets 5 % invalid numbers cost only themselves', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 2000 }, (_, i) => ({
			phone: i % 20 === 7 ? ['none', '', '0199', '12', null][i % 5] : phone(i),
		}));
		const { byItem, output, errors } = await runWavy(tenant, same, items as never, onErrorOutput);
		expect([output.length, errors.length]).toEqual([1900, 100]);
		expect((await messagesOf(tenant)).length).toBe(1900);
		expect((await tenant.summary()).requests.total).toBe(19);
		expect(byItem[7]!.json).toMatchObject({ details: { outcome: 'rejected', attempts: 0 } });
		expect(byItem[7]!.json.error).toMatch(/"To"/);
	});

	it('finds the numbers that Wavy alone rejects, and sends the others', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { nth: 1 }, action: { type: 'status', status: 400 } }],
		});
		const { output } = await runWavy(tenant, same, [{ phone: phone(1) }, { phone: phone(2) }]);
		expect(output.map(({ json }) => json.accepted)).toEqual([true, true]);
		expect((await tenant.summary()).requests.total).toBe(3);
	});

	it('takes the shorthand of uContact dialers', async () => {
		const tenant = await sandbox.tenant();
		const shorthand = template({
			templateInput: 'shorthand',
			shorthand: '=hsm:appointment_reminder:{{ $json.name }}:{{ $json.time }}',
		});
		const { output } = await runWavy(tenant, shorthand, [
			{ phone: phone(1), name: 'Ana', time: 'noon' },
		]);
		expect(output[0]!.json.accepted).toBe(true);
		expect((await messagesOf(tenant))[0]!.message).toEqual({
			hsm: {
				namespace: 'sandbox_namespace',
				elementName: 'appointment_reminder',
				parameters: ['Ana', 'noon'],
			},
		});
		const { errors } = await runWavy(
			tenant,
			template({ templateInput: 'shorthand', shorthand: 'appointment_reminder' }),
			[{ phone: phone(1) }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toMatch(/hsm:code:data1:data2/);
	});

	it('takes the whole message as JSON, text or object, and checks what is documented', async () => {
		const tenant = await sandbox.tenant();
		const json = template({ templateInput: 'json', templateJson: '={{ $json.message }}' });
		const newer = {
			template: {
				namespace: 'sandbox_namespace',
				elementName: 'late_delivery',
				languageCode: 'pt_BR',
				bodyParameters: ['x'],
			},
		};
		const bad = [
			{ hsm: { elementName: 'x' } },
			{ messageText: 'free' },
			'{ not json',
			{ ttl: 31, hsm: { namespace: 'n', elementName: 'e' } },
			{ template: { ...newer.template, header: { title: 'x'.repeat(61) } } },
		];
		const items = [newer, JSON.stringify(newer), ...bad].map((m, i) => ({
			phone: phone(i),
			message: m,
		}));
		const { output, errors } = await runWavy(tenant, json, items as never, onErrorOutput);
		expect([output.length, errors.length]).toEqual([2, 5]);
		expect((await messagesOf(tenant)).map((row) => row.message)).toEqual([newer, newer]);
		for (const { json: failed } of errors) expect(failed.error).toMatch(/"Template \(JSON\)"/);
	});

	it('sends the options, and rejects a time to live that Wavy would change', async () => {
		const tenant = await sandbox.tenant();
		const options = {
			ttlDays: '={{ $json.ttl }}',
			languagePolicy: 'FALLBACK',
			flowId: 'f1',
			extraInfo: 'e1',
			correlationId: '={{ $json.ref }}',
		};
		const items = [1, 30, 0, 31, 2.5].map((ttl, i) => ({
			phone: phone(i),
			name: 'Ana',
			time: 'noon',
			ttl,
			ref: `r${i}`,
		}));
		const { output, errors } = await runWavy(
			tenant,
			template({ options, languageCode: 'es' }),
			items,
			onErrorOutput,
		);
		expect(output.map(({ json }) => json.correlationId)).toEqual(['r0', 'r1']);
		expect(errors).toHaveLength(3);
		expect((await messagesOf(tenant))[0]).toMatchObject({
			flowId: 'f1',
			extraInfo: 'e1',
			correlationId: 'r0',
			message: { ttl: 1, hsm: { languageCode: 'es', languagePolicy: 'FALLBACK' } },
		});
	});

	it(
		'ties answers also where all recipients have one correlation id, or Wavy names them as ' +
			'integrations remember',
		async () => {
			const tenant = await sandbox.tenant({ wavy: { answerShape: 'remembered' } });
			const items = [1, 2, 3, 1].map((i) => ({ phone: phone(i) }));
			const { byItem } = await runWavy(
				tenant,
				{ ...same, options: { correlationId: 'mine' } },
				items,
			);
			const messages = await messagesOf(tenant);
			expect(byItem.map(({ json }) => json.messageId)).toEqual(messages.map(({ id }) => id));
		},
	);

	it('asks for a parameter that is empty', async () => {
		const tenant = await sandbox.tenant();
		const { errors } = await runWavy(
			tenant,
			template(),
			[{ phone: phone(1), name: 'Ana' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toBe('"Parameter 2" is empty');
	});
});
