import { activityInfo } from '@temporalio/activity';
import type { RunReference } from '../../model/run-reference';
import type { StoreConnection } from '../../platforms/store-platform';
import { openStoreAccess } from '../../stores/open-store-access';
import type { StoreSettings } from '../../stores/store-settings';
import { markNeedsAttention } from '../../stores/update-store';
import type { Dependencies } from '../dependencies';
import { logFieldsOf } from '../run-context';
import { type FailingProblem, needsAttention, storeGone } from './failures';
import { judgeOf } from './judge-problem';

export interface OpenedStore {
  connection: StoreConnection;
  settings: StoreSettings;
  /** As the catalogue has it. */
  currency: string;
  /** What the store said that it is when it was connected, or since. */
  identity: string;
  /** Rises when the credentials are renewed by their owner. */
  credentialsVersion: number;
  /** Opened so that what the store fails to answer about one product is set aside. */
  isLastTry: boolean;
  /** The store was given time, so many milliseconds: the run's row counts it. */
  waited(ms: number): void;
  /**
   * What the step fails with: the problem, or what connecting anew made of it. Marks the store when only its owner can
   * mend that, unless its credentials were renewed since they were read.
   */
  noteProblem(problem: FailingProblem): Promise<FailingProblem>;
}

/** Unseals a store's credentials, here and nowhere else (I8), and opens a connection with them. */
export async function openStore(dependencies: Dependencies, run: RunReference): Promise<OpenedStore> {
  const { database, platforms, surroundings, logger, traffic } = dependencies;
  const opened = await openStoreAccess(dependencies, run);
  if (opened.kind !== 'access') throw storeGone(run.storeId, opened.kind);
  const { access, store } = opened;
  const ofStore = traffic.of(run, store.hold);
  const lastTry = isLastTry();
  const judge = judgeOf(dependencies, run, { access, traffic: ofStore, isLastTry: lastTry });
  return {
    connection: platforms[run.platform].open({ ...access, isLastTry: lastTry, traffic: ofStore }, surroundings),
    settings: store.settings,
    currency: store.currency,
    identity: store.identity,
    credentialsVersion: store.credentialsVersion,
    isLastTry: lastTry,
    waited: ofStore.waited,
    noteProblem: async (answered) => {
      const problem = await judge(answered);
      const { kind, detail } = problem;
      const before = problem === answered ? {} : { answered: answered.detail };
      logger.warn({ ...logFieldsOf(run), problem: kind, detail, ...before }, 'store problem');
      if (!needsAttention(problem)) return problem;
      const { credentialsVersion } = store;
      await database.withTenant(run.tenantId, (sql) =>
        markNeedsAttention(sql, { storeId: run.storeId, credentialsVersion, detail: problem.detail }),
      );
      return problem;
    },
  };
}

function isLastTry(): boolean {
  const { attempt, retryPolicy } = activityInfo();
  return attempt >= (retryPolicy?.maximumAttempts ?? Number.POSITIVE_INFINITY);
}
