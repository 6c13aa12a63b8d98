import { nextObservation } from '../../catalog/staging/next-observation';
import type { RunReference } from '../../model/run-reference';
import type { Dependencies } from '../dependencies';
import { type AskedForTime, askStore } from './ask-store';
import { mergeReadProducts } from './merge-read-products';
import type { OpenedStore } from './open-store';
import { settleAbsent } from './settle-absent';

/** A refresh that meets a newer observation reads again; a store that changes faster than that is read by the next run. */
const LOOKS = 3;

/**
 * Reads products by their ids, at most as many as the platform takes at once, and merges them (I12). `unclear`: those
 * that did not come and of which the store does not say that they are gone.
 */
export async function readByIds(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  { externalIds, currency }: { externalIds: string[]; currency: string },
): Promise<{ kind: 'settled'; unclear: string[] } | AskedForTime> {
  const { database, patience } = dependencies;
  let absent: string[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    const observation = await database.withTenant(run.tenantId, nextObservation);
    const asked = await askStore(store, patience, (signal) =>
      store.connection.fetchByIds({ externalIds, currency, signal }),
    );
    if (asked.kind === 'wait') return asked;
    const { overtaken } = await mergeReadProducts(dependencies, run, asked.answer, observation);
    const came = new Set([...asked.answer.products, ...asked.answer.rejected].map((each) => each.external_id));
    absent = externalIds.filter((id) => !came.has(id));
    if (overtaken === 0) break;
  }
  return absent.length === 0
    ? { kind: 'settled', unclear: [] }
    : settleAbsent(dependencies, store, run, { externalIds: absent, currency });
}
