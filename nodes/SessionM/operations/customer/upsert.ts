import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { isBlank } from '../../../../engine/fields/blank';
import { itemError, quoted } from '../../../../engine/fields/itemError';
import { type RequestSpec, UnexpectedResponseError } from '../../../../engine/operation';
import { singleOperation, type SingleResult } from '../../../../engine/single';
import type { VendorFailure } from '../../../../engine/vendor';
import { appPath, customerPath } from '../../api';
import { readCustomerId } from '../../customer';
import { documentProperties, documentReader } from '../../customerDocument';
import { USER_NOT_FOUND } from '../../envelope';
import { mergedPhoneNumbers, type PhoneNumber, readPhoneNumbers } from '../../phoneNumbers';
import { core } from '../../services';

const properties: INodeProperties[] = [
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. C-1001',
		description: 'Your own ID of the customer, by which SessionM is to know who it is',
	},
	...documentProperties,
];

/**
 * A customer on the way. Whether POST alone would update is not verified (sessionM 3.2), so:
 * - `read`: GET, where phone numbers are to be added to those on file;
 * - `update`: PUT; if there is no such customer, then
 * - `create`: POST; if that is rejected, somebody may have created the customer meanwhile, so `update` again.
 */
interface Upsert {
	step: 'read' | 'update' | 'create';
	externalId: string;
	/** The customer without id and phone numbers. */
	document: IDataObject;
	/** Numbers to send, as far as known: on file and mapped, once read. */
	phoneNumbers?: PhoneNumber[];
	/** Numbers that the item brings, where those on file are to be kept. */
	toAdd?: PhoneNumber[];
	/** How often the customer was to be created. */
	creations: number;
	/** Why it could not be. */
	rejection?: VendorFailure;
}

/** Lost connections at POST, with PUT not finding the customer in between, before the item is given up. */
const MAX_CREATIONS = 4;

const answerSchema = z.object({
	user: z.object({ id: z.string().optional(), phone_numbers: z.unknown() }).passthrough(),
});

const firstStep = ({ toAdd }: Upsert): Upsert['step'] => (toAdd ? 'read' : 'update');

function requestFor({ step, externalId, document, phoneNumbers, toAdd }: Upsert): RequestSpec {
	const path = customerPath({ by: 'externalId', id: externalId });
	if (step === 'read') return { method: 'GET', path };
	const phones = phoneNumbers ?? toAdd;
	const user = { ...document, ...(phones && { phone_numbers: phones }) };
	if (step === 'update') return { method: 'PUT', path, body: bodyOf(user) };
	return {
		method: 'POST',
		path: appPath('users'),
		body: bodyOf({ external_id: externalId, ...user }),
	};
}

const bodyOf = (user: IDataObject) => Buffer.from(JSON.stringify({ user }));

/** What a success means. */
function follow(data: Upsert, body: unknown): SingleResult<Upsert> {
	const parsed = answerSchema.safeParse(body);
	if (!parsed.success) throw new UnexpectedResponseError();
	const { user } = parsed.data;
	if (data.step === 'read') {
		const phoneNumbers = mergedPhoneNumbers(user.phone_numbers, data.toAdd ?? []);
		return { followUp: { ...data, step: 'update', phoneNumbers } };
	}
	const { externalId, creations } = data;
	return {
		accepted: true,
		result: {
			externalId,
			userId: user.id ?? null,
			accepted: true,
			created: creations > 0,
			user: user as IDataObject,
		},
	};
}

/** What a failure means: create what is not there; look again where creating was rejected. */
function followFailure(data: Upsert, failure: VendorFailure): SingleResult<Upsert> | undefined {
	if (data.step === 'create' && failure.code !== undefined) {
		return { followUp: { ...data, step: firstStep(data), rejection: failure } };
	}
	if (failure.code !== USER_NOT_FOUND) return undefined;
	if (data.rejection) return data.rejection;
	if (data.creations >= MAX_CREATIONS) {
		return {
			accepted: false,
			kind: 'unknown',
			retry: true,
			message:
				'The new customer was sent several times without a response, and SessionM does not find it',
			hint: 'Run the workflow again for this item later',
		};
	}
	// What was merged with the numbers on file is of no use where there is none on file.
	const phoneNumbers = data.toAdd ? undefined : data.phoneNumbers;
	return { followUp: { ...data, step: 'create', phoneNumbers, creations: data.creations + 1 } };
}

export const upsert = singleOperation<Upsert>({
	resource: 'customer',
	value: 'upsert',
	name: 'Create or Update',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update a customer',
	properties,
	// A POST is never retried without a PUT before it (`beforeSend`), and a PUT may arrive twice.
	idempotent: true,
	services: [core],
	read(parameters, facts) {
		const externalId = parameters.field('externalId');
		const documentOf = documentReader(parameters, facts);
		const replaces = parameters.fixed<string>('phoneNumbers', 'keep') === 'replace';
		return (item) => {
			const id = readCustomerId(externalId(item), 'External ID');
			const { external_id: other, phone_numbers: phones, ...document } = documentOf(item);
			if (!isBlank(other) && readCustomerId(other, 'external_id') !== id) {
				throw itemError(
					`The item has two external IDs: ${quoted(id)} and, in the field external_id, ${quoted(other)}`,
					'Map the right one to "External ID", and leave the field external_id out',
				);
			}
			const mapped = readPhoneNumbers(phones);
			const data: Upsert = { step: 'update', externalId: id, document, creations: 0 };
			if (replaces) data.phoneNumbers = mapped;
			else if (mapped?.length) data.toAdd = mapped;
			return { ...data, step: firstStep(data) };
		};
	},
	// The last state of a customer in the input must be the last one at SessionM.
	entryFacts: ({ externalId, step }) => ({ key: externalId, readOnly: step === 'read' }),
	beforeSend: (data, mayHaveArrived) =>
		mayHaveArrived && data.step === 'create' ? { ...data, step: firstStep(data) } : data,
	request: requestFor,
	parseResponse: follow,
	onFailure: followFailure,
});
