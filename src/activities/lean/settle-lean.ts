import { shownByLean } from '../../catalog/unknown/unknown-products';
import { type Listing, mayBeWhole } from '../../model/listing';
import type { RunReference } from '../../model/run-reference';
import { noteProgress } from '../../runs/note-progress';
import { noteCurrency } from '../../stores/update-store';
import type { Dependencies } from '../dependencies';
import type { AskedForTime } from '../store/ask-store';
import { totalAtEnd } from '../store/listing-ends';

export interface SettleLeanInput {
  run: RunReference;
  listing: Listing | null;
}

/**
 * The end of a lean run's listing: was it whole, by the rule of a full one? One that is empty while the catalogue has
 * active products is not: a lean run asks for none of them by id. Neither the watermark nor the store's number of
 * products move: such a listing saw one group of fields. Its currency is the store's once all prices are written in it;
 * until then the next incremental run finds that it is another one, and reads everything.
 */
export const settleLean = (dependencies: Dependencies) =>
  async function settleLean({
    run,
    listing,
  }: SettleLeanInput): Promise<{ kind: 'settled'; whole: boolean } | AskedForTime> {
    const { announced = 0, announcedAtEnd: told = null, gaps = [], currency } = listing ?? {};
    const atEnd = await totalAtEnd(dependencies, run, told);
    if (atEnd.kind === 'wait') return atEnd;
    const announcedAtEnd = atEnd.total;
    return dependencies.database.withTenant(run.tenantId, async (sql) => {
      await noteProgress(sql, run.id, { phase: 'confirming', announcedAtEnd });
      const { shown, empty } = await shownByLean(sql, run);
      const whole = shown >= Math.min(announced, announcedAtEnd) && mayBeWhole(gaps) && !empty;
      if (whole && run.mode === 'prices' && !run.dryRun && currency !== undefined)
        await noteCurrency(sql, run.storeId, currency);
      return { kind: 'settled' as const, whole };
    });
  };
