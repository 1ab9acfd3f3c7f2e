import { HttpError, type Call, type Vendor } from '../shared/vendor.mts';
import { <%= vendor %>Settings, type <%= folder %>Settings } from './settings.mts';

export interface <%= folder %>State {
	settings: <%= folder %>Settings;
}

function authorize({ settings }: <%= folder %>State, { headers }: Call): void {
	if (headers.authorization !== `Bearer ${settings.apiKey}`) throw new HttpError(401, 'Unauthorized');
}

/** TODO: where the vendor's API is documented. */
export const <%= vendor %> = {
	name: '<%= vendor %>',
	title: '<%= title %>',
	settings: <%= vendor %>Settings,
	create: (settings) => ({ settings }),
	configure: (state, settings) => (state.settings = settings),
	credentials: ({ settings: { apiKey } }) => ({ apiKey }),
	authorize,
	endpoints: [{ name: 'ping', method: 'GET', path: '/ping', handle: () => ({ status: 200, body: {} }) }],
	faults: {},
	summary: () => ({}),
	collections: {
		// What the vendor has received, for tests and the page.
	},
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<<%= folder %>State, <%= folder %>Settings>;
