import { readWaysFacts } from '../../catalog/sample/ways-facts';
import type { TenantSql } from '../../database/sql';
import { hintAtDifferent } from '../../hints/hint-at-different';
import { type StoreSample, WAYS, type Way } from '../../model/freshness/sample';
import type { StoreToSample } from '../../stores/sample/list-due-samples';
import { nextSample, sampleBehindQuiet, sampleSoon } from '../../stores/sample/next-sample';
import { noteSample } from '../../stores/sample/note-sample';
import { readSampledStore, type SampledStore } from '../../stores/sample/sampled-store';
import type { Dependencies } from '../dependencies';
import { type ComparedWithStore, compareWithStore } from './compare-with-store';
import { missedBy } from './missed-by';

export type TakenSample =
  | { kind: 'taken'; sample: StoreSample }
  | { kind: 'put_off' }
  /** It did not answer as it should before any product was compared. */
  | { kind: 'failed'; detail: string }
  /** Nobody wants one any more. */
  | { kind: 'none' };

/**
 * Compares some products of a store with the catalogue's, when the store is quiet. What differs becomes hints: it is read
 * again and merged as for any news. Of a store that does not answer nothing else is written than that the next sample is
 * due a day later: a look or a run tells what is wrong.
 */
export async function takeSample(
  dependencies: Dependencies,
  store: StoreToSample,
  stopping: AbortSignal,
): Promise<TakenSample> {
  const { database } = dependencies;
  const { id, tenantId } = store;
  const now = new Date();
  const sampled = await database.withTenant(tenantId, (sql) => readSampledStore(sql, id));
  if (sampled === null) return { kind: 'none' };
  const later = sampleBehindQuiet(sampled.freshness, id, now) ?? (sampled.unquiet === null ? null : sampleSoon(now));
  if (later !== null) {
    await database.withTenant(tenantId, (sql) => noteSample(sql, id, { nextAt: later }));
    return { kind: 'put_off' };
  }

  const compared = await compareWithStore(dependencies, store, sampled.readRun, stopping);
  if (compared === null) return { kind: 'none' };
  const nextAt = nextSample(id, now);
  return database.withTenant(tenantId, async (sql): Promise<TakenSample> => {
    if (compared.endedBy !== null && compared.products === 0) {
      await noteSample(sql, id, { nextAt });
      return { kind: 'failed', detail: compared.endedBy };
    }
    const { sample, ways } = await judgedSample(sql, id, { compared, sampled, now });
    await noteSample(sql, id, { nextAt, sample });
    await hintAtDifferent(
      sql,
      id,
      compared.different.map(({ externalId, shown }, index) => ({
        externalId,
        news: shown.kind,
        reason: reasonOf(ways[index] ?? []),
      })),
    );
    return { kind: 'taken', sample };
  });
}

/** A hint of a sample says so until it is settled otherwise, and after it was refreshed. */
function reasonOf(ways: readonly Way[]): string {
  const missed = ways.length === 0 ? 'its way is still to come' : `missed by: ${ways.join(', ')}`;
  return `A sample found it different (${missed}).`;
}

async function judgedSample(
  sql: TenantSql,
  storeId: string,
  { compared, sampled, now }: { compared: ComparedWithStore; sampled: SampledStore; now: Date },
): Promise<{ sample: StoreSample; ways: Way[][] }> {
  const { products, different, storeNow } = compared;
  const { incremental } = sampled.freshness;
  const facts = await readWaysFacts(
    sql,
    storeId,
    different.map(({ externalId }) => externalId),
  );
  const judged = { ...facts, storeNow, readsChanges: incremental !== null && !incremental.paused };
  const ways = different.map(({ externalId, shown }) =>
    missedBy(judged, facts.products.get(externalId) ?? { dated: null, toldAt: null }, shown),
  );
  const sample: StoreSample = {
    at: now.toISOString(),
    products,
    different: different.length,
    fields: countOf(different.flatMap(({ fields }) => fields)),
    missed_by: {
      ...Object.fromEntries(WAYS.map((way) => [way, 0])),
      ...countOf(ways.flat()),
    } as StoreSample['missed_by'],
  };
  return { sample, ways };
}

/** Of each text how many there are, in the order of the texts. */
function countOf(texts: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts.toSorted()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Object.fromEntries(counts);
}
