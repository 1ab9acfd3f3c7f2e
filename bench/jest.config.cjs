const unit = require('../test/jest.config.cjs');

/** The growth runs on n8n-core; `bench.mts` starts them one process a size. */
module.exports = {
	...unit,
	testMatch: ['<rootDir>/bench/**/*.bench.mts'],
	testPathIgnorePatterns: ['/node_modules/'],
};
