import { noteSuspects } from '../catalog/missing/suspects';
import { type ListingGap, mayBeWhole } from '../model/listing';
import type { RunReference } from '../model/run-reference';
import { noteFoundOnlyByFull } from '../runs/found-only-by-full';
import { seenByRun } from '../runs/manifest';
import { noteProgress } from '../runs/note-progress';
import { noteWholeListing } from '../runs/note-whole-listing';
import type { Dependencies } from './dependencies';
import { logFieldsOf } from './run-context';
import type { AskedForTime } from './store/ask-store';
import { totalAtEnd } from './store/listing-ends';

export interface FindMissingInput {
  run: RunReference;
  /** The store's total at the start. */
  announced: number;
  /** And after the end; null: the store is asked for it. */
  announcedAtEnd: number | null;
  /** See `Listing`. */
  gaps?: readonly ListingGap[];
}

export type FoundMissing =
  | { kind: 'found'; whole: boolean; empty: boolean; missing: number }
  /** The store asks for a long wait first. */
  | AskedForTime;

/**
 * After the listing's end: was it whole? Only then are the active products noted that no page carried. Whole means at
 * least as many distinct products as the smaller of the totals at the start and now: products come and go meanwhile. And
 * no page showed that any was passed over.
 */
export const findMissing = (dependencies: Dependencies) => {
  const { database, logger } = dependencies;
  return async function findMissing({
    run,
    announced,
    announcedAtEnd: told,
    gaps = [],
  }: FindMissingInput): Promise<FoundMissing> {
    const atEnd = await totalAtEnd(dependencies, run, told);
    if (atEnd.kind === 'wait') return atEnd;
    const announcedAtEnd = atEnd.total;

    const { taught, ...found } = await database.withTenant(run.tenantId, async (sql) => {
      await noteProgress(sql, run.id, { phase: 'confirming', announcedAtEnd });
      const { distinct, active } = await seenByRun(sql, run);
      const whole = distinct >= Math.min(announced, announcedAtEnd) && mayBeWhole(gaps);
      const empty = distinct === 0 && active > 0;
      const taught = whole && !empty ? await noteFoundOnlyByFull(sql, run) : null;
      if (whole && !empty) await noteWholeListing(sql, run, distinct);
      return { kind: 'found' as const, whole, empty, missing: whole ? await noteSuspects(sql, run) : 0, taught };
    });
    if (taught !== null && taught.products > 0) {
      logger.info({ ...logFieldsOf(run), ...taught }, 'products that only the full run found changed');
    }
    return found;
  };
};
