/** Recipes name nodes, operations and parameters as the editor does, by the generated reference. */
import { textOf } from './markdown.mts';

const PAGES: Record<string, string> = {
	WAI: 'wai',
	Wavy: 'wavy',
	uContact: 'uContact',
	'Eagle Eye': 'eagleEye',
	SessionM: 'sessionM',
};

/** Names in the parameter tables of a part of a reference page. */
const parametersOf = (part: string): string[] =>
	[...part.matchAll(/^\| ([^|]+?) \|/gm)].map(([, name]) => name!);

/** By heading, such as `Message: Send Text` or `Options`. */
function partsOf(page: string): Map<string, string[]> {
	const parts = textOf(`docs/reference/${page}.md`).split(/^#{2,3} /m);
	return new Map(parts.map((part) => [part.split('\n')[0]!, parametersOf(part)]));
}

interface Step {
	node: string;
	operation: string;
	parameters: string[];
}

/** `2. **Wavy**, *SMS: Send*` and the list of parameters below it. */
const stepsOf = (text: string): Step[] =>
	[...text.matchAll(/^\d+\. \*\*([^*]+)\*\*, \*([^*]+)\*\n((?: {3}- .*\n)*)/gm)].map(
		([, node, operation, list]) => ({
			node: node!,
			operation: operation!,
			parameters: list!.split('\n').flatMap((line) => {
				const [names] = line.split(/: /);
				return [...names!.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name!);
			}),
		}),
	);

const steps = stepsOf(textOf('docs/recipes.md'));

it('there are twelve jobs, with the nodes of every vendor', () => {
	expect(textOf('docs/recipes.md').match(/^## /gm)).toHaveLength(12);
	expect([...new Set(steps.map(({ node }) => node))].sort()).toEqual(Object.keys(PAGES).sort());
});

it('reads a step with its parameters', () => {
	const text = '1. **Wavy**, *SMS: Send*\n   - **To**: `x`\n   - **A**, **B**: **c**\n2. Other\n';
	expect(stepsOf(text)).toEqual([
		{ node: 'Wavy', operation: 'SMS: Send', parameters: ['To', 'A', 'B'] },
	]);
});

it.each(steps.map((step) => [step.node, step.operation, step.parameters] as const))(
	'%s has %s with %j',
	(node, operation, parameters) => {
		const parts = partsOf(PAGES[node]!);
		expect([...parts.keys()]).toContain(operation);
		const known = [...parts.get(operation)!, ...parts.get('Options')!];
		expect(parameters.filter((name) => !known.includes(name))).toEqual([]);
		expect(parameters.length).toBeGreaterThan(0);
	},
);
