import { HttpError, type Endpoint } from '../shared/vendor.mts';
import type { WavyState } from './state.mts';

const TYPES: Record<string, string> = {
	jpg: 'image/jpeg',
	png: 'image/png',
	ogg: 'audio/ogg',
	mp4: 'video/mp4',
	pdf: 'application/pdf',
};

/** Bytes that are no text in any encoding, and the name behind them. */
const fileOf = (name: string): Buffer =>
	Buffer.concat([Buffer.from([0xff, 0xd8, 0x00, 0xc3, 0x28]), Buffer.from(name)]);

/**
 * Files that persons have sent, to which `mediaUrl` of a message leads (wavy 1.6). Where they are and for
 * how long is not
 * documented: here, without a key, and those whose names begin with `expired` no longer.
 */
export const mediaEndpoint: Endpoint<WavyState> = {
	name: 'media',
	method: 'GET',
	path: '/media/:name',
	open: true,
	handle(_state, { params }) {
		const name = params.name!;
		if (name.startsWith('expired')) throw new HttpError(403, 'The link has expired');
		const type = TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream';
		return { status: 200, body: fileOf(name), headers: { 'content-type': type } };
	},
};
