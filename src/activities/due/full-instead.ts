import type { CadenceMode } from '../../model/freshness/cadence-modes';
import { putOff } from '../../stores/due/put-off';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import { bringFullForward } from '../../stores/freshness/full-wanted';
import { placeNext } from '../../stores/freshness/place-next';
import { placeOf } from '../../stores/freshness/place-of';
import { quietTimeAt } from '../../stores/freshness/quiet-times';
import type { Dependencies } from '../dependencies';
import type { Start } from './starting';
import { type Sweep, skipping, type Turn } from './turn';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Instead {
  /** What is due and cannot be done. */
  mode: CadenceMode;
  /** For people; the store says so. */
  why: string;
}

/**
 * What a lesser run cannot do a full one does: at most once a day, not in its quiet hours, and only where the store
 * answers at all. One that does not is left alone like any other, and makes no full run over and over.
 */
export function fullInstead(
  { database }: Pick<Dependencies, 'database'>,
  sweep: Sweep,
  start: Start,
  answers: (turn: Turn) => Promise<boolean>,
) {
  return async function startFullInstead(turn: Turn, { mode, why }: Instead): Promise<void> {
    const { store } = turn;
    const isRecent = store.lastFullAt !== null && store.now.getTime() - store.lastFullAt.getTime() < DAY_MS;
    const quietUntil = behindQuiet(store);
    if (isRecent || quietUntil !== null) {
      await database.withTenant(store.tenantId, async (sql) => {
        if (isRecent || quietUntil === null) await placeNext(sql, store, { after: new Date(), modes: [mode] });
        else await putOff(sql, store.id, { [mode]: quietUntil });
      });
      skipping(sweep)('put_off');
      return;
    }
    if (!(await answers(turn))) return;
    await database.withTenant(store.tenantId, (sql) => bringFullForward(sql, store.id, why));
    start(turn, { mode: 'full', placed: [mode] });
  };
}

/** Where it is quiet now for full runs: the store's place in the hour behind. */
export function behindQuiet({
  id,
  now,
  freshness: { quiet_hours: quiet, time_zone: zone },
}: Pick<StoreAtTurn, 'id' | 'now' | 'freshness'>): Date | null {
  if (!quiet?.modes.includes('full')) return null;
  const { end, openMs } = quietTimeAt(now.getTime(), quiet, zone);
  if (end <= now.getTime()) return null;
  return new Date(end + Math.floor(placeOf(id, 'full instead') * Math.min(HOUR_MS, openMs)));
}
