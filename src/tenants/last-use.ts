import type { Database } from '../database/database';
import type { SystemSql } from '../database/sql';

/** A key that is kept in the database. */
export type KeptKey = { kind: 'api_key'; id: string; tenantId: string } | { kind: 'operator'; id: string };

const BETWEEN_NOTES_MS = 60_000;

/** A key that is forgotten is only asked about once more. */
const MOST_KEYS = 10_000;

interface NotingOptions {
  onFailure(error: unknown, key: KeptKey): void;
  /** In milliseconds. */
  clock?: () => number;
  mostKeys?: number;
}

/**
 * Notes in `last_used_at` that a key was used: a statement a minute, key and process, that nobody waits for. What it
 * costs is not the request's, and a failure is not the request's either.
 */
export function notingLastUse(
  database: Pick<Database, 'withSystem'>,
  { onFailure, clock = () => performance.now(), mostKeys = MOST_KEYS }: NotingOptions,
): (key: KeptKey) => void {
  const notedAt = new Map<string, number>();
  return (key) => {
    const now = clock();
    if (now - (notedAt.get(key.id) ?? Number.NEGATIVE_INFINITY) < BETWEEN_NOTES_MS) return;

    notedAt.delete(key.id); // to stand behind the others, which go first
    notedAt.set(key.id, now);
    for (const id of notedAt.keys()) {
      if (notedAt.size <= mostKeys) break;
      notedAt.delete(id);
    }
    database.withSystem((sql) => writeLastUse(sql, key)).catch((error: unknown) => onFailure(error, key));
  };
}

/** Declines when another process has just written it, or holds the row. */
async function writeLastUse(sql: SystemSql, key: KeptKey): Promise<void> {
  if (key.kind === 'operator') {
    await sql`
      update operators
         set last_used_at = now()
       where id = (select id
                     from operators
                    where id = ${key.id}::uuid
                      and (last_used_at is null or last_used_at <= now() - interval '1 minute')
                      for update skip locked)`;
    return;
  }
  await sql`
    update api_keys
       set last_used_at = now()
     where tenant_id = ${key.tenantId}::uuid
       and id = (select id
                   from api_keys
                  where tenant_id = ${key.tenantId}::uuid
                    and id = ${key.id}::uuid
                    and (last_used_at is null or last_used_at <= now() - interval '1 minute')
                    for update skip locked)`;
}
