import { DatabaseError } from 'pg';
import type { TenantSql } from '../database/sql';
import type { HintHold } from '../model/webhooks/hints';

export interface PutBack {
  /** Absent: anybody may take them up again. */
  heldBy?: HintHold;
  /** The store answered, and not with what it had told of. Absent: it was not asked, or did not answer. */
  triedAgainIn?: { seconds: number };
}

/** A delivery of the same news may come between the look for one and the write; three in a row are no chance. */
const TRIES = 3;

const UNIQUE_VIOLATION = '23505';

/**
 * Puts claimed hints back among those that nobody is at. The same news may have come once more meanwhile, and waits in a
 * row of its own: then that one stands for both, with the newer observation and the older time.
 */
export async function putBack(
  sql: TenantSql,
  storeId: string,
  ids: readonly string[],
  how: PutBack = {},
): Promise<void> {
  if (ids.length === 0) return;
  for (let tries = 1; ; tries++) {
    await sql`savepoint put_back`;
    try {
      await putBackOnce(sql, storeId, ids, how);
      await sql`release savepoint put_back`;
      return;
    } catch (error) {
      if (!(error instanceof DatabaseError && error.code === UNIQUE_VIOLATION) || tries === TRIES) throw error;
      await sql`rollback to savepoint put_back`;
    }
  }
}

async function putBackOnce(sql: TenantSql, storeId: string, ids: readonly string[], how: PutBack): Promise<void> {
  const { heldBy = null, triedAgainIn = null } = how;
  await sql`
    with mine as materialized (
      select e.id, e.deduplication_key, e.received_at, e.observation, e.dated_at,
             row_number() over (partition by e.deduplication_key order by e.received_at, e.id) as place
        from webhook_events e
       where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and e.id = any(${ids}::uuid[])
         and e.state = 'pending' and e.claimed_by is not null
    ),
    stays as materialized (
      select coalesce(twin.id, mine.id) as id, mine.deduplication_key
        from mine
        left join webhook_events twin on twin.tenant_id = ${sql.tenantId}::uuid and twin.store_id = ${storeId}::uuid
              and twin.deduplication_key = mine.deduplication_key and twin.state = 'pending' and twin.claimed_by is null
       where mine.place = 1
    ),
    back as (
      update webhook_events e
         set claimed_by = null, claimed_batch = null, claimed_at = null,
             received_at = least(e.received_at, told.received_at), observation = greatest(e.observation, told.observation),
             dated_at = greatest(e.dated_at, told.dated_at),
             held_by = case when e.claimed_by is null then e.held_by else ${heldBy}::text end,
             tries = e.tries + case when e.claimed_by is null or ${triedAgainIn === null}::boolean then 0 else 1 end,
             read_again_at = case when e.claimed_by is null then e.read_again_at
                                  else now() + make_interval(secs => ${triedAgainIn?.seconds ?? null}::int) end
        from stays
        join (select deduplication_key, min(received_at) as received_at, max(observation) as observation,
                     max(dated_at) as dated_at
                from mine group by deduplication_key) told using (deduplication_key)
       where e.tenant_id = ${sql.tenantId}::uuid and e.id = stays.id
      returning e.id
    )
    update webhook_events e
       set state = 'ignored', run_id = e.claimed_by, handled_at = now(), reason = ${STANDS_FOR_IT}::text,
           claimed_by = null, claimed_batch = null, claimed_at = null
      from mine
     where e.tenant_id = ${sql.tenantId}::uuid and e.id = mine.id and not exists (select from stays where stays.id = e.id)`;
}

const STANDS_FOR_IT = 'The same news came once more: the later delivery stands for this one.';
