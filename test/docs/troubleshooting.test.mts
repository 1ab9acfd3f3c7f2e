/** Every message that docs/troubleshooting.md quotes in a heading is one that the code writes. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { root, textOf } from './markdown.mts';

/** What stands for a value in a template, and in a quoted message. */
const ANY = '…';

/** Fewer letters than these would match too much. */
const MIN_LETTERS = 8;

const textOfNode = (node: ts.Node): string | undefined => {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isTemplateExpression(node))
		return node.head.text + node.templateSpans.map(({ literal }) => ANY + literal.text).join('');
	if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
		return (textOfNode(node.left) ?? ANY) + (textOfNode(node.right) ?? ANY);
	return undefined;
};

function messagesIn(code: string): string[] {
	const source = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true);
	const messages: string[] = [];
	const visit = (node: ts.Node): void => {
		const text = textOfNode(node);
		if (text !== undefined && text.replaceAll(ANY, '').length >= MIN_LETTERS)
			messages.push(text.replace(/…+/g, ANY));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return messages;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A template matches a quotation that has any text in the place of its values. */
const isQuoted = (quotation: string, message: string) =>
	new RegExp(`^${message.split(ANY).map(escaped).join('.+')}$`, 's').test(quotation);

const messages = globSync(['engine/**/*.ts', 'nodes/**/*.ts', 'credentials/*.ts'], { cwd: root })
	.map((file) => readFileSync(join(root, file), 'utf8'))
	.flatMap(messagesIn);

const quotations = [...textOf('docs/troubleshooting.md').matchAll(/^### (.+)$/gm)].map(
	([, quotation]) => quotation!,
);

it.each([
	["f('It is empty now')", 'It is empty now', true],
	["f('It is empty now')", 'It is empty', false],
	['f(`"${field}" has no country code: ${x}`)', '"To" has no country code: …', true],
	['f(`"${field}" has no country code: ${x}`)', '"To" has no country: …', false],
	['f(`${a}: ${b}`)', 'anything: at all', false],
	["f('one ' + `two ${three}` + ' four')", 'one two … four', true],
])('%s is quoted by %j: %s', (code, quotation, expected) => {
	expect(messagesIn(code).some((message) => isQuoted(quotation, message))).toBe(expected);
});

it('quotes messages', () => {
	expect(quotations.length).toBeGreaterThan(30);
	expect(new Set(quotations).size).toBe(quotations.length);
});

it.each(quotations)('the code has %j', (quotation) => {
	expect(messages.filter((message) => isQuoted(quotation, message))).not.toEqual([]);
});
