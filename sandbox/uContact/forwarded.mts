import { z } from 'zod/v4';
import type { Endpoint } from '../shared/vendor.mts';
import type { ForwardedRow, UContactState } from './state.mts';

/** Wavy's own payload (uContact 5.2; wavy 1.5, 1.6). */
const entry = z.looseObject({ id: z.string().optional() });
const message = entry.refine((one) => one.message !== undefined && one.source !== undefined);
const status = entry.refine(
	(one) => one.destination !== undefined && one.sentStatusCode !== undefined,
);
/** Tells the accounts of Wavy apart. */
const clientInfo = z.looseObject({ customerId: z.number() }).optional();

const callbacks = {
	message: z.looseObject({ clientInfo, data: z.array(message).min(1) }),
	status: z.looseObject({ clientInfo, data: z.array(status).min(1) }),
};

function json(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString());
	} catch {
		return undefined;
	}
}

/** One of the two addresses that Wavy is given. */
function forwarded(kind: ForwardedRow['kind']): Endpoint<UContactState> {
	return {
		name: `wavy.${kind}`,
		method: 'POST',
		path: `/Integra/resources/Wavy/${kind}`,
		// Wavy calls it without signing in.
		open: true,
		handle(state, call) {
			const parsed = callbacks[kind].safeParse(json(call.body));
			if (!parsed.success) return { status: 200, body: 'ERROR' };
			const { data, clientInfo: client = null } = parsed.data;
			call.countItems(data.length);
			for (const one of data) {
				state.forwarded.push({
					kind,
					id: one.id ?? null,
					entry: one,
					clientInfo: client,
					request: call.n,
				});
			}
			return { status: 200 };
		},
	};
}

export const forwardedEndpoints = [forwarded('message'), forwarded('status')];
