import { connect, createServer, type Server, type Socket } from 'node:net';

/** A port in front of another that refuses connections for a while, at moments given by `random`. */
export class FlakyPort {
	private readonly sockets = new Set<Socket>();
	private server: Server;
	private timer: NodeJS.Timeout | undefined;
	private port = 0;
	private closed = false;
	private readonly target: { host: string; port: number };
	private readonly random: () => number;

	constructor(url: string, random: () => number) {
		const { hostname, port } = new URL(url);
		this.target = { host: hostname, port: Number(port) };
		this.random = random;
		this.server = this.makeServer();
	}

	/** @returns the address of this port */
	async open(): Promise<string> {
		await this.listen();
		this.plan();
		return `http://127.0.0.1:${this.port}`;
	}

	async close(): Promise<void> {
		this.closed = true;
		clearTimeout(this.timer);
		for (const socket of this.sockets) socket.destroy();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private makeServer(): Server {
		return createServer((socket) => {
			const upstream = connect(this.target);
			this.sockets.add(socket);
			socket.on('close', () => {
				this.sockets.delete(socket);
				upstream.destroy();
			});
			upstream.on('close', () => socket.destroy());
			socket.on('error', () => upstream.destroy());
			upstream.on('error', () => socket.destroy());
			socket.pipe(upstream).pipe(socket);
		});
	}

	private async listen(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
		this.port = (this.server.address() as { port: number }).port;
	}

	/** What is connected stays connected; new connections are refused until the port is open again. */
	private plan(): void {
		this.timer = setTimeout(
			() => {
				this.server.close();
				this.timer = setTimeout(
					() => {
						this.server = this.makeServer();
						void this.listen().then(() => (this.closed ? void this.server.close() : this.plan()));
					},
					20 + this.random() * 120,
				);
			},
			100 + this.random() * 900,
		);
	}
}
