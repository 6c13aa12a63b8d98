import { carryUnsettled, countMissing, noteGone } from '../catalog/missing/suspects';
import { nextObservation } from '../catalog/staging/next-observation';
import { firstGaps, type Listing, type ListingGap, mayBeWhole, type Stretch } from '../model/listing';
import type { RunReference } from '../model/run-reference';
import type { ChangesReader, GonePage } from '../platforms/store-platform';
import { faultPoint } from '../process/fault-points';
import { seenByRun } from '../runs/manifest';
import { noteProgress } from '../runs/note-progress';
import { moveWatermark } from '../stores/watermark';
import type { Dependencies } from './dependencies';
import type { FoundMissing } from './find-missing';
import { logFieldsOf } from './run-context';
import { type Asked, type AskedForTime, askStore } from './store/ask-store';
import { limitMet } from './store/failures';
import { type OpenedStore, openStore } from './store/open-store';

export interface FindGoneInput {
  run: RunReference;
  listing: Listing | null;
}

/** Pages in a row that name nothing anew: a walk over the bin may step back, a list that goes on so has no end. */
const MOST_IDLE = 100;

/**
 * The end of an incremental run's listing: what the store says went in its stretch is noted, with what earlier runs left
 * unclear. Then, in one transaction with that, the watermark moves if both lists were whole: nothing that it leaves behind
 * is forgotten.
 */
export const findGone = (dependencies: Dependencies) =>
  async function findGone({ run, listing }: FindGoneInput): Promise<FoundMissing> {
    const { database, patience, logger } = dependencies;
    const { stretch, announced = 0, goneAtStart = 0, gaps = [] } = listing ?? {};
    const store = await openStore(dependencies, run);
    const { changes } = store.connection;
    if (stretch === undefined || changes === undefined) throw new Error(`run ${run.id} reads no stretch of changes`);

    const observation = await database.withTenant(run.tenantId, nextObservation);
    const gone = await listAllGone(dependencies, store, changes, stretch);
    if (gone.kind === 'wait') return gone;
    const asked = await askStore(store, patience, (signal) => changes.look({ stretch, signal }));
    if (asked.kind === 'wait') return asked;
    const { changed: announcedAtEnd, gone: goneAtEnd } = asked.answer;
    const isGoneWhole = gone.externalIds.length >= Math.min(goneAtStart, goneAtEnd) && mayBeWhole(gone.gaps);

    faultPoint('changes-read');
    const { whole, missing, isSetBack } = await database.withTenant(run.tenantId, async (sql) => {
      await noteProgress(sql, run.id, { phase: 'confirming', announcedAtEnd });
      const { distinct } = await seenByRun(sql, run);
      const isWhole = isGoneWhole && distinct >= Math.min(announced, announcedAtEnd) && mayBeWhole(gaps);
      await noteGone(sql, run, gone.externalIds, observation);
      await carryUnsettled(sql, run);
      const moved = isWhole ? await moveWatermark(sql, run) : { isSetBack: false };
      return { whole: isWhole, missing: await countMissing(sql, run), ...moved };
    });
    faultPoint('changes-noted');
    if (isSetBack) {
      logger.warn(logFieldsOf(run), 'the store’s clock was set back: the next incremental run is a full one');
    }
    return { kind: 'found', whole, empty: false, missing };
  };

/** All of them are asked for again after a wait: there are few. */
async function listAllGone(
  { patience, limits }: Dependencies,
  store: OpenedStore,
  changes: ChangesReader,
  stretch: Stretch,
): Promise<{ kind: 'listed'; externalIds: string[]; gaps: ListingGap[] } | AskedForTime> {
  const externalIds = new Set<string>();
  let gaps: ListingGap[] = [];
  let idle = 0;
  for (let cursor: string | null = null; ; ) {
    const from: string | null = cursor;
    const asked: Asked<GonePage> = await askStore(store, patience, (signal) =>
      changes.listGone({ stretch, cursor: from, signal }),
    );
    if (asked.kind === 'wait') return asked;
    const page: GonePage = asked.answer;
    const before = externalIds.size;
    for (const id of page.externalIds) externalIds.add(id);
    gaps = firstGaps(gaps, page.gaps ?? []);
    if (page.nextCursor === null) return { kind: 'listed', externalIds: [...externalIds], gaps };
    idle = externalIds.size === before ? idle + 1 : 0;
    if (externalIds.size > limits.productsOfStore || idle > MOST_IDLE) {
      throw limitMet(`the store tells of ${externalIds.size} products that went, and goes on`);
    }
    cursor = page.nextCursor;
  }
}
