import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { deliver, type Damage } from './deliver.mts';
import type { Action, FaultPlan } from './faults.mts';
import { HttpError, type HttpResponse, type Call, type Endpoint, type Vendor } from './vendor.mts';
import { retryAfter } from './rateGate.mts';
import type { RequestRecord } from './requests.mts';
import type { Tenant } from './tenants.mts';

/** What is known of a request from its head on. */
export interface Arrival {
	tenant: Tenant;
	vendor: Vendor;
	endpoint: Endpoint<unknown> | null;
	record: RequestRecord;
	/** from the body's arrival until the answer leaves */
	inWork: boolean;
}

type Params = Record<string, string>;

/** Takes one request through rate limits, faults, authorization and the vendor's endpoint, and answers it. */
export async function exchange(
	arrival: Arrival,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const { tenant, endpoint, record } = arrival;
	reply.hijack();
	arrival.inWork = true;
	const received = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	record.bytes = received.length;
	if (tenant.settings.keepBodies) record.body = received.toString();
	let answer: HttpResponse;
	let damage: Damage | undefined;
	try {
		const counted = { name: record.endpoint, open: endpoint?.open ?? false };
		const switches = tenant.switches(arrival.vendor);
		tenant.rateGate?.admit(counted);
		switches.rateGate?.admit(counted);
		const head = { endpoint: record.endpoint, method: record.method };
		const plan = tenant.faults.plan(head, switches.faults.plan(head));
		record.faults = plan.types;
		if (plan.delayBeforeMs > 0) await sleep(plan.delayBeforeMs);
		const call = callOf(arrival, request, plan);
		damage = damageBefore(plan.action);
		answer = damage
			? { status: 200 }
			: (errorOf(plan.action, arrival, call) ?? carryOut(arrival, call));
		damage ??= damageAfter(plan.action);
		if (record.processed) answer = distorted(answer, plan.action);
		const waitMs = plan.delayAfterMs + tenant.settings.latencyMs;
		if (waitMs > 0) await sleep(waitMs);
	} catch (error) {
		answer = responseOf(error);
	}
	deliver({ raw: reply.raw, arrival, answer, damage });
}

/** What a thrown value looks like to the client: an HttpError as meant, a defect of the sandbox as a loud 500. */
export function responseOf(error: unknown): HttpResponse {
	if (error instanceof HttpError) return error.response;
	return {
		status: 500,
		body: {
			message: 'Defect in the sandbox',
			stack: error instanceof Error ? error.stack : String(error),
		},
	};
}

function callOf(
	{ tenant, vendor, record }: Arrival,
	request: FastifyRequest,
	plan: FaultPlan,
): Call {
	return {
		n: record.n,
		url: request.raw.url!,
		params: request.params as Params,
		query: request.query as Params,
		headers: request.headers,
		body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
		baseUrl: `http://${request.host}/${tenant.name}/${vendor.name}`,
		countItems: (items) => (record.items = items),
		failing: plan.failing,
	};
}

function carryOut({ tenant, vendor, endpoint, record }: Arrival, call: Call): HttpResponse {
	const state = tenant.state(vendor);
	try {
		if (!endpoint) throw new HttpError(404, 'No such path');
		if (!endpoint.open) vendor.authorize(state, call);
		const answer = endpoint.handle(state, call);
		record.processed = answer.status < 300;
		return answer;
	} catch (error) {
		return responseOf(error);
	}
}

/** Actions that answer in the vendor's place before anything is processed. */
function errorOf(
	action: Action | undefined,
	{ tenant, vendor }: Arrival,
	call: Call,
): HttpResponse | undefined {
	switch (action?.type) {
		case 'status':
			return {
				status: action.status,
				body: action.body ?? { message: `Fault: ${action.status}` },
				headers: {
					...(action.retryAfter !== undefined &&
						retryAfter(action.retryAfter * 1000, action.retryAfterForm)),
					...action.headers,
				},
			};
		case 'tooLarge':
			return { status: 413, body: { message: 'Payload Too Large' } };
		case 'vendor':
			return vendor.faults[action.name]?.(tenant.state(vendor), call);
		default:
			return undefined;
	}
}

function damageBefore(action: Action | undefined): Damage | undefined {
	if (action?.type === 'resetBefore') return 'reset';
	return action?.type === 'hang' && action.when === 'before' ? 'hang' : undefined;
}

function damageAfter(action: Action | undefined): Damage | undefined {
	if (action?.type === 'resetAfter') return 'reset';
	if (action?.type === 'truncate' || action?.type === 'stall') return action.type;
	return action?.type === 'hang' ? 'hang' : undefined;
}

const HTML =
	'<!DOCTYPE html><html><head><title>Service notice</title></head><body><h1>One moment please</h1></body></html>';

/** Puts another body in the place of a success. */
function distorted(answer: HttpResponse, action: Action | undefined): HttpResponse {
	if (action?.type === 'notJson') {
		return {
			status: 200,
			body: action.body ?? HTML,
			headers: { 'content-type': 'text/html; charset=utf-8' },
		};
	}
	if (action?.type === 'wrongShape')
		return { status: 200, body: action.body === undefined ? { result: ['ok'] } : action.body };
	return answer;
}
