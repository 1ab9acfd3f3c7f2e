import type { IDataObject } from 'n8n-workflow';

import { readEvent } from '../../nodes/EagleEye/events/envelope';
import { outputOf } from '../../nodes/EagleEye/events/output';
import {
	airEvent,
	identityOp,
	movement,
	transactionOp,
	W,
	walletOp,
	type EventParts,
} from './events.mts';
import { customer, read } from './readEvent.mts';

describe('identities', () => {
	const event: EventParts = {
		name: 'SERVICE.TRIGGER',
		operations: [transactionOp('r')],
		wallets: { ...customer, '24000099': [['CUSTOMER_ID', 'another']] },
	};

	it('by the configured type, in any case; blank for the first one', () => {
		expect(read(event).identity).toBe('c-1');
		expect(read(event, 'card').identity).toBe('card-1');
		expect(read(event, '').identity).toBe('card-1');
		expect(read(event, 'MOBILE').identity).toBeNull();
	});

	it('several wallets: the one that the event is about, never another customer', () => {
		const first: EventParts = {
			...event,
			wallets: {
				'24000099': [
					['CUSTOMER_ID', 'another'],
					['MOBILE', '99'],
				],
				...customer,
			},
		};
		expect(read(first)).toMatchObject({ walletId: W, identity: 'c-1' });
		expect(read(first, 'MOBILE').identity).toBeNull();
		expect(
			(read(first).identities as IDataObject[]).map(({ walletId, value }) => [walletId, value]),
		).toEqual(
			expect.arrayContaining([
				['24000099', '99'],
				[W, 'c-1'],
			]),
		);
		const nameless: EventParts = { name: 'X', wallets: event.wallets };
		expect(read(nameless)).toMatchObject({ walletId: null, identity: null });
	});

	it("several wallets: another customer's points are not this one's", () => {
		const operations = [
			transactionOp('gift'),
			movement('POINTS', 'GIFT', 10, 90),
			movement('POINTS', 'GIFT_IN', 10, 310, '24000099'),
		];
		expect(read({ ...event, operations }).points).toMatchObject({ moved: -10, balance: 90 });
	});

	it('an active one before others of its type', () => {
		expect(
			read(
				{
					...event,
					wallets: {
						[W]: [
							['CARD', 'lost', 'TERMINATED'],
							['CARD', 'new'],
						],
					},
				},
				'CARD',
			).identity,
		).toBe('new');
	});

	it('without enrichment they come from the operations on identities', () => {
		expect(
			read({
				name: 'SERVICE.WALLET.CREATE',
				operations: [walletOp(), identityOp('CUSTOMER_ID', 'c-2')],
			}),
		).toMatchObject({ identity: 'c-2', walletId: W });
		expect(read({ name: 'SERVICE.WALLET.CREATE', operations: [walletOp()] })).toMatchObject({
			identity: null,
			identities: [],
		});
	});
});

describe('what is missing or empty', () => {
	it('empty objects arrive as [] and are read as empty', () => {
		const event = {
			...airEvent({ name: 'SERVICE.TRIGGER' }),
			request: {},
			response: [],
			atomicOperations: [
				{ objectType: 'walletAccountTransactionEntity', operationType: 'CREATE', objectValue: [] },
			],
			enrichmentData: [],
		};
		expect(outputOf(readEvent(event), 'CUSTOMER_ID')).toMatchObject({
			useCases: ['rewardIssued'],
			walletId: null,
			identity: null,
			points: null,
			coupons: [],
			tier: null,
			transaction: null,
			raw: event,
		});
	});

	it('the wallet and the reference are found in the request and in the answer, too', () => {
		const request = {
			resource: '/wallet/24000007/consumer',
			method: 'POST',
			body: '{"walletTransaction":{"reference":"mine"}}',
		};
		expect(read({ name: 'X', request })).toMatchObject({
			walletId: '24000007',
			transaction: { reference: 'mine' },
		});
		expect(
			read({
				name: 'X',
				request: { body: 'no json' },
				response: {
					code: 201,
					body: { walletId: '24000008', walletTransactionId: '5', reference: 'r' },
				},
			}),
		).toMatchObject({
			walletId: '24000008',
			transaction: { walletTransactionId: '5', reference: 'r' },
		});
	});
});
