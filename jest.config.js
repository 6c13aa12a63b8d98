/** Sets the limit of tests by what the machine shows. */
const PATIENT = '<rootDir>/test/support/patient-jest.ts';

/**
 * The suffix of a test file says its price: a workflow test starts Temporal's time-skipping server, integration and e2e
 * tests share a PostgreSQL and a Temporal dev server.
 */
const project = (price, more = {}) => ({
  displayName: price,
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: [`**/*.${price}.test.ts`],
  setupFilesAfterEnv: [PATIENT],
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

const withSkippedTime = {
  globalSetup: '<rootDir>/test/workflows/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/workflows/support/global-teardown.ts',
  setupFilesAfterEnv: [PATIENT, '<rootDir>/test/workflows/support/skip-without-server.ts'],
};

module.exports = {
  maxWorkers: 2,
  projects: [
    project('unit'),
    project('workflow', withSkippedTime),
    project('integration', withServers),
    project('e2e', withServers),
  ],
};
