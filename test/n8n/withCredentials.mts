import type { CredentialReference, WorkflowDocument } from './client.mts';

/** The document with every node's credentials pointing at those that exist in this n8n, matched by type. */
export function withCredentials(
	document: WorkflowDocument,
	available: CredentialReference[],
): WorkflowDocument {
	const nodes = document.nodes.map((node) => {
		if (!node.credentials) return node;
		const credentials = Object.fromEntries(
			Object.entries(node.credentials).map(([type, named]) => {
				const match = available.find((credential) => credential.type === type);
				return [type, match ? { id: match.id, name: match.name } : named];
			}),
		);
		return { ...node, credentials };
	});
	return { ...document, nodes };
}
