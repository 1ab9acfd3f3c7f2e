import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { bodyEndpoint, ok, userOf, who } from './service.mts';
import type { PointsRow, SessionMState, User } from './state.mts';

const ACCOUNT_NAME = 'Fry Points';

/**
 * Why a detail moved no points. Integrations show that `error_status` is an integer in an answer that is "ok"; which
 * number means what is not documented, so these are the sandbox's own.
 */
export const errorStatuses = {
	none: 0,
	tooFewPoints: 1,
	unknownAccount: 2,
	unknownSource: 3,
	otherFailed: 4,
};

const ERRORS: Record<number, string> = {
	[errorStatuses.tooFewPoints]: 'The customer has too few points',
	[errorStatuses.unknownAccount]: 'There is no such point account',
	[errorStatuses.unknownSource]: 'There is no such point source',
	[errorStatuses.otherFailed]: 'Another detail failed, and partial success is not allowed',
};

const list = {
	allow_partial_success: z.boolean().optional(),
	disable_event_publishing: z.boolean().optional(),
};
const detail = {
	amount: z.number().positive(),
	reference_id: z.string().optional(),
	reference_type: z.string().optional(),
	idempotency_id: z.string().optional(),
	rank: z.number().int().optional(),
};
const depositDetail = z
	.object({ ...detail, point_source_id: z.string(), point_account_id: z.string() })
	.strict();
const depositBody = z
	.object({ ...who, ...list, deposit_details: z.array(depositDetail).min(1) })
	.strict();

const optionalText = z.string().optional();
const spendDetail = z
	.object({
		...detail,
		id: optionalText,
		timestamp: optionalText,
		overdraft_id: optionalText,
		overdraft_timestamp: optionalText,
		point_account_ids: z.array(z.string()).min(1),
		point_source_id: optionalText,
		transaction_id: optionalText,
		force_spend: z.boolean().optional(),
		is_return: z.boolean().optional(),
	})
	.strict();
const spendBody = z
	.object({
		...who,
		...list,
		spend_details: z.array(spendDetail).min(1),
		parallel_mode: z.boolean().optional(),
	})
	.strict();
const balanceBody = z.object(who).strict();

interface Move {
	amount: number;
	reference_id?: string;
	reference_type?: string;
	idempotency_id?: string;
	/** of this detail alone, by what the details before it have left */
	status(points: number): number;
	/** + for a deposit, - for points spent */
	sign: 1 | -1;
	/** what an answer calls the amount */
	amountName: 'amount_deposited' | 'amount_spent';
}

/**
 * Moves the points of all details, or of none where one fails and partial success is not allowed. A detail with an
 * idempotency id that was there before moves nothing, and gets its first answer.
 */
function move(
	state: SessionMState,
	user: User,
	moves: Move[],
	partial: boolean,
	rows: PointsRow[],
	call: Call,
) {
	const known = (one: Move) =>
		one.idempotency_id
			? state.idempotent.get(JSON.stringify([user.id, one.idempotency_id]))
			: undefined;
	let points = user.points;
	const statuses = moves.map((one) => {
		if (known(one)) return errorStatuses.none;
		const status = one.status(points);
		if (status === errorStatuses.none) points += one.sign * one.amount;
		return status;
	});
	const mayMove = partial || statuses.every((status) => status === errorStatuses.none);
	return moves.map((one, i) => {
		const first = known(one);
		if (first) return { ...first, idempotency_summary: 'Processed before' };
		const failed = statuses[i] !== errorStatuses.none;
		const status = failed || mayMove ? statuses[i]! : errorStatuses.otherFailed;
		if (status === errorStatuses.none) {
			state.give(user, one.sign * one.amount);
			rows.push({
				user: user.id,
				externalId: user.externalId,
				amount: one.amount,
				reference: one.reference_id ?? '',
				idempotencyId: one.idempotency_id || null,
				request: call.n,
			});
		}
		const answer = detailView(state, user, one, status);
		if (one.idempotency_id && status === errorStatuses.none) {
			state.idempotent.set(JSON.stringify([user.id, one.idempotency_id]), answer);
		}
		return answer;
	});
}

