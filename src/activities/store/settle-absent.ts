import { notePlannedGone } from '../../catalog/missing/note-planned-gone';
import { closeGoneRejected } from '../../catalog/rejected/close-rejected';
import { noteUnclearRejected } from '../../catalog/rejected/note-unclear';
import { nextObservation } from '../../catalog/staging/next-observation';
import type { RunReference } from '../../model/run-reference';
import { holdFence } from '../../runs/hold-fence';
import { lockStore } from '../../stores/lock-store';
import type { Dependencies } from '../dependencies';
import { executionIdOf } from '../run-context';
import { type AskedForTime, askStore } from './ask-store';
import { runReplaced } from './failures';
import { mergeReadProducts } from './merge-read-products';
import type { OpenedStore } from './open-store';

export interface SettledAbsent {
  kind: 'settled';
  /** By the store's own word. */
  gone: string[];
  /** Of which the store said neither that nor that it has them. */
  unclear: string[];
  /** That it still has, and that could not be read. */
  setAside: string[];
}

interface Absent {
  externalIds: string[];
  currency: string;
}

/**
 * Products that were asked for by id and did not come. That is no evidence (I1): the store is asked about each. One that
 * it still has is merged, one that is gone is neither set aside nor planned any longer. None is switched off: that is a full
 * run's. Those of which the store said neither wait longer for the next time.
 */
export async function settleAbsent(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  { externalIds, currency }: Absent,
): Promise<SettledAbsent | AskedForTime> {
  const { database, patience } = dependencies;
  const observation = await database.withTenant(run.tenantId, nextObservation);
  const asked = await askStore(store, patience, (signal) =>
    store.connection.confirmMissing({ externalIds, currency, signal }),
  );
  if (asked.kind === 'wait') return asked;
  const { answers, products, rejected } = asked.answer;
  await mergeReadProducts(dependencies, run, asked.answer, observation);
  const gone = answers.filter((each) => each.answer === 'gone');
  const told = new Set([...gone, ...products, ...rejected].map((each) => each.external_id));
  const unclear = externalIds.filter((id) => !told.has(id));
  const setAside = rejected.map((each) => each.external_id);
  const settled = { kind: 'settled' as const, gone: gone.map((each) => each.external_id), unclear, setAside };
  if (run.dryRun) return settled;
  const executionId = executionIdOf(run);
  await database.withTenant(run.tenantId, async (sql) => {
    await lockStore(sql, run.storeId);
    if ((await holdFence(sql, run, executionId)) !== 'held') throw runReplaced(run);
    await closeGoneRejected(sql, run, settled.gone, observation);
    await notePlannedGone(sql, run, gone, observation);
    await noteUnclearRejected(sql, run, unclear);
  });
  return settled;
}
