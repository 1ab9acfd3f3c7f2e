/** Workflows in which an AI agent uses the pack's nodes as tools. */
import { randomUUID } from 'node:crypto';
import type { NodeParameters, WorkflowDocument, WorkflowNode } from '../n8n/client.mts';
import { node, PACKAGE } from './wavy.mts';

export const CUSTOMER = '5519900000051';
export const COLLEAGUE = '5519900000061';
export const conversion = { contact: 'c-1', event: 'conversion' };

const credential = (type: string) => ({ credentials: { [type]: { id: null, name: '' } } });

export const recordEvent = node(
	'Record event',
	`${PACKAGE}.waiTool`,
	{
		resource: 'event',
		operation: 'create',
		contactId: "={{ $fromAI('contact', 'ID of the contact', 'string') }}",
		eventName: "={{ $fromAI('event', 'What has happened', 'string') }}",
	},
	credential('waiApi'),
);

export const askCustomer = node(
	'Ask customer',
	`${PACKAGE}.wavyTool`,
	{
		resource: 'message',
		operation: 'sendAndWait',
		to: CUSTOMER,
		message: "={{ $fromAI('question', 'What to ask', 'string') }}",
	},
	credential('wavyApi'),
);

/** As the editor saves it: what has its default, such as resource, operation and n8n's own message, is left out. */
const approval = (parameters: NodeParameters = {}) =>
	node(
		'Ask a colleague',
		`${PACKAGE}.wavyHitlTool`,
		{ to: COLLEAGUE, ...parameters },
		credential('wavyApi'),
	);

/**
 * A customer's message on WhatsApp starts an agent, and the same trigger brings in what people answer.
 * @param tools what each tool is connected to: the agent, or the node that asks for approval
 */
export function agentWorkflow(tools: Array<{ tool: WorkflowNode; to: string }>): WorkflowDocument {
	const trigger = node(
		'Messages',
		`${PACKAGE}.wavyTrigger`,
		{ events: ['reply'], authentication: 'none' },
		{ webhookId: randomUUID() },
	);
	const agent = node(
		'Agent',
		'@n8n/n8n-nodes-langchain.agent',
		{ promptType: 'define', text: '={{ $json.text }}' },
		{ typeVersion: 3.1 },
	);
	const model = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		{ model: { __rl: true, mode: 'id', value: 'scripted' } },
		{ ...credential('openAiApi'), typeVersion: 1.2 },
	);
	const to = (target: string, type: string) => ({ [type]: [[{ node: target, type, index: 0 }]] });
	return {
		name: `Agent ${randomUUID()}`,
		nodes: [trigger, agent, model, ...tools.map(({ tool }) => tool)],
		connections: {
			Messages: to('Agent', 'main'),
			Model: to('Agent', 'ai_languageModel'),
			...Object.fromEntries(
				tools.map(({ tool, to: target }) => [tool.name, to(target, 'ai_tool')]),
			),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** The WAI node as a tool whose calls a colleague has to approve. */
export const gatedWorkflow = (parameters?: NodeParameters) =>
	agentWorkflow([
		{ tool: recordEvent, to: 'Ask a colleague' },
		{ tool: approval(parameters), to: 'Agent' },
	]);
