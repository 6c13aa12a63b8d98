import { closeGoneRejected } from '../../catalog/rejected/close-rejected';
import { nextObservation } from '../../catalog/staging/next-observation';
import type { RunReference } from '../../model/run-reference';
import { lockStore } from '../../stores/lock-store';
import type { Dependencies } from '../dependencies';
import { type AskedForTime, askStore } from './ask-store';
import { mergeReadProducts } from './merge-read-products';
import type { OpenedStore } from './open-store';

interface Absent {
  externalIds: string[];
  currency: string;
}

/**
 * Products that were asked for by id and did not come. That is no evidence (I1): the store is asked about each. One that
 * it still has is merged, one that is gone is not set aside any longer. None is switched off: that is a full run's.
 */
export async function settleAbsent(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  { externalIds, currency }: Absent,
): Promise<{ kind: 'settled' } | AskedForTime> {
  const { database, patience } = dependencies;
  const observation = await database.withTenant(run.tenantId, nextObservation);
  const asked = await askStore(store, patience, (signal) =>
    store.connection.confirmMissing({ externalIds, currency, signal }),
  );
  if (asked.kind === 'wait') return asked;
  await mergeReadProducts(dependencies, run, asked.answer, observation);
  if (run.dryRun) return { kind: 'settled' };
  const gone = asked.answer.answers.filter(({ answer }) => answer === 'gone').map((each) => each.external_id);
  await database.withTenant(run.tenantId, async (sql) => {
    await lockStore(sql, run.storeId);
    await closeGoneRejected(sql, run, gone, observation);
  });
  return { kind: 'settled' };
}
