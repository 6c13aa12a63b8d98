import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import { BOOKKEEPING, BULK_FILES, DATABASE_WORK, STORE_REQUESTS } from './retry-policies';

/** Activities that ask a store. */
export const store =
  proxyActivities<
    Pick<
      Activities,
      | 'fetchProductPages'
      | 'startBulk'
      | 'lookAtBulk'
      | 'cancelBulk'
      | 'stageBulkPages'
      | 'findMissing'
      | 'findGone'
      | 'confirmMissing'
      | 'refreshProducts'
      | 'readWaiting'
      | 'settleLean'
      | 'readUnknown'
      | 'readHints'
    >
  >(STORE_REQUESTS);

/** Activities that move a whole listing at once. */
export const bulkFiles = proxyActivities<Pick<Activities, 'loadBulkLines' | 'clearBulk'>>(BULK_FILES);

/** Activities that work in the database alone. */
export const catalog =
  proxyActivities<
    Pick<
      Activities,
      | 'openRun'
      | 'upsertProductPages'
      | 'deactivateMissing'
      | 'listStores'
      | 'modeUnderWay'
      | 'bringDeferredForward'
      | 'claimHints'
      | 'settleSuspected'
    >
  >(DATABASE_WORK);

/** Activities that write down what happened, and wait for the database however long it takes. */
export const bookkeeping =
  proxyActivities<
    Pick<Activities, 'noteRun' | 'closeRun' | 'holdForApproval' | 'claimApproval' | 'noteSweep' | 'leaveHints'>
  >(BOOKKEEPING);
