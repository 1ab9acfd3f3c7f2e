/**
 * The pack's own rules, beside n8n's, whose configuration must not be changed (`n8n.strict`): what may leave n8n goes
 * through the few modules that check it. docs/security.md says which threat each of them is for.
 */
import { config } from '@n8n/node-cli/eslint';

const SHIPPED = ['nodes/**/*.ts', 'engine/**/*.ts', 'credentials/**/*.ts'];

const encoding = {
	selector: 'CallExpression[callee.name=/^(encodeURI|encodeURIComponent|escape)$/]',
	message: 'Make paths and queries with `path` and `withQuery` (engine/path.ts).',
};
const handMade = {
	selector:
		':not(TaggedTemplateExpression) > TemplateLiteral[expressions.length>0][quasis.0.value.raw=/^\\u002f/]',
	message: 'Make paths with the tag `path` (engine/path.ts), which encodes what is put in.',
};
const concatenated = {
	selector: "BinaryExpression[operator='+'] > Literal.left[value=/^\\u002f/]",
	message: 'Make paths with the tag `path` (engine/path.ts), which encodes what is put in.',
};
const forged = {
	selector: "TSAsExpression > TSTypeReference[typeName.name='Path']",
	message: 'A Path is made by `path` (engine/path.ts) only.',
};
const request = {
	selector:
		'MemberExpression[property.name=/^(httpRequest|httpRequestWithAuthentication|requestWithAuthentication)$/]',
	message:
		'Send through a Session or `plainRequest` (engine/transport): they bound and redact the answer.',
};
const direct = {
	selector: "CallExpression[callee.name='fetch']",
	message: 'Send through a Session or `plainRequest` (engine/transport).',
};

const all = [encoding, handMade, concatenated, forged, request, direct];

/** The rules for some files, without those that the files themselves are there for. */
const except = (files, ...not) => ({
	files,
	rules: { 'no-restricted-syntax': ['error', ...all.filter((rule) => !not.includes(rule))] },
});

export default [
	...config,
	except(SHIPPED),
	except(['engine/path.ts'], encoding, handMade),
	except(['engine/transport/redactor.ts'], encoding),
	except(['engine/transport/session.ts', 'engine/transport/plainRequest.ts'], request),
	// What is hashed must be written as it is sent; the key stands in the place that the vendor's documents name.
	except(['nodes/EagleEye/signature.ts', 'nodes/SessionM/services.ts'], encoding, handMade),
	// n8n's own resume address, which n8n has signed in this very form.
	except(['nodes/Wavy/resumeToken.ts'], encoding, handMade),
	except(['nodes/Wavy/directPost.ts'], direct),
	// A file's address may be anybody's: no credential goes along.
	except(['nodes/shared/download.ts'], request),
];
