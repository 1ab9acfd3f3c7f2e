import type { IExecuteFunctions } from 'n8n-workflow';

import { type HttpResult, Session } from './session';
import type { RequestSpec } from '../operation';
import type { Service, Vendor } from '../vendor';

/** A node run's sessions, one for each service that its operation calls. */
export class Sessions {
	private readonly byService = new Map<Service, Session>();

	/** @param timeout of a request, in milliseconds */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: Vendor,
		private readonly timeout: number,
	) {}

	/** Makes the services ready; throws ItemError where a credential cannot be used. */
	async open(services: Service[] = [this.vendor.service]): Promise<void> {
		for (const service of services) {
			const session = new Session(
				this.context,
				service.name ?? this.vendor.name,
				service,
				this.timeout,
			);
			await session.open();
			this.byService.set(service, session);
		}
	}

	/** A property of the credential of a service that is open; empty where it is not set. */
	setting(service: Service, property: string): string {
		return this.sessionOf(service).setting(property);
	}

	/** Sends a request to the service that it names. Never throws for what the network or the vendor does. */
	async send(spec: RequestSpec): Promise<HttpResult> {
		return await this.sessionOf(spec.service ?? this.vendor.service).send(spec);
	}

	private sessionOf(service: Service): Session {
		const session = this.byService.get(service);
		if (!session)
			throw new Error(
				`The operation does not list the service ${service.credential}.${service.baseUrl}`,
			);
		return session;
	}
}
