import { onlyRow, type TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { StoreSettings } from '../../stores/store-settings';

export interface BrakeVerdict {
  holds: boolean;
  confirmed: number;
  active: number;
}

/** What was switched off so lately, by whatever run, counts with what is at hand. */
const WITHIN_HOURS = 24;

/**
 * Is what is about to be switched off too much for no one to have looked? Both limits of the store's setting have to be
 * exceeded, of the active products; after an empty listing any is too much. Confirmed products alone count: those at hand,
 * and those that are still off since runs of the last day switched them off without anybody's approval, so that many small
 * runs cannot do together what one may not. `besides`: of those at hand what is left to somebody's decision.
 */
export async function askBrake(
  sql: TenantSql,
  run: RunReference,
  { emptyListing, besides }: { emptyListing: boolean; besides: readonly string[] },
): Promise<BrakeVerdict> {
  const { rows } = await sql<{ settings: unknown; confirmed: number; lately: number; active: number }>`
    select s.settings,
           (select count(*) from missing_products m
             where m.tenant_id = s.tenant_id and m.run_id = ${run.id}::uuid and m.state = 'confirmed'
               and m.external_id <> all(${besides}::text[]))::int as confirmed,
           (select count(*) from products p
             where p.tenant_id = s.tenant_id and p.store_id = s.id and not p.is_active
               and p.deactivated_at > now() - make_interval(hours => ${WITHIN_HOURS}::int)
               and p.deactivation -> 'evidence' ->> 'source' = 'confirmation'
               and not exists (select from sync_runs by_run
                                where by_run.tenant_id = p.tenant_id
                                  and by_run.id = (p.deactivation ->> 'run_id')::uuid
                                  and by_run.claimed_at is not null))::int as lately,
           (select count(*) from products p
             where p.tenant_id = s.tenant_id and p.store_id = s.id and p.is_active)::int as active
      from stores s
     where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid`;
  const { settings, confirmed, lately, active } = onlyRow(rows);
  const limit = StoreSettings.parse(settings).deactivation_brake;
  const [off, all] = [confirmed + lately, active + lately];
  const tooMany = confirmed > 0 && off > limit.count && off * 100 > limit.percent * all;
  return { holds: emptyListing ? confirmed > 0 : tooMany, confirmed, active };
}
