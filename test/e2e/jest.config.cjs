const path = require('node:path');

/** End-to-end tests: one real n8n for all of them, started and stopped around the run. */
module.exports = {
	rootDir: path.resolve(__dirname, '../..'),
	roots: ['<rootDir>/test/e2e'],
	testEnvironment: 'node',
	testMatch: ['**/*.test.mts'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'cjs', 'js', 'json', 'node'],
	transform: {
		'^.+\\.m?ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
	},
	globalSetup: '<rootDir>/test/e2e/globalSetup.mts',
	globalTeardown: '<rootDir>/test/e2e/globalTeardown.mts',
	// They share one n8n on two cores; side by side they would only wait for each other.
	maxWorkers: 1,
	testTimeout: 300_000,
};
