import { ApplicationFailure } from '@temporalio/activity';
import { nextObservation } from '../../catalog/staging/next-observation';
import type { Listing, Stretch } from '../../model/listing';
import { leanModeOf } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import { noteProgress } from '../../runs/note-progress';
import { turnFull } from '../../runs/turn-full';
import { noteAbilities } from '../../stores/abilities';
import { noteCurrency } from '../../stores/update-store';
import { wasReadWhole } from '../../stores/was-read-whole';
import type { Dependencies } from '../dependencies';
import { AHEAD_MS } from './ahead';
import { type AskedForTime, askStore } from './ask-store';
import { whyTooMany } from './catalogue-limits';
import { describeStore } from './describe-store';
import { limitMet, notSupported } from './failures';
import { type OpenedStore, openStore } from './open-store';

export type StartedListing =
  | { kind: 'started'; listing: Listing; isLarge: boolean }
  /** A lesser run that has to read everything; its row says so. */
  | { kind: 'turns_full' }
  | AskedForTime;

/**
 * Currency and total are read anew by every run: a merchant may change the one, and the other judges the listing. The
 * first answer's clock is the watermark, should the listing be read whole.
 */
export async function startListing(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  changedSince: string | null,
): Promise<StartedListing> {
  const { database } = dependencies;
  const observation = await database.withTenant(run.tenantId, nextObservation);
  const described = await describeStore(dependencies, store, run);
  if (described.kind === 'wait') return described;
  const { currency, productCount, variantCount, storeTime, abilities } = described.facts;

  const lean = leanModeOf(run.mode);
  let part: (Pick<Listing, 'announced' | 'goneAtStart'> & { stretch: Stretch }) | null = null;
  if (run.mode === 'incremental') {
    const { changes } = store.connection;
    // Another currency is another price of every product.
    if (changes === undefined || changedSince === null || currency !== store.currency) {
      await database.withTenant(run.tenantId, (sql) => turnFull(sql, run.id));
      return { kind: 'turns_full' };
    }
    const stretch = { since: changedSince, until: new Date(Date.parse(storeTime) + AHEAD_MS).toISOString() };
    const asked = await askStore(store, dependencies.patience, (signal) => changes.look({ stretch, signal }));
    if (asked.kind === 'wait') return asked;
    part = { stretch, announced: asked.answer.changed, goneAtStart: asked.answer.gone };
  }

  if (lean !== null && !(await database.withTenant(run.tenantId, (sql) => wasReadWhole(sql, run.storeId)))) {
    await database.withTenant(run.tenantId, (sql) => turnFull(sql, run.id));
    return { kind: 'turns_full' };
  }
  if (lean !== null && store.connection.lean === undefined) throw notSupported(run);

  const announced = part?.announced ?? productCount;
  const tooMany = await database.withTenant(run.tenantId, async (sql) => {
    const reading = { storeTime, observation };
    await noteProgress(sql, run.id, { phase: 'reading', announced, reading, changedSince: part?.stretch.since });
    // Of a listing of one group it is the store's when all of it is read.
    if (!run.dryRun && lean === null) await noteCurrency(sql, run.storeId, currency);
    if (!run.dryRun) await noteAbilities(sql, run.storeId, abilities);
    return whyTooMany(sql, run, productCount, dependencies.limits);
  });
  if (tooMany !== null) throw limitMet(tooMany);
  const { products, variants } = store.settings.bulk_above;
  const isLarge = store.connection.bulk !== undefined && (productCount > products || (variantCount ?? 0) > variants);
  const listing = { currency, announced, announcedAtEnd: null, ...part };
  return { kind: 'started', listing, isLarge };
}

/**
 * Asks for the total again while the last pages are staged. Whatever keeps the store from telling is told by the step
 * behind, which asks then: the pages at hand are merged first. Of a stretch that step asks in any case, behind what went.
 */
export async function endListing(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  listing: Listing,
): Promise<Listing> {
  if (listing.stretch !== undefined) return listing;
  try {
    const described = await describeStore(dependencies, store, run);
    return described.kind === 'wait' ? listing : { ...listing, announcedAtEnd: described.facts.productCount };
  } catch (error) {
    if (error instanceof ApplicationFailure) return listing;
    throw error;
  }
}

/** The total after a listing's end: as it was told there, else the store is asked now. */
export async function totalAtEnd(
  dependencies: Dependencies,
  run: RunReference,
  told: number | null,
): Promise<{ kind: 'total'; total: number } | AskedForTime> {
  if (told !== null) return { kind: 'total', total: told };
  // Somebody else's shop may have taken the address while the listing was read.
  const described = await describeStore(dependencies, await openStore(dependencies, run), run);
  return described.kind === 'wait' ? described : { kind: 'total', total: described.facts.productCount };
}
