import { callPublished } from '../../workflows/callbacks.mts';
import { journeyDocument, journeys } from '../../workflows/journeys.mts';
import { registrationJourney, verifyRegistrations } from '../../workflows/registration.mts';
import { runJourney } from '../../workflows/runJourney.mts';
import { pollUntil } from '../n8n/process.mts';
import { enterStage, type TestStage } from './stage.mts';

describe('the example workflows', () => {
	let stage: TestStage;
	beforeEach(async () => (stage = await enterStage()));

	it.each(journeys.map((journey) => [journey.name, journey] as const))(
		'%s',
		async (_name, journey) => {
			const figures = await runJourney(journey, stage, stage.credentials);
			expect(figures.rejected).toBe(0);
			expect(figures.accepted).toBe(figures.items);
		},
	);

	it('a website’s form that posts to the published workflow sets the registration journey going', async () => {
		const { client, credentials, n8n, tenant } = stage;
		const document = await journeyDocument(registrationJourney, n8n);
		// The example comes with the form's trigger switched off, so that its Execute button starts the samples.
		const nodes = document.nodes.map((node) => ({ ...node, disabled: false }));
		const workflow = await client.saveWorkflow({ ...document, nodes }, credentials);
		await client.publish(workflow);
		try {
			const customer = {
				contactId: '200001',
				phoneNumber: '46704134599',
				givenName: 'Åsa',
				surName: 'Öberg',
				gender: 'Female',
				city: 'Umeå',
				country: 'SE',
				accountStatus: 'active',
			};
			expect(await callPublished(`${n8n.url}/webhook/wai-registration`, customer)).toBe(200);
			const execution = await pollUntil(
				'The execution',
				async () => {
					return (await client.executions(workflow.id)).find(({ mode }) => mode === 'webhook');
				},
				{ deadlineInMs: 20_000 },
			);
			const run = await client.finished(workflow, execution.id);
			expect(run.status).toBe('success');
			await verifyRegistrations({ tenant }, [customer]);
		} finally {
			await client.unpublish(workflow);
		}
	});
});
