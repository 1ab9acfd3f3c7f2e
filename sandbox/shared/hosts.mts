import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from './vendor.mts';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** On every answer: nothing guesses its type, and no other page shows it in a frame. */
export function setSafeHeaders(reply: FastifyReply): void {
	// On the raw response, since answers of vendors do not go through Fastify.
	reply.raw.setHeader('x-content-type-options', 'nosniff');
	reply.raw.setHeader('x-frame-options', 'DENY');
}

/**
 * A page of any other site can reach a loopback port through a host name of its own (DNS rebinding). Its requests
 * carry that name.
 * @throws HttpError 403 for a Host header that does not name the loopback
 */
export function requireLoopbackHost({ headers: { host } }: FastifyRequest): void {
	if (!LOOPBACK.test(hostnameOf(host) ?? '')) {
		throw new HttpError(403, 'The sandbox answers to localhost, 127.0.0.1 and [::1] only');
	}
}

function hostnameOf(host: string | undefined): string | undefined {
	// A user name or a path in it would be something else than a host.
	if (!host || /[@/\\?#]/.test(host)) return undefined;
	return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}
