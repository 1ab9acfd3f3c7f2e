import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import {
	anchorOf,
	guideOf,
	REFERENCE,
	referencePageOf,
	titleOf,
} from '../../tools/generate/nodes.mts';
import { allNodes, nodes, operations, type OperationUnderTest, root } from './pack.mts';
import { nodeOf, withDefaults } from './sample.mts';

/** What every node of n8n has, what is nothing but a text, and what holds others, which are described. */
const isSelfExplanatory = ({ name, type }: INodeProperties) =>
	['resource', 'operation'].includes(name) || ['notice', 'collection'].includes(type);

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe.each(allNodes)('$file', ({ file, folder, node: { description } }) => {
	it('has an icon for light and for dark', () => {
		const { light, dark } = description.icon as { light: string; dark: string };
		expect(light).not.toBe(dark);
		for (const icon of [light, dark]) {
			expect(read(path.join(folder, icon.replace(/^file:/, '')))).toContain('<svg');
		}
	});

	it('has a codex file, by which n8n finds and documents it', () => {
		const codex = JSON.parse(read(file.replace(/\.ts$/, '.json'))) as Record<string, never>;
		const { name } = JSON.parse(read('package.json')) as { name: string };
		expect(codex).toMatchObject({
			node: `${name}.${description.name}`,
			nodeVersion: '1.0',
			codexVersion: '1.0',
		});
		expect(codex.categories).not.toEqual([]);
		expect(codex.resources).toHaveProperty('primaryDocumentation');
	});

	it('describes itself and every parameter', () => {
		expect(description.description).toMatch(/^[A-Z]/);
		const bare = [...everyProperty(description.properties)].filter(
			({ property }) =>
				!isSelfExplanatory(property) && !/^\p{Lu}/u.test(property.description ?? ''),
		);
		expect(bare.map(({ at }) => at)).toEqual([]);
	});
});

describe.each(nodes)('$node.description.displayName', ({ node: { description }, resources }) => {
	const optionsOf = (name: string, resource?: string) =>
		description.properties.find(
			(one) =>
				one.name === name && (!resource || one.displayOptions?.show?.resource?.includes(resource)),
		)!;
	const values = ({ options = [] }: INodeProperties) =>
		(options as INodePropertyOptions[]).map(({ value }) => value);

	it('begins with a resource and an operation that it has', () => {
		expect(values(optionsOf('resource'))).toContain(optionsOf('resource').default);
		for (const { value } of resources) {
			expect(values(optionsOf('operation', value))).toContain(
				optionsOf('operation', value).default,
			);
		}
	});

	it('is a tool for AI agents', () => expect(description.usableAsTool).toBe(true));
});

describe.each(operations)('$title', (under) => {
	const { resource, operation, folder } = under;
	const chosen = withDefaults(under, { resource: operation.resource, operation: operation.value });

	it('is called as its file', () => {
		expect(operation.resource).toBe(resource.value);
		expect(
			existsSync(path.join(root, folder, 'operations', resource.value, `${operation.value}.ts`)),
		).toBe(true);
	});

	it('tells what it does', () => {
		expect(operation.name).toMatch(/^[A-Z]/);
		expect(operation.description).toMatch(/^[A-Z].*[^.]$/);
		expect(operation.action).toMatch(/^[A-Z][^A-Z].*[^.]$/);
	});

	it('is documented: on the page of the vendor, with a link to its parameters', () => {
		const title = titleOf(resource, operation);
		const page = referencePageOf(under);
		expect(read(guideOf(root, under))).toContain(
			`[${title}](reference/${page}#${anchorOf(title)})`,
		);
		expect(read(`${REFERENCE}/${page}`)).toContain(`\n### ${title}\n`);
	});

	it('offers Resend When Outcome Is Unknown where it is not idempotent, and only there', () => {
		expect(shows(under, chosen, 'resendUnknown')).toBe(!operation.idempotent);
	});

	it('offers Batch Size where entries can share requests, up to the maximum', () => {
		const { maxEntries } = operation.batching;
		const isLimited =
			maxEntries > 1 && Number.isFinite(maxEntries) && maxEntries < Number.MAX_SAFE_INTEGER;
		const offered = optionsShown(under, chosen).filter(({ name }) => name === 'batchSize');
		expect(offered.map(({ typeOptions }) => typeOptions?.maxValue)).toEqual(
			isLimited ? [maxEntries] : [],
		);
	});
});

const shows = (under: OperationUnderTest, parameters: INodeParameters, option: string): boolean =>
	optionsShown(under, parameters).some(({ name }) => name === option);

/** The options that n8n shows for these parameters. */
function optionsShown(under: OperationUnderTest, parameters: INodeParameters): INodeProperties[] {
	const { description } = under.node;
	const { options } = description.properties.find(({ name }) => name === 'options')!;
	return (options as INodeProperties[]).filter((option) =>
		NodeHelpers.displayParameter(parameters, option, nodeOf(under, parameters), description),
	);
}

/** Every parameter with those within it, and where it stands. */
function* everyProperty(
	properties: INodeProperties[],
	above = '',
): Generator<{ property: INodeProperties; at: string }> {
	for (const property of properties) {
		const at = `${above}${property.displayName}`;
		yield { property, at };
		for (const option of property.options ?? []) {
			if ('values' in option)
				yield* everyProperty((option as INodePropertyCollection).values, `${at} › `);
			else if ('displayName' in option) yield* everyProperty([option], `${at} › `);
		}
	}
}
