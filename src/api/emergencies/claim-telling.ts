import type { Database } from '../../database/database';
import { isPassingDatabaseError } from '../../database/postgres-error';
import type { Emergency } from './emergency';

/** Whoever claimed a telling and did not say within so long that it was told is taken for dead. */
const CLAIM_ENDS_AFTER = '2 minutes';

/**
 * Whether this process is the one to tell. `told`: another one did; `others`: one is about to. `unknown`: the database does not say, so that each process tells for itself. A claim
 * that nobody follows ends, and so nothing is left untold; at worst it is told twice.
 */
export async function claimTelling(
  database: Database,
  what: Emergency,
  event: 'away' | 'back',
): Promise<'claimed' | 'told' | 'others' | 'unknown'> {
  try {
    return await database.withSystem(async (sql) => {
      const { rowCount } = await sql`
        insert into emergency_tellings as telling (what, event, claimed_at)
        values (${what}::text, ${event}::text, now())
            on conflict (what) do update set event = excluded.event, claimed_at = now(), told_at = null
         where telling.event <> excluded.event
            or (telling.told_at is null and telling.claimed_at < now() - ${CLAIM_ENDS_AFTER}::interval)`;
      if (rowCount === 1) return 'claimed';
      const { rows } = await sql<{ isTold: boolean }>`
        select told_at is not null as "isTold" from emergency_tellings where what = ${what}::text`;
      return rows[0]?.isTold ? 'told' : 'others';
    });
  } catch (error) {
    if (isPassingDatabaseError(error)) return 'unknown';
    throw error;
  }
}

/**
 * What was told as away, by whichever process, and not as back yet: whoever sees it there tells. Empty while the database does not
 * say.
 */
export async function listToldAway(database: Database): Promise<ReadonlySet<Emergency>> {
  try {
    const { rows } = await database.withSystem(
      (sql) => sql<{ what: Emergency }>`
        select what from emergency_tellings where (event = 'away') = (told_at is not null)`,
    );
    return new Set(rows.map(({ what }) => what));
  } catch (error) {
    if (isPassingDatabaseError(error)) return new Set();
    throw error;
  }
}

/** It was told: nobody else has to. */
export async function noteEmergencyTold(database: Database, what: Emergency): Promise<void> {
  await database.withSystem((sql) => sql`update emergency_tellings set told_at = now() where what = ${what}::text`);
}
