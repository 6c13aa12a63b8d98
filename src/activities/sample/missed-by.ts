import { type KnownDate, TOLD_DAYS, type WaysFacts } from '../../catalog/sample/ways-facts';
import type { Way } from '../../model/freshness/sample';

/** A product that is not what the catalogue has of it, as the store shows it now. */
export type ShownProduct =
  /** `dated`: RFC 3339, by the store's own clock; null where it dates nothing. */
  | { kind: 'changed'; dated: string | null }
  /** `isTold`: the store's listing of changes tells of such, too. */
  | { kind: 'gone'; isTold: boolean };

interface Judged extends Omit<WaysFacts, 'products'> {
  /** Runs and looks ask the store for what changed. */
  readsChanges: boolean;
  /** The store's own clock. */
  storeNow: Date;
}

/** A shop's queue delivers when somebody visits it. */
const MAY_BE_LATE_MS = 10 * 60_000;
/** Our clock says when a store told of something, its own when that happened. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const TOLD_MS = TOLD_DAYS * 24 * 3_600_000;

/**
 * Which ways should have brought a difference into the catalogue and had not. A change without a new date is one that only
 * a full run finds, and so is one that nobody asks for. None: the change is young, and its way is still to come.
 */
export function missedBy(judged: Judged, known: KnownDate, shown: ShownProduct): Way[] {
  if (shown.kind === 'gone') {
    // The store had it when it was read whole: it went since.
    const ways: Way[] = wasUntold(judged, known, judged.readAt) ? ['webhook'] : [];
    return shown.isTold && judged.readsChanges ? ways : [...ways, 'full'];
  }
  const at = shown.dated === null ? null : new Date(shown.dated);
  if (at === null || (known.dated !== null && at <= known.dated)) return ['full'];
  const ways: Way[] = wasUntold(judged, known, at) ? ['webhook'] : [];
  if (!judged.readsChanges) return [...ways, 'full'];
  return judged.readUpTo !== null && at < judged.readUpTo ? [...ways, 'incremental'] : ways;
}

function wasUntold({ webhooksSince, storeNow }: Judged, { toldAt }: KnownDate, since: Date): boolean {
  const age = storeNow.getTime() - since.getTime();
  if (webhooksSince === null || age < MAY_BE_LATE_MS || age > TOLD_MS) return false;
  if (since.getTime() < webhooksSince.getTime() + CLOCKS_DIFFER_MS) return false;
  return toldAt === null || toldAt.getTime() + CLOCKS_DIFFER_MS < since.getTime();
}
