import type { SystemSql } from '../database/sql';
import type { Platform } from '../model/platform';
import type { RunTrigger } from '../model/run';
import type { SweptStore } from '../model/sweep';

/** Characters of a name that go into a sweep's history, 500 stores a step (I10). */
const MOST_OF_A_NAME = 80;

export interface ListedStores {
  platform: Platform | null;
  /** Of the sweep. */
  trigger: RunTrigger;
  /** The last store's id of the piece before; null for the first piece. */
  after: string | null;
  limit: number;
}

/**
 * The connected stores of all active tenants by id, a piece at a time: `after` is the last id of the piece before. A sweep
 * by a schedule leaves those out whose full sync has a cadence of its own or is off; one that somebody asked for takes all.
 */
export async function listActiveStores(
  sql: SystemSql,
  { platform, trigger, after, limit }: ListedStores,
): Promise<SweptStore[]> {
  const { rows } = await sql<SweptStore>`
    select store.id, store.tenant_id as "tenantId", store.platform,
           left(store.name, ${MOST_OF_A_NAME}::int) as name,
           case when store.paused_at is not null then 'paused' else store.status end as status
      from stores store
      join tenants tenant on tenant.id = store.tenant_id
     where tenant.is_active
       and store.status <> 'disconnected'
       and (${platform}::text is null or store.platform = ${platform}::text)
       and (${trigger}::text <> 'schedule' or not store.freshness ? 'full')
       and (${after}::uuid is null or store.id > ${after}::uuid)
     order by store.id
     limit ${limit}::int`;
  return rows;
}
