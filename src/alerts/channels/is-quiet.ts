import type { ChannelQuietHours } from '../../model/alerts/channels';
import { quietTimeAt } from '../../stores/freshness/quiet-times';

/** Whether nobody is to be told at that moment. */
export function isQuiet(at: Date, quiet: ChannelQuietHours | null, timeZone: string): boolean {
  if (quiet === null) return false;
  const { start, end } = quietTimeAt(at.getTime(), { ...quiet, modes: [] }, timeZone);
  return start <= at.getTime() && at.getTime() < end;
}
