import type { Database } from '../../database/database';
import type { TemporalClient } from '../../temporal/connect-client';
import { standingOfRun } from './look-at-run';
import { listSilentRuns } from './silence';

/** A question to Temporal each, some milliseconds: only those that were silent for longest are asked about. */
const MOST_LOOKS = 50;

/** Since when the oldest open run has waited for a worker; null when none has for a minute. */
export async function oldestUnworkedAt(database: Database, temporal: TemporalClient): Promise<Date | null> {
  const silent = await database.withSystem((sql) => listSilentRuns(sql, MOST_LOOKS));
  let oldest: Date | null = null;
  for (const run of silent) {
    const standing = await standingOfRun(temporal, run);
    if (standing.kind === 'no_worker' && (oldest === null || standing.since < oldest)) oldest = standing.since;
  }
  return oldest;
}
