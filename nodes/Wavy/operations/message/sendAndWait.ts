import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type IWebhookFunctions,
	type IWebhookResponseData,
	SEND_AND_WAIT_OPERATION,
} from 'n8n-workflow';

import type { Field, Parameters } from '../../../../engine/fields/parameters';
import { itemError, quoted } from '../../../../engine/fields/itemError';
import { readNumber } from '../../../../engine/fields/number';
import { lengthOf, requiredText } from '../../../../engine/fields/text';
import { unsupportedHost } from '../../../../engine/host';
import { LIMITS } from '../../api';
import { buttonMessage } from '../../interactive';
import { buttonsProperty } from '../../interactiveProperties';
import { templateOptions } from '../../options';
import { type MessageKind, messageOperation } from '../../send';
import { templateMessage, templateProperties } from '../../template';
import { ASKED, decodeResumeToken, encodeResumeToken, resumeTokenOf } from '../../resumeToken';
import { isSameNumber } from '../../sameNumber';

const asText = { messageInput: ['text'] };

const properties: INodeProperties[] = [
	{
		displayName:
			'Wavy delivers the answer to the address of a Wavy Trigger. Keep a workflow with a Wavy ' +
			'Trigger published on this n8n, and its address registered at Wavy.',
		name: 'triggerNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Message Input',
		name: 'messageInput',
		type: 'options',
		noDataExpression: true,
		default: 'text',
		description: 'What to ask with',
		options: [
			{ name: 'Template (HSM)', value: 'template', description: 'May begin a conversation' },
			{
				name: 'Text',
				value: 'text',
				description: "Within 24 hours of the recipient's last message, with buttons if you like",
			},
		],
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		displayOptions: { show: asText },
		description: 'The question',
	},
	{ ...buttonsProperty, displayOptions: { show: asText } },
	...templateProperties.map((property) => ({
		...property,
		displayOptions: { show: { messageInput: ['template'], ...property.displayOptions?.show } },
	})),
	{
		displayName: 'Wait Limit',
		name: 'waitLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 24,
		description:
			'How long to wait for the answer. After that, the workflow continues with "replied" set to false.',
	},
	{
		displayName: 'Wait Limit Unit',
		name: 'waitLimitUnit',
		type: 'options',
		default: 'hours',
		description: 'Unit of the limit',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
			{ name: 'Seconds', value: 'seconds' },
		],
	},
	{
		displayName: 'Approving Answers',
		name: 'approvingAnswers',
		type: 'string',
		default: 'yes, y, ok, approve, approved, sim, sí, si',
		// Only where a person approves: the plain tool is told apart by a parameter that n8n gives to it alone. Without
		// the slash, n8n before 2.34.5 cannot read a node that lacks the parameter (n8n 6.14).
		displayOptions: { show: { '@tool': [true] }, hide: { '/descriptionType': ['auto', 'manual'] } },
		description:
			'Answers that let an AI agent go on, separated by commas; any other answer declines. A ' +
			'question without buttons of its own gets Approve and Decline.',
	},
];

/** What a person taps who was given no other buttons. */
const APPROVE = { title: 'Approve', payload: 'approve' };
const DECLINE = { title: 'Decline', payload: 'decline' };

