import { storeOperation } from '../../rewardStore';

/** sessionM 3.4: the stores that a customer may buy in. */
export const getAll = storeOperation({
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many rewards stores that a customer may buy in',
	action: 'Get many rewards stores',
	call: 'get_user_reward_stores',
	list: 'reward_stores',
});
