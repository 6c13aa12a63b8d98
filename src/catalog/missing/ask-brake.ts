import { onlyRow, type TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { StoreSettings } from '../../stores/store-settings';

export interface BrakeVerdict {
  holds: boolean;
  confirmed: number;
  active: number;
}

/**
 * Is what is about to be switched off too much for no one to have looked? Both limits of the store's setting have to be
 * exceeded, of the active products; after an empty listing any is too much. It counts confirmed products only.
 */
export async function askBrake(sql: TenantSql, run: RunReference, emptyListing: boolean): Promise<BrakeVerdict> {
  const { rows } = await sql<{ settings: unknown; confirmed: number; active: number }>`
    select s.settings,
           (select count(*) from missing_products m
             where m.tenant_id = s.tenant_id and m.run_id = ${run.id}::uuid and m.state = 'confirmed')::int as confirmed,
           (select count(*) from products p
             where p.tenant_id = s.tenant_id and p.store_id = s.id and p.is_active)::int as active
      from stores s
     where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid`;
  const { settings, confirmed, active } = onlyRow(rows);
  const limit = StoreSettings.parse(settings).deactivation_brake;
  const tooMany = confirmed > limit.count && confirmed * 100 > limit.percent * active;
  return { holds: emptyListing ? confirmed > 0 : tooMany, confirmed, active };
}
