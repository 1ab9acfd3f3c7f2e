import { randomUUID } from 'node:crypto';
import { HttpError, type Call, type Endpoint, type HttpResponse } from '../shared/vendor.mts';
import type { UContactState } from './state.mts';

/** How the older calls tell a failure (uContact 5.7). */
const ERROR: HttpResponse = { status: 200, body: 'ERROR' };

function form({ headers, body }: Call): Record<string, string> {
	const type = headers['content-type'] ?? '';
	if (!/^application\/x-www-form-urlencoded\b/i.test(type))
		throw new HttpError(415, 'A form is expected');
	return Object.fromEntries(new URLSearchParams(body.toString()));
}

/** A list whose last element is the token; a failure is `0` (uContact 5.1). */
function signIn(state: UContactState, call: Call): HttpResponse {
	const { user, password } = form(call);
	if (user !== state.settings.user || password !== state.settings.password)
		return { status: 200, body: '0' };
	const token = Buffer.from(`${user}:${randomUUID()}`).toString('base64');
	state.sessions.set(token, 0);
	state.signIns++;
	return { status: 200, body: JSON.stringify([1, user, token]) };
}

/** Rows of `campaign;phone;message;fourth field` (uContact 5.4, 5.5). */
function uploadBase(state: UContactState, call: Call): HttpResponse {
	const { filename, fileb64, campaign } = form(call);
	if (!filename || !fileb64 || !campaign || !state.settings.campaigns.includes(campaign))
		return ERROR;
	const lines = Buffer.from(fileb64, 'base64').toString().split('\n').filter(Boolean);
	const rows = lines.map((line) => line.split(';'));
	if (rows.some((row) => row.length !== 4 || row[0] !== campaign || !/^\d{7,15}$/.test(row[1]!)))
		return ERROR;
	for (const [, phone, message, fourth] of rows) {
		const row = { campaign, phone: phone!, message: message!, fourth: fourth! };
		state.base.push({ ...row, fileName: filename, request: call.n });
	}
	state.uploads++;
	call.countItems(rows.length);
	return { status: 200, body: 'OK' };
}

export const legacyEndpoints: Array<Endpoint<UContactState>> = [
	{
		name: 'auth.token',
		method: 'POST',
		path: '/Integra/resources/auth/getUserToken',
		open: true,
		handle: signIn,
	},
	{
		name: 'home',
		method: 'GET',
		path: '/Integra/',
		handle: () => ({ status: 200, body: 'uContact' }),
	},
	{
		name: 'sms.upload',
		method: 'POST',
		path: '/Integra/resources/SMS/uploadbase',
		handle: uploadBase,
	},
];
