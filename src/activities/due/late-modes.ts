import type { LeanMode } from '../../model/freshness/lean-product';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import { nextTime } from '../../stores/freshness/next-times';

type Wanted = Pick<StoreAtTurn, 'id' | 'due' | 'freshness' | 'now'>;

/** Two sweeps went by, and there was no place. */
const OVERDUE_MS = 10 * 60_000;

/** The store's full run has found no place for so long that its news is not to wait for it. */
export function isOverdueFull({ due, now }: Pick<Wanted, 'due' | 'now'>): boolean {
  return due.full !== undefined && now.getTime() - due.full.getTime() > OVERDUE_MS;
}

/** Its next time has come as well: where there is always news, it goes first for once. */
export function isLateLean({ id, due, freshness, now }: Wanted, mode: LeanMode): boolean {
  const after = due[mode];
  if (after === undefined) return false;
  const { [mode]: cadence, time_zone: timeZone, quiet_hours: quietHours } = freshness;
  const next = nextTime({ cadence, mode, storeId: id, timeZone, quietHours, after });
  return next !== null && next <= now;
}
