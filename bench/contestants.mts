import type { WorkflowDocument, WorkflowNode } from '../test/n8n/client.mts';

/** Fields of the list that are sent, six of them, by the section of the contact's document. */
export const FIELDS = {
	personal: ['phoneNumber', 'givenName', 'surName'],
	general: ['city', 'country', 'accountStatus'],
} as const;

/** A way to send a list of contacts to WAI from n8n. */
export interface Contestant {
	name: string;
	/** The nodes whose time counts. */
	nodes: string[];
	/** Lists larger than this are left out unless asked for: one call, or seven evaluated expressions, a contact. */
	most?: number;
	/** @param baseUrl of WAI */
	build(baseUrl: string): WorkflowNode[];
}

const WAI = { id: 'to be replaced', name: 'WAI (sandbox)' };

function wai(parameters: object): WorkflowNode {
	return {
		id: 'sender',
		name: 'Send',
		type: 'n8n-nodes-customer-activation.wai',
		typeVersion: 1,
		position: [600, 0],
		parameters: { resource: 'contact', operation: 'upsert', ...parameters },
		credentials: { waiApi: WAI },
	} as WorkflowNode;
}

function mapped(expression: (field: string) => string): WorkflowNode {
	const rows = (fields: readonly string[]) => ({
		field: fields.map((name) => ({ name, value: expression(name) })),
	});
	return wai({
		contactId: expression('id'),
		mapping: 'fields',
		personal: rows(FIELDS.personal),
		general: rows(FIELDS.general),
	});
}

function httpRequest(parameters: object): WorkflowNode {
	return {
		id: 'sender',
		name: 'Send',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [800, 0],
		parameters: {
			method: 'PUT',
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'waiApi',
			sendBody: true,
			options: {},
			...parameters,
		},
		credentials: { waiApi: WAI },
	} as WorkflowNode;
}

const documentCode = (source: string) => {
	const members = (fields: readonly string[]) =>
		fields.map((name) => `${name}: ${source}.${name}`).join(', ');
	return `{ personal: { ${members(FIELDS.personal)} }, general: { ${members(FIELDS.general)} } }`;
};

const bulkCode = `const bodies = [];
const items = $input.all();
for (let i = 0; i < items.length; i += 500) {
  const members = items
    .slice(i, i + 500)
    .map(({ json }) => JSON.stringify(json.id) + ':' + JSON.stringify(${documentCode('json')}));
  bodies.push({ json: { body: '{' + members.join(',') + '}' } });
}
return bodies;`;

export const contestants: Contestant[] = [
	{
		name: 'This pack, mapped fields',
		nodes: ['Send'],
		build: () => [mapped((field) => `={{ $json.${field} }}`)],
	},
	{
		name: 'This pack, Map Automatically',
		nodes: ['Send'],
		build: () => [wai({ contactId: '={{ $json.id }}', mapping: 'auto' })],
	},
	{
		name: 'This pack, read through getNodeParameter',
		nodes: ['Send'],
		most: 10_000,
		// The brackets change nothing but that the expression is no plain path.
		build: () => [mapped((field) => `={{ ($json.${field}) }}`)],
	},
	{
		name: 'HTTP Request, one call a contact',
		nodes: ['Send'],
		most: 10_000,
		build: (baseUrl) => [
			httpRequest({
				url: `=${baseUrl}/api/Contact/{{ $json.id }}`,
				specifyBody: 'json',
				jsonBody: `={{ JSON.stringify(${documentCode('$json')}) }}`,
			}),
		],
	},
	{
		name: 'Code node building bulk bodies + HTTP Request',
		nodes: ['Build', 'Send'],
		build: (baseUrl) => [
			{
				id: 'builder',
				name: 'Build',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				position: [600, 0],
				parameters: { jsCode: bulkCode },
			} as WorkflowNode,
			httpRequest({
				url: `${baseUrl}/api/Contact/_bulk`,
				contentType: 'raw',
				rawContentType: 'application/json',
				body: '={{ $json.body }}',
			}),
		],
	},
];

/** The contestant's workflow: the list is read from a CSV file, and sent after a second of rest. */
export function workflowOf(
	contestant: Contestant,
	baseUrl: string,
	csvFile: string,
): WorkflowDocument {
	const nodes = [
		{
			id: 't',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'r',
			name: 'Read',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			position: [200, 0],
			parameters: { operation: 'read', fileSelector: csvFile, options: {} },
		},
		{
			id: 'x',
			name: 'Extract',
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			position: [400, 0],
			parameters: { operation: 'csv', options: {} },
		},
		// Reading the file leaves garbage, which is collected in the meantime rather than put down to what follows.
		{
			id: 'w',
			name: 'Rest',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			position: [500, 0],
			parameters: { resume: 'timeInterval', amount: 1, unit: 'seconds' },
		},
		...contestant.build(baseUrl),
	] as WorkflowNode[];
	const links = nodes
		.slice(0, -1)
		.map(({ name }, i) => [
			name,
			{ main: [[{ node: nodes[i + 1]!.name, type: 'main', index: 0 }]] },
		]);
	return {
		name: `Benchmark: ${contestant.name}`,
		nodes,
		connections: Object.fromEntries(links),
		settings: { executionOrder: 'v1' },
	} as WorkflowDocument;
}
