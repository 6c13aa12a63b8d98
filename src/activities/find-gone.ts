import { carryUnsettled, countMissing, noteGone } from '../catalog/missing/suspects';
import { type Listing, mayBeWhole } from '../model/listing';
import type { RunReference } from '../model/run-reference';
import type { ChangesReader, GonePage } from '../platforms/store-platform';
import { seenByRun } from '../runs/manifest';
import { noteProgress } from '../runs/note-progress';
import { moveWatermark } from '../stores/watermark';
import type { Dependencies } from './dependencies';
import type { FoundMissing } from './find-missing';
import { logFieldsOf } from './run-context';
import { type Asked, type AskedForTime, askStore } from './store/ask-store';
import { limitMet } from './store/failures';
import { totalAtEnd } from './store/listing-ends';
import { type OpenedStore, openStore } from './store/open-store';

export interface FindGoneInput {
  run: RunReference;
  listing: Listing;
}

/**
 * The end of an incremental run's listing: what the store says went in its stretch is noted, with what earlier runs left
 * unclear. Then, in one transaction with that, the watermark moves if the listing was whole: nothing that it leaves
 * behind is forgotten.
 */
export const findGone = (dependencies: Dependencies) =>
  async function findGone({ run, listing }: FindGoneInput): Promise<FoundMissing> {
    const { database, logger } = dependencies;
    const { stretch, announced, gaps = [] } = listing;
    const store = await openStore(dependencies, run);
    const { changes } = store.connection;
    if (stretch === undefined || changes === undefined) throw new Error(`run ${run.id} reads no stretch of changes`);

    const gone = await listAllGone(dependencies, store, changes, stretch);
    if (gone.kind === 'wait') return gone;
    let { announcedAtEnd } = listing;
    if (announcedAtEnd === null) {
      const asked = await totalAtEnd(dependencies, store, run, listing);
      if (asked.kind === 'wait') return asked;
      announcedAtEnd = asked.products;
    }
    const atEnd = announcedAtEnd;

    const { whole, missing, isSetBack } = await database.withTenant(run.tenantId, async (sql) => {
      await noteProgress(sql, run.id, { phase: 'confirming', announcedAtEnd: atEnd });
      const { distinct } = await seenByRun(sql, run);
      const isWhole = distinct >= Math.min(announced, atEnd) && mayBeWhole(gaps);
      await noteGone(sql, run, gone.externalIds);
      await carryUnsettled(sql, run);
      const moved = isWhole ? await moveWatermark(sql, run) : { isSetBack: false };
      return { whole: isWhole, missing: await countMissing(sql, run), ...moved };
    });
    if (isSetBack)
      logger.warn(logFieldsOf(run), 'the store’s clock was set back: the next incremental run is a full one');
    return { kind: 'found', whole, empty: false, missing };
  };

async function listAllGone(
  { patience, limits }: Dependencies,
  store: OpenedStore,
  changes: ChangesReader,
  stretch: NonNullable<Listing['stretch']>,
): Promise<{ kind: 'listed'; externalIds: string[] } | AskedForTime> {
  const externalIds = new Set<string>();
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const asked: Asked<GonePage> = await askStore(store, patience, (signal) =>
      changes.listGone({ stretch, cursor: from, signal }),
    );
    if (asked.kind === 'wait') return asked;
    for (const id of asked.answer.externalIds) externalIds.add(id);
    cursor = asked.answer.nextCursor;
    if (externalIds.size > limits.productsOfStore) {
      throw limitMet(
        `the store tells of more than ${limits.productsOfStore} products that went (MOST_PRODUCTS_PER_STORE)`,
      );
    }
  } while (cursor !== null);
  return { kind: 'listed', externalIds: [...externalIds] };
}
