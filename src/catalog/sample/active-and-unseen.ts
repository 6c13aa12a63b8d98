import type { TenantSql } from '../../database/sql';

/**
 * Which of these products the catalogue has as active, and nobody looked at since an observation (I12): their absence
 * would be news.
 */
export async function activeAndUnseenSince(
  sql: TenantSql,
  storeId: string,
  { externalIds, observation }: { externalIds: readonly string[]; observation: number },
): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select asked.external_id
      from unnest(${externalIds}::text[]) asked(external_id)
     cross join lateral (
       select p.is_active, greatest(p.observation, p.prices_observation, p.stock_observation) as observation
         from products p
        where p.tenant_id = ${sql.tenantId}::uuid and p.store_id = ${storeId}::uuid
          and p.external_id = asked.external_id
        limit 1) p
     where p.is_active and p.observation <= ${observation}::bigint
       and not exists (
         select from sync_pages later
          where later.tenant_id = ${sql.tenantId}::uuid and later.store_id = ${storeId}::uuid
            and later.observation > ${observation}::bigint
            and asked.external_id = any(later.external_ids || later.rejected_ids || later.unknown_ids))`;
  return rows.map((row) => row.external_id);
}