/** Milliseconds of each unit of the wait limit. */
const UNITS: Record<string, number> = {
	seconds: 1000,
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/** A node in its variant for people who approve what an AI agent is about to do. */
const isForAgents = (type: string): boolean => type.endsWith('HitlTool');

function question(parameters: Parameters): (item: number) => object {
	if (parameters.count > 1) {
		throw itemError(
			'Send and Wait for Reply asks one person at a time, but got several items',
			'Put Loop Over Items with a batch size of 1 before it; or call a sub-workflow once for ' +
				'each item, with Wait For Sub-Workflow Completion turned off and all that follows the ' +
				'answer in the sub-workflow',
		);
	}
	waitLimitMs(parameters.fixed('waitLimit', 24), parameters.fixed('waitLimitUnit', 'hours'));
	if (parameters.fixed<string>('messageInput', 'text') === 'template')
		return templateMessage(parameters);
	const message = questionText(parameters);
	const rows = parameters.rows('buttons.button', ['title', 'payload']);
	const approves = isForAgents(parameters.node.type);
	return (item) => {
		const text = requiredText(message(item), 'Message');
		if (rows.length > 0) {
			return {
				interactive: buttonMessage(
					text,
					rows.map(({ title, payload }) => ({ title: title(item), payload: payload(item) })),
				),
			};
		}
		// What an agent is about to do may be longer than a message with buttons; to be read in full, it goes without.
		if (!approves || lengthOf(text) > LIMITS.interactiveBody) return { messageText: text };
		return { interactive: buttonMessage(text, [APPROVE, DECLINE]) };
	};
}

/**
 * What n8n writes into the message of a new human-in-the-loop tool; within text, its object would read "[object
 * Object]" (n8n 6.16).
 */
const TOOL_INPUT = /\{\{\s*\$tool\.parameters\s*\}\}/g;

function questionText(parameters: Parameters): Field {
	const raw = parameters.raw('message');
	if (typeof raw !== 'string' || !raw.startsWith('=') || raw.search(TOOL_INPUT) < 0)
		return parameters.field('message');
	return parameters.expression(
		raw.slice(1).replaceAll(TOOL_INPUT, '{{ JSON.stringify($tool.parameters, null, 2) }}'),
	);
}

/** The answer comes back with one of the two; extra info is the spare, since a bot flow may put its own there. */
const tie: MessageKind['tie'] = (_parameters, { signedResumeUrl }) => {
	const askedAt = Date.now();
	return () => {
		const token = encodeResumeToken(resumeTokenOf(signedResumeUrl({ [ASKED]: String(askedAt) })));
		return { correlationId: token, extraInfo: JSON.stringify({ n8n: token }) };
	};
};

/** Once the question is sent, the execution waits; what is put out here is what it goes on with after the limit. */
async function waitForReply(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const [sent] = output;
	const waiting = decodeResumeToken(sent?.json.correlationId);
	if (!sent || !waiting) return output;
	const unanswered: IDataObject = {
		replied: false,
		text: null,
		payload: null,
		from: sent.json.to,
		receivedAt: null,
		askedAt: new Date(waiting.askedAt).toISOString(),
		messageId: sent.json.messageId,
		...(isForAgents(context.getNode().type) && {
			approved: false,
			chatInput: 'Nobody answered within the wait limit',
		}),
	};
	const limit = waitLimitMs(
		context.getNodeParameter('waitLimit', 0, 24),
		context.getNodeParameter('waitLimitUnit', 0, 'hours'),
	);
	// n8n goes on with the node's input when the limit has passed (n8n 6.7); the items themselves belong to the node
	// before.
	const execution = context.getExecuteData();
	execution.data.main = [[{ ...execution.data.main?.[0]?.[0], json: unanswered }]];
	// When the answer is there, n8n passes over this node by disabling its object (n8n 6.7). Several calls that an AI
	// agent makes at once share that object, and all but the first would pass unasked.
	execution.node = { ...execution.node };
	await context.putExecutionToWait(new Date(waiting.askedAt + limit));
	return [{ json: unanswered, pairedItem: { item: 0 } }];
}

function waitLimitMs(value: unknown, unit: unknown): number {
	const limit = readNumber(value, 'Wait Limit') * (UNITS[String(unit)] ?? Number.NaN);
	// A date of JavaScript ends at 8.64e15; ten years are enough for anybody.
	if (limit > 0 && limit <= 10 * 365 * 86_400_000) return limit;
	throw itemError(
		`"Wait Limit" is not a length of time: ${quoted(value)} ${quoted(unit)}`,
		'Use a number above 0, such as 24 hours',
	);
}

export const sendAndWait = messageOperation({
	// The name by which n8n knows that the resume address is signed, and makes the human-in-the-loop tool
	// (n8n 6.7, 6.16).
	kind: 'sendAndWait',
	value: SEND_AND_WAIT_OPERATION,
	name: 'Send and Wait for Reply',
	description: 'Send a question and continue when the recipient has answered on WhatsApp',
	action: 'Send message and wait for reply',
	properties,
	options: templateOptions,
	readOnce: {
		approvingAnswers:
			'Read when the answer comes, and shown where a person approves for an AI agent only',
	},
	message: question,
	tie,
	afterRun: waitForReply,
});

/** Resumes the execution: what the trigger posts to the signed resume address becomes the node's output. */
export async function takeAnswer(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (unsupportedHost()) return notResumed(this, 503);
	const asked = (field: string) => this.evaluateExpression(`{{ $json.${field} }}`, 0);
	if (
		(this.getQueryData() as IDataObject)[ASKED] !== String(Date.parse(String(asked('askedAt'))))
	) {
		// In a loop the same node asks again: an answer to the question before must not answer this one.
		return notResumed(this, 410);
	}
	// Whoever has got hold of what travels with the question must not answer for the one who was asked.
	if (!isSameNumber(asked('from'), this.getBodyData().from)) return notResumed(this, 403);
	const { text = null, payload = null, from = null, receivedAt = null } = this.getBodyData();
	const reply: IDataObject = { replied: true, text, payload, from, receivedAt };
	if (isForAgents(this.getNode().type)) {
		const words = String(this.getNodeParameter('approvingAnswers', 'yes')).split(',').map(plain);
		reply.approved =
			payload === APPROVE.payload ||
			[text, payload].some((answer) => typeof answer === 'string' && words.includes(plain(answer)));
		// What somebody has written tells the agent why; a tapped button is a plain refusal.
		if (payload === null && text !== null) reply.chatInput = text;
	}
	return {
		workflowData: [[{ json: reply, pairedItem: { item: 0 } }]],
		webhookResponse: { resumed: true },
	};
}

function notResumed(webhook: IWebhookFunctions, status: number): IWebhookResponseData {
	webhook.getResponseObject().status(status).json({ resumed: false });
	return { noWebhookResponse: true };
}

/** Longer answers are no plain yes. */
const MAX_ANSWER = 200;

/**
 * An answer as people mean it: accents in one form (a Mac writes two), no signs, emojis or invisible
 * characters around it.
 */
export const plain = (answer: string): string =>
	answer
		.slice(0, MAX_ANSWER)
		.normalize('NFC')
		.toLowerCase()
		.replace(/\p{Cf}/gu, '')
		.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
