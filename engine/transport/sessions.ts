import type { IExecuteFunctions } from 'n8n-workflow';

import { gateRegistry } from '../delivery/gateRegistry';
import { Throttle } from '../delivery/throttle';
import { type HttpResult, Session } from './session';
import type { RequestSpec } from '../operation';
import type { Service, Vendor } from '../vendor';

/** What a run's requests are kept to. */
export interface SendingLimits {
	/** Of a request, in milliseconds. */
	timeoutMs: number;
	/** Requests in flight at a time. */
	maxConcurrency: number;
	/** Requests a second; undefined where the user sets no limit. */
	requestsPerSecond?: number;
	/** As `Operation.limitGroup`. */
	limitGroup?: string;
}

/** A service that is open, and the run's place at the gate of its account. */
interface Opened {
	session: Session;
	throttle: Throttle;
}

/** A node run's sessions, one for each service that its operation calls. */
export class Sessions {
	private readonly byService = new Map<Service, Opened>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: Vendor,
		private readonly limits: SendingLimits,
	) {}

	/** Makes the services ready; throws ItemError where a credential cannot be used. */
	async open(services: Service[] = [this.vendor.service]): Promise<void> {
		const { timeoutMs, maxConcurrency, requestsPerSecond, limitGroup } = this.limits;
		const signal = this.context.getExecutionCancelSignal();
		for (const service of services) {
			const session = new Session(
				this.context,
				service.name ?? this.vendor.name,
				service,
				timeoutMs,
			);
			await session.open();
			const gate = gateRegistry.of(session.account(limitGroup));
			this.byService.set(service, {
				session,
				throttle: new Throttle(maxConcurrency, signal, requestsPerSecond, gate),
			});
		}
	}

	/** The service that all requests go to; undefined where there are several. */
	get only(): Service | undefined {
		const [service, ...others] = this.byService.keys();
		return others.length === 0 ? service : undefined;
	}

	/** Milliseconds during which requests were held back, for each service. */
	get heldMs(): number {
		let heldMs = 0;
		for (const { throttle } of this.byService.values()) heldMs += throttle.heldMs;
		return heldMs;
	}

	/** What requests to a service that is open pass. */
	throttle(service: Service): Throttle {
		return this.opened(service).throttle;
	}

	/** No further request leaves, and those that wait at the gates are let go. */
	stop(): void {
		for (const { throttle } of this.byService.values()) throttle.stop();
	}

	/** A property of the credential of a service that is open; empty where it is not set. */
	setting(service: Service, property: string): string {
		return this.opened(service).session.setting(property);
	}

	/** Sends a request to the service that it names. Never throws for what the network or the vendor does. */
	async send(spec: RequestSpec): Promise<HttpResult> {
		return await this.opened(spec.service ?? this.vendor.service).session.send(spec);
	}

	private opened(service: Service): Opened {
		const opened = this.byService.get(service);
		if (!opened)
			throw new Error(
				`The operation does not list the service ${service.credential}.${service.baseUrl}`,
			);
		return opened;
	}
}
