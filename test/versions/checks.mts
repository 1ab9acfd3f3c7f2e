/** What has to work on every version of n8n that the pack is said to run on. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { TestStage } from '../e2e/stage.mts';
import { oneBadContact } from '../e2e/oneBadContact.mts';
import {
	ask,
	answer,
	executionsWith,
	publishQuestion,
	publishTrigger,
	type Published,
} from '../e2e/wavy.mts';
import { journeys } from '../../workflows/journeys.mts';
import { runJourney } from '../../workflows/runJourney.mts';
import { vendors } from '../../workflows/vendors.mts';

export interface Check {
	name: string;
	/** Throws what is not as it should be. */
	run(stage: TestStage): Promise<void>;
}

const PACKAGE = 'n8n-nodes-customer-activation';
const NODES = [
	'eagleEye',
	'eagleEyeTrigger',
	'sessionM',
	'sessionMTrigger',
	'uContact',
	'wai',
	'wavy',
	'wavyTrigger',
];
const PHONE = '5511900000001';

async function nodesAreThere({ client }: TestStage): Promise<void> {
	const names = new Set((await client.nodeTypes()).map(({ name }) => name));
	const expected = NODES.map((name) => `${PACKAGE}.${name}`);
	assert.deepEqual(
		expected.filter((name) => !names.has(name)),
		[],
	);
}

async function credentialsAreTested({ client, credentials }: TestStage): Promise<void> {
	// Those of triggers hold a secret that is for callers to show: nothing can be asked of it.
	for (const credential of credentials.filter(({ type }) => !type.endsWith('WebhookApi'))) {
		assert.equal((await client.testCredential(credential)).status, 'OK', credential.name);
	}
}

async function wrongKeysAreTold({ client, tenant }: TestStage): Promise<void> {
	const wrong: Record<string, object> = {
		waiApi: { apiKey: 'wrong' },
		wavyApi: { authenticationToken: 'wrong' },
		eagleEyeAirApi: { clientSecret: 'wrong' },
		sessionMApi: { coreApiSecret: 'wrong' },
	};
	for (const vendor of vendors.filter(({ credentialType }) => credentialType in wrong)) {
		const data = {
			...vendor.credentialData(tenant.access(vendor.name)),
			...wrong[vendor.credentialType],
		};
		const credential = await client.saveCredential({
			name: `Wrong ${randomUUID()}`,
			type: vendor.credentialType,
			data,
		});
		assert.equal((await client.testCredential(credential)).status, 'Error', vendor.credentialType);
	}
}

async function failedItemsLeaveApart({ client, credentials, tenant }: TestStage): Promise<void> {
	const workflow = await client.saveWorkflow(oneBadContact('continueErrorOutput'), credentials);
	const run = await client.run(workflow, 'Start');
	assert.equal(run.status, 'success', run.failure?.message);
	assert.deepEqual(
		run.items('Sent').map(({ json }) => json.contactId),
		['a1', 'a3'],
	);
	const [failed, ...others] = run
		.items('Not sent')
		.map(
			({ json }) => json as { givenName?: string; error?: string; details?: { outcome?: string } },
		);
	assert.deepEqual(others, []);
	assert.equal(failed?.givenName, 'Nobody');
	assert.equal(typeof failed?.error, 'string');
	assert.equal(failed?.details?.outcome, 'rejected');
	const arrived = (await tenant.rows<{ id: string }>('wai/contacts')).map(({ id }) => id);
	assert.deepEqual(
		arrived.filter((id) => id.startsWith('a')),
		['a1', 'a3'],
	);
}

/** Posts a reply of nobody's, with what would wake an execution if its signature were right. */
async function forge({ url }: Published, correlationId: string): Promise<void> {
	const parts = correlationId.split('.');
	const signature = parts[3]!;
	const changed = signature[1] === 'A' ? 'B' : 'A';
	parts[3] = signature[0] + changed + signature.slice(2);
	const reply = {
		id: randomUUID(),
		source: PHONE,
		origin: '5511',
		correlationId: parts.join('.'),
		message: { type: 'TEXT', messageText: 'forged' },
		receivedAt: Date.now(),
	};
	await axios.post(url, { total: 1, data: [reply] }, { proxy: false, validateStatus: () => true });
}

async function questionIsAnswered(stage: TestStage): Promise<void> {
	// Outside of the 24 hours after somebody wrote, Wavy does not deliver a text.
	await stage.tenant.configure({ wavy: { openToAll: true, statusDelayMs: 10 } });
	const trigger = await publishTrigger(stage);
	const question = await publishQuestion(stage);
	try {
		await ask(question, PHONE);
		const [waiting] = await executionsWith(stage, question, 'waiting', 1);
		const asked = (await stage.tenant.rows('wavy/messages')).findLast(
			({ to }) => to.replace(/\D/g, '') === PHONE,
		);
		await forge(trigger, asked!.correlationId!);
		assert.deepEqual(
			await executionsWith(stage, question, 'waiting', 1),
			[waiting],
			'A forged reply has woken the execution',
		);
		await answer(stage, { from: PHONE, text: 'Yes, gladly' });
		await executionsWith(stage, question, 'success', 2);
		const [reply] = (await stage.client.execution(waiting!)).items('After').map(({ json }) => json);
		assert.equal(reply?.replied, true);
		assert.equal(reply?.text, 'Yes, gladly');
	} finally {
		await question.end();
		await trigger.end();
		await stage.tenant.configure({ wavy: { openToAll: false } });
	}
}

export const checks: Check[] = [
	{ name: 'All nodes are there', run: nodesAreThere },
	{ name: 'Credentials: right ones are OK', run: credentialsAreTested },
	{ name: 'Credentials: wrong ones are told', run: wrongKeysAreTold },
	{
		name: 'A failed item leaves by the error output, with its fields and details',
		run: failedItemsLeaveApart,
	},
	{
		name: 'Wavy: a forged reply wakes nothing, the right one the execution that waits',
		run: questionIsAnswered,
	},
	...journeys.map((journey) => ({
		name: `Example "${journey.name}"`,
		run: async (stage: TestStage) => {
			await runJourney(journey, stage, stage.credentials);
		},
	})),
];
