import type { TenantSql } from '../../database/sql';
import { type Store, type StoreRow, storeOf } from './store';

/** A tenant's stores, disconnected ones too, newest first; `after` is the id of the last one of the page before. */
export async function listStores(
  sql: TenantSql,
  { after, limit }: { after: string | null; limit: number },
): Promise<Store[]> {
  const { rows } = await sql<StoreRow>`
    select *
      from stores
     where tenant_id = ${sql.tenantId}::uuid
       and (${after}::uuid is null
            or (created_at, id) < (select created_at, id
                                     from stores
                                    where tenant_id = ${sql.tenantId}::uuid and id = ${after}::uuid))
     order by created_at desc, id desc
     limit ${limit}::int`;
  return rows.map(storeOf);
}
