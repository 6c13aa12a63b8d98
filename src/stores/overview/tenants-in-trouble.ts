import type { SystemSql } from '../../database/sql';
import { isTheirs, type OfWhom } from './of-whom';

/** So many at most: who has more tenants than that narrows by `tenant_id`. */
const MOST_TENANTS = 50;

export interface TenantOverview {
  tenant_id: string;
  tenant_name: string;
  stores: number;
  needs_attention: number;
  late: number;
  approvals_waiting: number;
  set_aside: number;
  failed_24h: number;
}

/** Active tenants, those first that have most to look after. */
export async function tenantsInTrouble(sql: SystemSql, of: OfWhom): Promise<TenantOverview[]> {
  const { rows } = await sql<TenantOverview>`
    with stores_of as (
      select tenant_id, count(*) filter (where status <> 'disconnected') as stores,
             count(*) filter (where status = 'needs_attention' and paused_at is null) as needs_attention,
             count(*) filter (where status = 'active' and paused_at is null and late_at < now()) as late,
             coalesce(sum(set_aside_count) filter (where status <> 'disconnected'), 0) as set_aside
        from stores where ${isTheirs(of)} group by 1
    ),
    approvals as (
      select tenant_id, count(*) as waiting from sync_runs where status = 'awaiting_approval' and ${isTheirs(of)} group by 1
    ),
    failures as (
      select tenant_id, count(*) as failed
        from sync_runs
       where mode <> 'refresh' and not dry_run and finished_at > now() - interval '24 hours' and status = 'failed'
         and ${isTheirs(of)}
       group by 1
    )
    select tenant.id as tenant_id, tenant.name as tenant_name, stores, needs_attention, late, set_aside,
           coalesce(waiting, 0) as approvals_waiting, coalesce(failed, 0) as failed_24h
      from stores_of
      join tenants tenant on tenant.id = stores_of.tenant_id and tenant.is_active
      left join approvals on approvals.tenant_id = tenant.id
      left join failures on failures.tenant_id = tenant.id
     order by needs_attention + late + coalesce(waiting, 0) desc, coalesce(failed, 0) desc, set_aside desc, tenant.name, tenant.id
     limit ${MOST_TENANTS}::int`;
  return rows;
}
