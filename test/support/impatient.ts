import type { Patience } from '../../src/activities/dependencies';

/** Tests wait for nothing longer than it takes to see that it is waited for. */
/** Nobody in a test waits for a store to calm down. */
export const IMPATIENT: Patience = {
  runRetryDelays: [],
  storeRetryDelays: [10],
  credentialsRetryDelays: [10, 10],
  bulkWaitMs: 60_000,
  approvalMs: 600_000,
};