function detailView({ settings }: SessionMState, user: User, one: Move, status: number) {
	return {
		account_name: ACCOUNT_NAME,
		user_point_account_id: user.userPointAccountId,
		point_account_id: settings.pointAccountId,
		[one.amountName]: status === errorStatuses.none ? one.amount : 0,
		remaining_balance: user.points,
		reference_id: one.reference_id ?? null,
		reference_type: one.reference_type ?? null,
		tracking_id: randomUUID(),
		idempotency_id: one.idempotency_id ?? null,
		idempotency_summary: null,
		retailer_id: settings.retailerId,
		user_id: user.id,
		point_source_id: settings.pointSourceId,
		error_status: status,
		error_response: status === errorStatuses.none ? null : { error: ERRORS[status] },
		message: null,
	};
}

function answer(
	state: SessionMState,
	user: User,
	details: Array<Record<string, unknown>>,
	name: Move['amountName'],
) {
	const moved = details.reduce((sum, one) => sum + Number(one[name] ?? 0), 0);
	return ok({
		retailer_id: state.settings.retailerId,
		user_id: user.id,
		details,
		summary: { [name]: moved, remaining_balance: user.points },
		audits: [],
		time_of_occurrence: new Date(state.now()).toISOString(),
	});
}

function deposit(
	state: SessionMState,
	body: z.infer<typeof depositBody>,
	call: Call,
): HttpResponse {
	const user = userOf(state, body);
	const { pointSourceId, pointAccountId } = state.settings;
	const moves = body.deposit_details.map((one): Move => {
		const status = () => {
			if (one.point_source_id !== pointSourceId) return errorStatuses.unknownSource;
			const isKnown = one.point_account_id === pointAccountId;
			return isKnown ? errorStatuses.none : errorStatuses.unknownAccount;
		};
		return { ...one, status, sign: 1, amountName: 'amount_deposited' };
	});
	const details = move(
		state,
		user,
		moves,
		body.allow_partial_success ?? false,
		state.deposits,
		call,
	);
	return answer(state, user, details, 'amount_deposited');
}

function spend(state: SessionMState, body: z.infer<typeof spendBody>, call: Call): HttpResponse {
	const user = userOf(state, body);
	const moves = body.spend_details.map((one): Move => {
		const status = (points: number) => {
			if (!one.point_account_ids.includes(state.settings.pointAccountId)) {
				return errorStatuses.unknownAccount;
			}
			const isEnough = points >= one.amount || one.force_spend === true;
			return isEnough ? errorStatuses.none : errorStatuses.tooFewPoints;
		};
		return { ...one, status, sign: -1, amountName: 'amount_spent' };
	});
	const details = move(state, user, moves, body.allow_partial_success ?? false, state.spent, call);
	return answer(state, user, details, 'amount_spent');
}

function balance(state: SessionMState, body: z.infer<typeof balanceBody>): HttpResponse {
	const user = userOf(state, body);
	return ok({
		retailer_id: state.settings.retailerId,
		user_id: user.id,
		summary: { total_points: user.points, life_time_points: user.lifetimePoints },
		details: [
			{
				account_name: ACCOUNT_NAME,
				user_point_account_id: user.userPointAccountId,
				point_account_id: state.settings.pointAccountId,
				grouping_label: 'Available',
				available_balance: user.points,
				life_time_value: user.lifetimePoints,
			},
		],
	});
}

const at = (path: string, version = '1.0') =>
	['POST', `/incentives/api/${version}/user_points/${path}`] as const;

/** Points: bodies and answers as integrations read and write them. */
export const pointsEndpoints: Array<Endpoint<SessionMState>> = [
	...['1.0', '2.0'].map((version) =>
		bodyEndpoint('connect', 'deposit', at('deposit', version), depositBody, deposit),
	),
	bodyEndpoint('connect', 'spend', at('spend_multiple'), spendBody, spend),
	bodyEndpoint('connect', 'balance', at('balance'), balanceBody, balance),
	bodyEndpoint('connect', 'allBalances', at('all_balances'), balanceBody, balance),
];
