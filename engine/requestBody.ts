import { Readable } from 'node:stream';

/**
 * The bytes of a request, let go as soon as they are handed to the connection.
 *
 * What n8n and its HTTP library keep of a request outlives it: until V8 next marks the whole heap, closed sockets hold
 * their request and all that was in it. Bodies given as plain bytes pile up there, and every 64 MB of them make V8
 * mark early, which with a large heap holds the event loop for tens of milliseconds.
 */
export class RequestBody extends Readable {
	private bytes: Buffer | undefined;

	constructor(bytes: Buffer) {
		super();
		this.bytes = bytes;
	}

	/** All of the bytes, for credentials that sign them; nothing once they have been sent. */
	get unsent(): Buffer | undefined {
		return this.bytes;
	}

	override _read(): void {
		this.push(this.bytes);
		this.push(null);
		this.bytes = undefined;
	}
}
