import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import {
	type Entry,
	type EntryAnswer,
	type NotAccepted,
	type Operation,
	type RequestSpec,
	UnreadableAnswer,
} from '../../../../engine/operation';
import { refusal } from '../../../../engine/refusal';
import { refusedBy, said, type Said, saidInRefusal, USER_NOT_FOUND } from '../../answer';
import { appPath, customerPath, onePerCustomer } from '../../api';
import { readCustomerId } from '../../customer';
import { documentProperties, documentReader } from '../../customerDocument';
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
 * A customer on the way. Whether POST alone would update is not verified (CONTRACTS 3.2), so:
 * - `read`: GET, where phone numbers are to be added to those on file;
 * - `update`: PUT; if there is no such customer, then
 * - `create`: POST; if that is refused, somebody may have created the customer meanwhile, so `update` again.
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
	refusal?: NotAccepted;
}

/** Lost connections at POST, with PUT not finding the customer in between, before the item is given up. */
const MOST_CREATIONS = 4;

const answerSchema = z.object({ user: z.object({ id: z.string().optional(), phone_numbers: z.unknown() }).passthrough() });

const firstStep = ({ toAdd }: Upsert): Upsert['step'] => (toAdd ? 'read' : 'update');

/** The entry at another step, with what is known by then. */
function at(entry: Entry<Upsert>, step: Upsert['step'], more: Partial<Upsert> = {}): Entry<Upsert> {
	return { ...entry, looksUp: step === 'read', data: { ...entry.data, ...more, step } };
}

function requestFor({ step, externalId, document, phoneNumbers, toAdd }: Upsert): RequestSpec {
	const path = customerPath({ by: 'externalId', id: externalId });
	if (step === 'read') return { method: 'GET', path };
	const phones = phoneNumbers ?? toAdd;
	const user = { ...document, ...(phones && { phone_numbers: phones }) };
	if (step === 'update') return { method: 'PUT', path, body: bodyOf(user) };
	return { method: 'POST', path: appPath('users'), body: bodyOf({ external_id: externalId, ...user }) };
}

const bodyOf = (user: IDataObject) => Buffer.from(JSON.stringify({ user }));

/** What an answer with the status "ok" means. */
function follow(entry: Entry<Upsert>, body: IDataObject): EntryAnswer<Upsert> {
	const parsed = answerSchema.safeParse(body);
	if (!parsed.success) throw new UnreadableAnswer();
	const { user } = parsed.data;
	const { data } = entry;
	if (data.step === 'read') {
		const phoneNumbers = mergedPhoneNumbers(user.phone_numbers, data.toAdd ?? []);
		return { next: at(entry, 'update', { phoneNumbers }) };
	}
	const { externalId, creations } = data;
	return {
		accepted: true,
		result: { externalId, userId: user.id ?? null, accepted: true, created: creations > 0, user: user as IDataObject },
	};
}

/** What a refusal means: create what is not there; look again where creating was refused. */
function followRefusal(entry: Entry<Upsert>, what: Extract<Said, { ok: false }>): EntryAnswer<Upsert> {
	const { data } = entry;
	if (data.step === 'create') {
		return { next: at(entry, firstStep(data), { refusal: refusedBy(what) }) };
	}
	if (what.code !== USER_NOT_FOUND) return refusedBy(what);
	if (data.refusal) return data.refusal;
	if (data.creations >= MOST_CREATIONS) {
		return {
			accepted: false,
			kind: 'unknown',
			retry: true,
			message: 'The new customer was sent several times without an answer, and SessionM does not find it',
			advice: 'Run the workflow again for this item later',
		};
	}
	return { next: at(entry, 'create', { phoneNumbers: undefined, creations: data.creations + 1 }) };
}

export const upsert: Operation<Upsert> = {
	resource: 'customer',
	value: 'upsert',
	name: 'Create or Update',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update a customer',
	properties,
	// The last state of a customer in the input must be the last one at SessionM.
	packing: onePerCustomer,
	// A POST is never repeated without a PUT before it (`refresh`), and a PUT may arrive twice.
	idempotent: true,
	services: [core],
	read(parameters, facts) {
		const externalId = parameters.field('externalId');
		const documentOf = documentReader(parameters, facts);
		const replaces = parameters.fixed<string>('phoneNumbers', 'keep') === 'replace';
		return (item) => {
			const id = readCustomerId(externalId(item), 'External ID');
			const { external_id: other, phone_numbers: phones, ...document } = documentOf(item);
			if (other !== undefined && other !== null && String(other) !== id) {
				throw refusal(
					`The item has two external IDs: "${id}" and, in the field external_id, "${String(other)}"`,
					'Map the right one to "External ID", and leave the field external_id out',
				);
			}
			const mapped = readPhoneNumbers(phones);
			const data: Upsert = { step: 'update', externalId: id, document, creations: 0 };
			if (replaces) data.phoneNumbers = mapped;
			else if (mapped?.length) data.toAdd = mapped;
			return at({ item, key: id, bytes: 0, data }, firstStep(data));
		};
	},
	refresh: (entry, mayHaveArrived) =>
		mayHaveArrived && entry.data.step === 'create' ? at(entry, firstStep(entry.data)) : entry,
	request: ([entry]) => requestFor(entry!.data),
	answer([entry], body) {
		const what = said(body);
		return [what.ok ? follow(entry!, what.body) : followRefusal(entry!, what)];
	},
	refused([entry], status, body) {
		const what = saidInRefusal(status, body);
		return what && [followRefusal(entry!, what)];
	},
};
