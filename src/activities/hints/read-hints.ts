import { noteGone } from '../../catalog/missing/suspects';
import { nextObservation } from '../../catalog/staging/next-observation';
import { activeAmong } from '../../hints/answers-of-suspects';
import { type HintOfBatch, hintsOfBatch } from '../../hints/hints-of-batch';
import { lockBatch, settleBatch } from '../../hints/settle-batch';
import type { ProductAnswer } from '../../hints/verdicts';
import { faultPoint } from '../../process/fault-points';
import { noteProgress } from '../../runs/note-progress';
import { wasDescribedLately } from '../../stores/webhooks/described';
import type { Dependencies } from '../dependencies';
import type { AskedForTime } from '../store/ask-store';
import { describeStore } from '../store/describe-store';
import { type OpenedStore, openStore } from '../store/open-store';
import { lookByIds } from '../store/read-by-ids';
import { settleAbsent } from '../store/settle-absent';
import type { BatchOfHints } from './claim-hints';

/** `suspects`: products that did not come, or that the store says went, and that the catalogue has as active. */
export type ReadHints = { kind: 'read'; currency: string; suspects: number } | AskedForTime;

/**
 * Reads again what the hints of a batch tell of, by id, and merges it beside whatever else runs (I12); then settles those
 * hints whose products came. What did not come is no evidence (I1): suspects are noted, and judged when the store was
 * asked for each of them.
 */
export const readHints = (dependencies: Dependencies) =>
  async function readHints({ run, batchId }: BatchOfHints): Promise<ReadHints> {
    const { database } = dependencies;
    const store = await openStore(dependencies, run);
    const isKnown = await database.withTenant(run.tenantId, (sql) => wasDescribedLately(sql, run.storeId));
    const told = isKnown ? null : await describeStore(dependencies, store, run);
    if (told?.kind === 'wait') return told;
    const currency = told?.facts.currency ?? store.currency;
    const hints = await database.withTenant(run.tenantId, async (sql) => {
      await noteProgress(sql, run.id, { phase: 'reading' });
      return hintsOfBatch(sql, run, batchId);
    });

    const answers = new Map<string, ProductAnswer>();
    const absent: string[] = [];
    for (const externalIds of pieces(idsOf(hints, 'changed'), store)) {
      const looked = await lookByIds(dependencies, store, run, { externalIds, currency });
      if (looked.kind === 'wait') return looked;
      for (const each of looked.products)
        answers.set(each.external_id, { kind: 'came', changedAt: each.source_updated_at });
      for (const each of looked.rejected) answers.set(each.external_id, { kind: 'set_aside' });
      absent.push(...looked.absent);
    }
    // Also what came: a list may be answered from a cache, and is no answer about one that is told to have gone.
    const doubted = [...new Set([...absent, ...idsOf(hints, 'gone')])];
    const active = await database.withTenant(run.tenantId, (sql) => activeAmong(sql, run, doubted));
    for (const id of active) answers.set(id, { kind: 'suspected' });
    const others = doubted.filter((id) => !active.includes(id));
    for (const externalIds of pieces(others, store)) {
      const settled = await settleAbsent(dependencies, store, run, { externalIds, currency });
      if (settled.kind === 'wait') return settled;
      for (const id of settled.gone) answers.set(id, { kind: 'gone' });
      for (const id of settled.unclear) answers.set(id, { kind: 'unclear' });
      for (const id of settled.setAside) answers.set(id, { kind: 'set_aside' });
    }

    faultPoint('hints-merged');
    await database.withTenant(run.tenantId, async (sql) => {
      const open = await lockBatch(sql, run, batchId);
      if (open.size === 0) return;
      await noteGone(sql, run, active, await nextObservation(sql));
      const left = hints.filter(({ id }) => open.has(id));
      await settleBatch(sql, run, left, answers);
    });
    return { kind: 'read', currency, suspects: active.length };
  };

function idsOf(hints: readonly HintOfBatch[], news: 'changed' | 'gone'): string[] {
  const products = hints.flatMap((hint) => hint.products);
  return [...new Set(products.filter((each) => each.news === news).map(({ externalId }) => externalId))];
}

function* pieces(ids: readonly string[], { connection }: OpenedStore): Generator<string[]> {
  for (let from = 0; from < ids.length; from += connection.idsAtOnce)
    yield ids.slice(from, from + connection.idsAtOnce);
}
