import type { ICredentialDataDecryptedObject, ICredentialType } from 'n8n-workflow';

import { EagleEyeAirApi } from '../../credentials/EagleEyeAirApi.credentials';
import { EagleEyeConnectApi } from '../../credentials/EagleEyeConnectApi.credentials';
import { SessionMApi } from '../../credentials/SessionMApi.credentials';
import { UContactApi } from '../../credentials/UContactApi.credentials';
import { WaiApi } from '../../credentials/WaiApi.credentials';
import { WavyApi } from '../../credentials/WavyApi.credentials';

/** A credential of this pack with secrets that are found wherever they leak. */
export interface PlantedCredential {
	type: ICredentialType;
	/** @param base where its service is */
	data(base: string): ICredentialDataDecryptedObject;
	secrets: string[];
}

/** Long, with characters that every way of writing writes in its own way. */
const secretOf = (name: string) => `planted-${name}-7f/3+b=é"x`;
/** Secrets that stand in a header have no character beyond ASCII. */
const headerOf = (name: string) => `planted-${name}-7f/3+b=9`;

const planted = (
	type: ICredentialType,
	secrets: Record<string, string>,
	rest: (base: string) => ICredentialDataDecryptedObject,
): PlantedCredential => ({
	type,
	data: (base) => ({ ...rest(base), ...secrets }),
	secrets: Object.values(secrets),
});

const token = { renewAt: '2999-01-01T00:00:00.000Z' };
const sessionM = Object.fromEntries(
	['core', 'connect', 'pos'].flatMap((part) => [
		[`${part}ApiKey`, headerOf(`${part}-key`)],
		[`${part}ApiSecret`, secretOf(`${part}-secret`)],
	]),
);

/** All credentials that send something. */
export const plantedCredentials: PlantedCredential[] = [
	planted(new WaiApi(), { apiKey: secretOf('wai-key'), token: headerOf('wai-token') }, (base) => ({
		baseUrl: base,
		...token,
	})),
	planted(new WavyApi(), { authenticationToken: headerOf('wavy-token') }, (base) => ({
		baseUrl: base,
		userName: 'sender',
	})),
	planted(
		new UContactApi(),
		{ sessionToken: `Bearer ${headerOf('session')}`, apiToken: headerOf('api'), password: secretOf('password') },
		(base) => ({
			baseUrl: base,
			authentication: 'token',
			user: 'agent',
			...token,
		}),
	),
	planted(new EagleEyeAirApi(), { clientSecret: secretOf('client') }, (base) => ({
		clientId: 'unit',
		walletUrl: base,
		resourcesUrl: base,
		posUrl: base,
	})),
	planted(new EagleEyeConnectApi(), { authToken: headerOf('connector') }, (base) => ({
		connectorUrl: `${base}/in/platform/1a`,
	})),
	planted(new SessionMApi(), sessionM, (base) => ({
		coreUrl: `${base}/core`,
		connectUrl: `${base}/connect`,
		posUrl: `${base}/pos`,
		retailerId: 'retailer',
		storeId: 'store',
		clientId: 'client',
		checked: 'run',
	})),
];

/** A credential by its type's name. */
export const plantedCredential = (name: string): PlantedCredential =>
	plantedCredentials.find(({ type }) => type.name === name)!;
