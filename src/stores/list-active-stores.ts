import type { SystemSql } from '../database/sql';
import type { Platform } from '../model/platform';
import type { SweptStore } from '../model/sweep';

/** Characters of a name that go into a sweep's history, 500 stores a step (I10). */
const MOST_OF_A_NAME = 80;

/** The connected stores of all active tenants by id, a piece at a time: `after` is the last id of the piece before. */
export async function listActiveStores(
  sql: SystemSql,
  { platform, after, limit }: { platform: Platform | null; after: string | null; limit: number },
): Promise<SweptStore[]> {
  const { rows } = await sql<SweptStore>`
    select store.id, store.tenant_id as "tenantId", store.platform,
           left(store.name, ${MOST_OF_A_NAME}::int) as name, store.status
      from stores store
      join tenants tenant on tenant.id = store.tenant_id
     where tenant.is_active
       and store.status <> 'disconnected'
       and (${platform}::text is null or store.platform = ${platform}::text)
       and (${after}::uuid is null or store.id > ${after}::uuid)
     order by store.id
     limit ${limit}::int`;
  return rows;
}
