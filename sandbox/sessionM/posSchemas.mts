import { z } from 'zod/v4';

const time = z.iso.datetime({ offset: true });
const optional = z.string().nullable().optional();
const userIdType = z.enum(['External_ID', 'SessionM_ID']);
const customData = z.record(z.string(), z.unknown()).nullable().optional();

/** `tax_included` is an amount: a typed service fails to read anything else. */
const item = z
	.object({
		line_id: z.string(),
		item_id: z.string().min(1),
		quantity: z.number(),
		unit_price: z.number(),
		subtotal: z.number(),
		tax_included: z.number(),
		modifies_line_id: optional,
		custom_data: customData,
	})
	.strict();

const payment = z
	.object({
		payment_id: z.string(),
		amount: z.number(),
		type: z.string(),
		payment_time: time,
		user_id: optional,
		user_id_type: userIdType.nullable().optional(),
		additional_user_id: optional,
		additional_user_id_type: userIdType.nullable().optional(),
		receipt_code: optional,
		custom_data: customData,
	})
	.strict()
	.refine((given) => !given.user_id || given.user_id_type, 'user_id needs a user_id_type');

/**
 * The one type of reference that is known: `UserOfferId`, as SessionM's discount calls name it; in an integration's
 * spelling as well. The reference of an offer that SessionM serves is the id of the customer's offer.
 */
const offerReference = z
	.string()
	.refine((type) => /^user_?offer_?id$/i.test(type), 'only UserOfferId is known');

const discount = z
	.object({
		reference_id: z.string().min(1),
		reference_id_type: offerReference,
		pos_discount_id: optional,
		status: optional,
		display_name: z.string(),
		image_url: optional,
		discounted_line_ids: z.array(z.string()).nullable().optional(),
		discounted_line_id_quantities: z.array(z.number()).nullable().optional(),
		discount_source: z.string(),
		amount: z.number(),
		stack_order: z.number().int(),
		applied_time: time,
		user_id: optional,
	})
	.strict();

const transaction = z
	.object({
		is_closed: z.boolean(),
		is_voided: z.boolean().optional(),
		channel: z.string().optional(),
		custom_data: customData,
		pos_employee_id: z.string().optional(),
		sm_employee_id: optional,
		table_id: optional,
		guest_count: z.number().int().nullable().optional(),
		transaction_id: z.string().min(1),
		from_transaction_id: optional,
		subtotal: z.number(),
		tax_total: z.number().optional(),
		open_time: time.nullable().optional(),
		modified_time: time.optional(),
		guest_receipt_code: optional,
		items: z.array(item),
		payments: z.array(payment).min(1),
		discounts: z.array(discount).optional(),
		business_def_collection: z.array(z.record(z.string(), z.unknown())).nullable().optional(),
	})
	.strict();

export type Transaction = z.infer<typeof transaction>;
export type Discount = z.infer<typeof discount>;

/** The documented container of every POS call. */
function container<Payload extends z.ZodType>(payload: Payload) {
	return z
		.object({
			store_id: z.string().min(1),
			client_id: z.string().min(1),
			request_id: z.string().min(1),
			culture: z.string().optional(),
			request_payload: payload,
		})
		.strict();
}

/** The header of a transaction, its items, payments and discounts: all fields that an integration's types have. */
export const transactionBody = container(transaction);

export const reinstateBody = container(
	z.object({ user_offer_id: z.string().min(1), employee_id: z.string().min(1) }).strict(),
);
