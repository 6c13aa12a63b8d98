import { nextObservation } from '../../catalog/staging/next-observation';
import type { CanonicalProduct } from '../../model/product';
import type { UnreadableProduct } from '../../model/rejection';
import type { RunReference } from '../../model/run-reference';
import type { Dependencies } from '../dependencies';
import { type AskedForTime, askStore } from './ask-store';
import { mergeReadProducts } from './merge-read-products';
import type { OpenedStore } from './open-store';
import { settleAbsent } from './settle-absent';

/** A refresh that meets a newer observation reads again; a store that changes faster than that is read by the next run. */
const LOOKS = 3;

interface Wanted {
  externalIds: string[];
  currency: string;
}

/** `unclear`: products that did not come and of which the store does not say that they are gone. */
export async function readByIds(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  { externalIds, currency }: Wanted,
): Promise<{ kind: 'settled'; unclear: string[] } | AskedForTime> {
  const looked = await lookByIds(dependencies, store, run, { externalIds, currency });
  if (looked.kind === 'wait') return looked;
  const { absent } = looked;
  return absent.length === 0
    ? { kind: 'settled', unclear: [] }
    : settleAbsent(dependencies, store, run, { externalIds: absent, currency });
}

export interface LookedByIds {
  kind: 'looked';
  /** What came in the last answer: merged, unless the catalogue has a newer observation each time. */
  products: CanonicalProduct[];
  rejected: UnreadableProduct[];
  /** What did not come, which is no evidence (I1). */
  absent: string[];
}

/** Reads products by their ids, at most as many as the platform takes at once, and merges them (I12). */
export async function lookByIds(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  { externalIds, currency }: Wanted,
): Promise<LookedByIds | AskedForTime> {
  const { database, patience } = dependencies;
  for (let look = 1; ; look++) {
    const observation = await database.withTenant(run.tenantId, nextObservation);
    const asked = await askStore(store, patience, (signal) =>
      store.connection.fetchByIds({ externalIds, currency, signal }),
    );
    if (asked.kind === 'wait') return asked;
    const { overtaken } = await mergeReadProducts(dependencies, run, asked.answer, observation);
    const { products, rejected } = asked.answer;
    const came = new Set([...products, ...rejected].map((each) => each.external_id));
    const absent = externalIds.filter((id) => !came.has(id));
    if (overtaken === 0 || look === LOOKS) return { kind: 'looked', products, rejected, absent };
  }
}
