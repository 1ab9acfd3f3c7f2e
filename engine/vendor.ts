import type { IDataObject } from 'n8n-workflow';

import type { StatusAction } from './delivery/statuses';
import type { NotAccepted } from './operation';

/** One of a vendor's services: a credential, and the property that holds the base URL. */
export interface Service {
	/** As the user knows it, for messages; the vendor's name unless given. */
	name?: string;
	credential: string;
	baseUrl: string;
	/** Properties of the credential that tell one account at this base URL from another: what the vendor limits. */
	account: string[];
	/** Properties of the credential that are secret, tokens among them: a vendor's answers are freed of their values. */
	secrets: string[];
	/** Properties of the credential that it cannot do without, and what the user knows them by. */
	needs?: Record<string, string>;
	/**
	 * Expirable property that the credential keeps empty, so that n8n calls its preAuthentication when it is
	 * tested (for empty ones only, n8n 6.2). A run fills it in its copy: its requests need no check.
	 */
	check?: string;
	/** Properties that hold the expirable token and when to renew it (ISO date), where the credential has one. */
	token?: { property: string; renewAt: string };
}

/** A response of a vendor, whatever its status. */
export interface VendorResponse {
	status: number;
	/** Parsed JSON; the text itself where the vendor responds in text; undefined where it is empty or unreadable. */
	body: unknown;
	/** The body as it came. */
	text: string;
	/** By their names in lower case. */
	headers: IDataObject;
	/** The service that responded. */
	service: Service;
}

/** What a vendor says is wrong with a request. */
export interface VendorFailure extends NotAccepted {
	/** The vendor's own error code, for operations that have an answer to it. */
	code?: string;
}

/** A vendor as the engine sees it. */
export interface Vendor {
	/** As the user knows it, for messages. */
	name: string;
	/** The service that requests go to unless they name another. */
	service: Service;
	/** What its HTTP statuses mean, where that is not as `STATUS_ACTIONS` has it. */
	statuses?: Readonly<Record<number, StatusAction>>;
	/**
	 * Whether a response reports a failure in the vendor's own envelope. Asked for every 2xx and for every 4xx
	 * that rejects, so no operation can forget it.
	 *
	 * @returns undefined where it reports none
	 * @throws UnexpectedResponseError for a 2xx that is not of the vendor's form
	 */
	failureIn?(response: VendorResponse): VendorFailure | undefined;
	/** The vendor's own words, code or reference in a response that is not a success. */
	errorText(response: VendorResponse): string | undefined;
	/** Whether a rejection means that the batch was too large, where its status does not say so. */
	isTooLarge?(response: VendorResponse): boolean;
	/** What may be wrong with a credential that it does not accept (401, 403), and how to put it right. */
	credentialHint?: string;
	/** Whether its successes may be plain text, which is then handed on as it is. */
	respondsInText?: boolean;
}
