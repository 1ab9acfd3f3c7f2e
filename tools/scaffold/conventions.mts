/** What the calls of a vendor have in common, so that new code passes at once. */
export interface Conventions {
	/** What its paths begin with. */
	path: string;
	/** Fields that every success of it has, as source. */
	success: string;
	/** What the names of its endpoints begin with. */
	endpointPrefix: string;
	/** How an endpoint of its mock is made, as source; without an import, an object is one. */
	endpointImport: string;
	endpointBegin(name: string, method: string, path: string, state: string): string;
	endpointEnd: string;
}

/** Most vendors have nothing of the kind. */
const CONVENTIONS: Record<string, Partial<Conventions>> = {
	// Its key stands in the path, every success has a status, and each service of the mock asks for its own key.
	sessionM: {
		path: '/priv/v1/apps/:api_key',
		success: "status: 'ok', ",
		endpointPrefix: 'core.',
		endpointImport: "import { endpoint } from './service.mts';",
		endpointBegin: (name, method, path, state) =>
			`endpoint('core', '${name}', '${method}', '${path.replace(':api_key', ':apiKey')}', (${state}, call) => {`,
		endpointEnd: '})',
	},
	wai: { path: '/api' },
	uContact: { path: '/Integra/resources' },
};

/** @param vendor name of its node, such as `sessionM` */
export const conventionsOf = (vendor: string): Conventions => ({
	path: '',
	success: '',
	endpointPrefix: '',
	endpointImport: '',
	endpointBegin: (name, method, path, state) =>
		`{ name: '${name}', method: '${method}', path: '${path}', handle(${state}, call) {`,
	endpointEnd: '} }',
	...CONVENTIONS[vendor],
});
