import type { IDataObject } from 'n8n-workflow';

/** Entries of callbacks, shaped by wavy 1.5 and 1.6. */
export const status = (id: string, more: IDataObject = {}): IDataObject => ({
	id,
	correlationId: `c-${id}`,
	destination: '5519900000000',
	origin: '551140000000',
	campaignId: 100,
	campaignAlias: 'spring',
	sent: true,
	sentStatusCode: 2,
	sentStatus: 'SENT_SUCCESS',
	sentAt: 1_513_616_971_891,
	sentDate: '2017-12-18T17:09:31.891Z',
	...more,
});

export const reply = (id: string, more: IDataObject = {}): IDataObject => ({
	id,
	source: '5519900000000',
	origin: '551140000000',
	userProfile: { name: 'Ana', whatsAppId: '5519900000000' },
	campaignId: 100,
	correlationId: `c-${id}`,
	campaignAlias: 'spring',
	message: { type: 'TEXT', messageText: 'Hello' },
	receivedAt: 1_513_616_971_473,
	receivedDate: '2017-12-18T17:09:31.473Z',
	session: { sessionId: 's', createdAt: 0 },
	...more,
});

export const callback = (...data: unknown[]) => ({
	total: data.length,
	data,
	clientInfo: { customerId: 42, subAccountId: 1291, userId: 1 },
});
