import { storeOperation } from '../../rewardStore';

/** sessionM 3.4: what a customer may buy, and for how many points. */
export const getOffers = storeOperation({
	value: 'getOffers',
	name: 'Get Offers',
	description: 'Get the offers that a customer may buy in rewards stores, for Offer: Purchase',
	action: 'Get offers of rewards stores',
	call: 'get_reward_store_offers',
	list: 'reward_store_offers',
	ofStores: true,
});
