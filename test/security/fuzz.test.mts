import { threadCpuUsage } from 'node:process';

import fc from 'fast-check';

import { ItemError } from '../../engine/fields/itemError';
import { UnexpectedResponseError } from '../../engine/operation';
import { InvalidPayloadError } from '../../engine/webhooks/payload';
import { readEvent } from '../../nodes/EagleEye/events/envelope';
import { outputOf } from '../../nodes/EagleEye/events/output';
import { mergedPhoneNumbers } from '../../nodes/SessionM/phoneNumbers';
import { accountOp, airEvent } from '../eagleEye/events.mts';
import { inherited, RUNS, seed, timeoutMs } from './fuzzRuns.mts';
import { hostileJson } from './hostileJson.mts';
import { air, parsers, redactor } from './parsers.mts';

/** What a parser may work on one payload, in milliseconds of the CPU, whose clock is exact to some 4 ms. */
const MAX_MS = 50;

/** Errors by which parsers reject; any other is a fault of theirs. */
const REJECTIONS = [ItemError, InvalidPayloadError, UnexpectedResponseError];

const worked = () => {
	const { user, system } = threadCpuUsage();
	return (user + system) / 1000;
};

/** Holds a parser to what all of them must do: return or reject, within the time, and change nothing for others. */
function hold(parse: (value: unknown) => unknown, value: unknown): void {
	const before = worked();
	try {
		const result = parse(value);
		// What comes out must be storable: n8n writes it to its database.
		if (result !== undefined) structuredClone(result);
	} catch (error) {
		if (!REJECTIONS.some((kind) => error instanceof kind)) throw error;
	}
	expect(worked() - before).toBeLessThan(MAX_MS);
}

describe.each(Object.entries(parsers))('%s', (_, [payloads, parse]) => {
	it(
		'are read or rejected, whatever comes',
		() => {
			const before = inherited();
			fc.assert(
				fc.property(payloads, (value) => hold(parse, value)),
				{ numRuns: RUNS, seed },
			);
			expect(inherited()).toBe(before);
		},
		timeoutMs,
	);
});

describe('what has broken a parser once', () => {
	const noText = { toString: 1, valueOf: null };
	const objects = JSON.parse(
		JSON.stringify(['constructor', 'toString'].map((type) => accountOp(type))),
	) as unknown[];
	it.each<[string, () => unknown]>([
		[
			'an event whose path is an object',
			() => readEvent(airEvent({ name: 'X', request: { resource: noText } })),
		],
		[
			'an operation whose kind is an object',
			() => readEvent({ ...air[0], atomicOperations: [{ operationType: noText }] }),
		],
		[
			'accounts of types that every object has',
			() => outputOf(readEvent(airEvent({ name: 'X', operations: objects })), ''),
		],
		[
			'a phone number on file that is an object',
			() => mergedPhoneNumbers([{ phone_number: noText }, null, 7], []),
		],
	])('%s', (_, parse) => expect(() => structuredClone(parse())).not.toThrow());
});

it(
	'texts of vendors are searched for secrets, whatever they hold',
	async () => {
		const texts = fc.oneof(
			hostileJson.map((value) => JSON.stringify(value) ?? ''),
			fc.string({ unit: 'binary' }),
		);
		await fc.assert(
			fc.asyncProperty(
				texts,
				fc.constantFrom('planted-secret-1', 'é"\\/+', ''),
				async (text, secret) => {
					const json = JSON.stringify({ text, [secret]: [secret, text] });
					for (const given of [text, text + secret, json])
						expect(await redactor.text(given)).not.toContain('planted-secret-1');
					expect(JSON.parse(await redactor.text(json))).toBeDefined();
				},
			),
			{ numRuns: RUNS, seed },
		);
	},
	timeoutMs,
);
