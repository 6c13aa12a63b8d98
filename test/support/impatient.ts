import type { Patience } from '../../src/activities/dependencies';
import { DUE_LIMITS, type DueLimits } from '../../src/activities/due/due-limits';
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

/** Only a store that hangs takes so long, also for a machine under load. */
export const QUICK_LOOKS: DueLimits = { ...DUE_LIMITS, lookMs: 10_000, startsAMinute: 6_000 };
