/** The nodes of this pack, found by their files. */
import { globSync } from 'node:fs';
import path from 'node:path';

import type { INodeType } from 'n8n-workflow';

import type { Operation, Resource } from '../../engine/operation';
import type { Vendor } from '../../engine/vendor';

/** Loads a source file of the pack, by its path from the root. */
export type Load = (file: string) => Record<string, unknown>;

export interface PackNode {
	/** Such as `nodes/Wai`. */
	folder: string;
	/** From the root. */
	file: string;
	node: INodeType;
}

/** A node that sends: what the vendor is like, and what the node can do. */
export interface ActionNode extends PackNode {
	vendor: Vendor;
	resources: Resource[];
}

/** All nodes, in the order of their files. */
export function packNodes(root: string, load: Load): PackNode[] {
	return globSync('nodes/*/*.node.ts', { cwd: root })
		.sort()
		.map((file) => {
			const name = path.basename(file, '.node.ts');
			const NodeClass = load(file)[name] as (new () => INodeType) | undefined;
			if (!NodeClass) throw new Error(`${file} exports no class ${name}`);
			return { folder: path.dirname(file), file, node: new NodeClass() };
		});
}

/** All nodes with operations. */
export function actionNodes(root: string, load: Load): ActionNode[] {
	return packNodes(root, load)
		.filter(({ node }) => node.description.inputs.length > 0)
		.map((one) => ({
			...one,
			vendor: vendorIn(one.folder, load),
			resources: load(`${one.folder}/operations/index.ts`).resources as Resource[],
		}));
}

function vendorIn(folder: string, load: Load): Vendor {
	const found = Object.values(load(`${folder}/api.ts`)).find(
		(value) => typeof value === 'object' && value !== null && 'errorText' in value,
	);
	if (!found) throw new Error(`${folder}/api.ts exports no Vendor`);
	return found as Vendor;
}

/** As people say it, such as `Contact: Create or Update`. */
export function titleOf(resource: Resource, { name }: Operation): string {
	return `${resource.name}: ${name}`;
}

/** The schema of an operation's output, by which n8n shows its fields before the first run. */
export function schemaPath(folder: string, { resource, value }: Operation): string {
	return `${folder}/__schema__/v1.0.0/${resource}/${value}.json`;
}

/** What each node can do, a page a node. */
export const REFERENCE = 'docs/reference';

export const referencePageOf = ({ node }: PackNode): string => `${node.description.name}.md`;

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N} -]/gu, '')
		.replaceAll(' ', '-');
}

/** The page that tells how to use a vendor's nodes, by the name of their folder in any case. */
export function guideOf(root: string, { folder }: PackNode): string {
	const name = `${path.basename(folder)}.md`.toLowerCase();
	const guide = globSync('docs/*.md', { cwd: root }).find(
		(file) => path.basename(file).toLowerCase() === name,
	);
	if (!guide)
		throw new Error(
			`${folder} has no page in docs/ that tells how to use it, such as docs/${name}`,
		);
	return guide;
}
