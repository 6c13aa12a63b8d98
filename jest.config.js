/** The suffix of a test file says its price: only the dearer two start PostgreSQL and Temporal. */
const project = (price, more = {}) => ({
  displayName: price,
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: [`**/*.${price}.test.ts`],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  ...more,
});

const withServers = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

module.exports = {
  maxWorkers: 2,
  testTimeout: 30_000,
  projects: [project('unit'), project('integration', withServers), project('e2e', withServers)],
};
