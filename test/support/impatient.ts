import type { Patience } from '../../src/activities/dependencies';
import type { CatalogueLimits } from '../../src/activities/store/catalogue-limits';

/** Tests wait for nothing longer than it takes to see that it is waited for. */
/** Nobody in a test waits for a store to calm down. */
export const IMPATIENT: Patience = {
  runRetryDelays: [],
  storeRetryDelays: [10],
  credentialsRetryDelays: [10, 10],
  bulkWaitMs: 60_000,
  approvalMs: 600_000,
};

export const NO_LIMITS: CatalogueLimits = {
  productsOfStore: Number.POSITIVE_INFINITY,
  productsOfTenant: Number.POSITIVE_INFINITY,
};
