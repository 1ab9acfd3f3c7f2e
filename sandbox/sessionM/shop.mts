import { z } from 'zod/v4';

export const offerSettings = z
	.object({
		id: z.string(),
		name: z.string(),
		description: z.string(),
		/** days from issue until it can no longer be redeemed */
		days: z.number().positive(),
		/** what it costs in the rewards store; not for sale without */
		points: z.number().nonnegative().optional(),
		/** how many there are of it in all; any number without */
		inventory: z.number().int().nonnegative().optional(),
		/** how many one customer can get; any number without */
		perCustomer: z.number().int().positive().optional(),
	})
	.strict();

export const campaignSettings = z
	.object({
		id: z.string(),
		name: z.string(),
		description: z.string(),
		/** the list that it stands in (sessionM 3.3) */
		kind: z.enum(['promotion', 'tile']).default('promotion'),
		/** whether a customer must have opted in to take part */
		optIn: z.boolean().default(false),
		/** what a transaction must hold to complete it; no transaction completes a campaign without */
		completedBy: z
			.object({ itemIds: z.array(z.string()).optional(), minSubtotal: z.number().optional() })
			.strict()
			.optional(),
		/** what completing it brings */
		outcome: z
			.object({ offer: z.string().optional(), points: z.number().optional() })
			.strict()
			.default({}),
	})
	.strict();

export type OfferSettings = z.infer<typeof offerSettings>;
export type CampaignSettings = z.infer<typeof campaignSettings>;

/** The offers of the fries shop of the messaging example (sessionM 3.7). */
export const friesOffers: OfferSettings[] = [
	{
		id: 'mobile-tuesdays',
		name: '20% off Mobile Tuesdays',
		description: '20% off any order by the app on a Tuesday',
		days: 30,
	},
	{
		id: 'free-snack-box',
		name: 'Free snack box',
		description: 'A snack box on the house',
		days: 30,
	},
	{
		id: 'large-for-small',
		name: 'Large fries for the price of small',
		description: 'Upgrade your fries',
		days: 14,
		points: 15,
	},
];

/** Its campaigns. */
export const friesCampaigns: Array<z.input<typeof campaignSettings>> = [
	{
		id: 'snack-box',
		name: 'Snack box promotion',
		description: 'Buy pulled pork fries and curly fries, get a snack box',
		optIn: true,
		completedBy: { itemIds: ['pulled-pork-fries', 'curly-fries'] },
		outcome: { offer: 'free-snack-box', points: 50 },
	},
	{
		id: 'large-fries',
		name: 'Large fries promotion',
		description: 'Spend 25 at once, get 20% off on Mobile Tuesdays',
		completedBy: { minSubtotal: 25 },
		outcome: { offer: 'mobile-tuesdays' },
	},
	{
		id: 'welcome-tile',
		name: 'Welcome to Fancy Fries',
		description: 'A tile in the app',
		kind: 'tile',
	},
];
